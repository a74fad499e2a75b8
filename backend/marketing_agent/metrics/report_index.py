"""Which reports of a warehouse version are split by what, and which days each covers."""

from collections import defaultdict
from collections.abc import Iterator
from typing import cast

from marketing_agent.metrics.compiler import fixed
from marketing_agent.metrics.coverage import (
    Coverage,
    Fit,
    Frozen,
    Grain,
    Span,
    intersection,
    merged,
)
from marketing_agent.metrics.profile import Run
from marketing_agent.metrics.windows import Window

# A split report has no row on a day on which nothing happened, so it covers all days it was
# exported for. A whole-period export stands for itself.
_SPLITS = """
WITH cells AS (
  SELECT *, least(bucket_end, coalesce(exported_to + 1, bucket_end)) AS covered_until,
         CASE WHEN grain = 'none' THEN bucket_start END AS own
  FROM report_facts
  WHERE dims <> '{}'
)
SELECT report_key, max(family), max(report_name), grain, dim_names, metric,
       least(min(bucket_start), exported_from),
       greatest(max(covered_until), exported_to + 1)
FROM cells
GROUP BY report_key, grain, dim_names, metric, own, exported_from, exported_to
ORDER BY report_key, metric
"""


class SplitReport(Frozen):
    """A report split by dimensions, with the days that each of its metrics covers."""

    key: str
    family: str
    name: str
    grain: Grain
    carried: frozenset[str]
    metrics: dict[str, Coverage]

    def coverage(self, metrics: set[str]) -> Coverage:
        """The days that all of these metrics cover."""
        return intersection([self.metrics[name] for name in sorted(metrics)])

    def fit(self, metrics: set[str], window: Window, *, additive: bool) -> Fit:
        """How well the report covers a window."""
        return self.coverage(metrics).fit(window, additive=additive)


def split_reports(run: Run) -> tuple[SplitReport, ...]:
    """Every split report of a version."""
    spans: dict[tuple[object, ...], dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for *identity, metric, start, end in run(fixed(_SPLITS)).rows:
        span = Span.model_validate({"start": start, "end": end})
        spans[tuple(identity)][str(metric)].append(span)
    return tuple(_reports(spans))


def _reports(spans: dict[tuple[object, ...], dict[str, list[Span]]]) -> Iterator[SplitReport]:
    for (key, family, name, grain, names), metrics in spans.items():
        yield SplitReport(
            key=str(key),
            family=str(family),
            name=str(name or family),
            grain=cast(Grain, grain),
            carried=frozenset(str(names).split("+")),
            metrics={
                metric: Coverage(
                    grain=cast(Grain, grain),
                    spans=tuple(found if grain == "none" else merged(found)),
                )
                for metric, found in metrics.items()
            },
        )
