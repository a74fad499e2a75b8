"""All cohorts together, step by step: what a heatmap holds, as the line people ask for first."""

from collections.abc import Iterator

from marketing_agent.insights.cohorts.frame import Frame
from marketing_agent.insights.cohorts.heatmap import SHOWN, Cohorts, earning, grown, size
from marketing_agent.insights.cohorts.worth import Worth, summed
from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Column, Part

_ALL = "All cohorts"
_CAC = "Ad spend per new customer"
_MEAN = (
    "The cohorts that have had that step whole, together: each counts as much as it has customers. "
    "Later steps are told by the older cohorts alone"
)


def curves(frame: Frame, cohorts: Cohorts, worth: Worth) -> list[Part]:
    """The mean of what is shown, and what a customer earned so far against what one cost; of one
    step there is no line."""
    drawn = _curves(frame, cohorts, worth)
    return [each for each in drawn if len({row[0] for row in each.rows}) > 1]


def _curves(frame: Frame, cohorts: Cohorts, worth: Worth) -> Iterator[Part]:
    shown, earned = frame.ground.chosen("show"), earning(frame)
    if shown != earned:
        # Everybody ordered in the step of the first order.
        yield _line(frame, cohorts, SHOWN[shown], "average", None, start=shown == "retention")
    cac = ratio(worth.spent, summed(worth.now)["customers"]) if worth.spent is not None else None
    yield _line(frame, cohorts, SHOWN[earned], "payback", cac, worth=worth)


def _line(
    frame: Frame,
    cohorts: Cohorts,
    figure: Column,
    key: str,
    cac: float | None,
    *,
    start: bool = False,
    worth: Worth | None = None,
) -> Part:
    points = _means(frame, cohorts, figure.name)[start:]
    rows = [{"step": step, "series": _ALL, figure.name: mean} for step, mean in points]
    if cac is not None:
        rows += [{"step": step, "series": _CAC, figure.name: cac} for step, _ in points]
    beside = "all cohorts" if cac is None else "against what a customer cost"
    against = "" if cac is None else f" {_CAC}: ad spend of these days ÷ new customers."
    columns = [
        column("step", f"{frame.step.capitalize()}s since the first order", "count", "step"),
        column("series", "Line", "text", "series"),
        figure,
    ]
    return part(
        key, f"{figure.label}, {beside}", "lines", columns, rows, frame.ground.currency,
        note=f"By {frame.step} since the first order, all cohorts together.",
        formula=f"{figure.help}. {_MEAN}.{against}",
        found=[*cohorts.found, *(worth.found if worth else ())],
    )  # fmt: skip


def _means(frame: Frame, cohorts: Cohorts, name: str) -> list[tuple[int, float]]:
    """The figure by step, over the cohorts for which it is over; no step that none has had."""
    sums: dict[int, float] = {}
    people: dict[int, int] = {}
    for cohort in cohorts.cells:
        many = size(cohort, cohorts.cells)
        for step, (over, values) in enumerate(grown(frame, cohorts, cohort)):
            if over:
                sums[step] = sums.get(step, 0.0) + values[name] * many
                people[step] = people.get(step, 0) + many
    return [(step, sums[step] / people[step]) for step in sorted(sums)]
