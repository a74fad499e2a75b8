"""The lines of the statement, for both windows and by month; minor units."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from marketing_agent.insights.page.answered import ask, evidence_of
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import PartSql
from marketing_agent.insights.profit import service
from marketing_agent.insights.profit.applying import Entry, entries
from marketing_agent.insights.profit.reading import Read, Reading, read
from marketing_agent.insights.profit.rules import Said
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.money import to_minor
from marketing_agent.metrics.question import Question

Sums = dict[date, int]
Side = Literal["now", "before"]


@dataclass
class Line:
    """A line of the statement: None where nothing tells it. Costs are positive."""

    now: int | None = None
    before: int | None = None
    months: Sums = field(default_factory=lambda: defaultdict(int))
    by_hand: int = 0
    """Of `now`, what the rules of the workspace say."""


@dataclass
class Costs:
    """Everything that the page adds up. `lines` are costs by name, in no order.

    `covered` is for each window the share of gross sales with a cost of goods, `by_percent` that
    of sales whose cost is a percent of them. `is_whole` says for each window whether net profit
    can be told.
    """

    net: Line
    lines: dict[str, Line]
    said: Said
    reading: Reading
    taken: dict[int, int]
    """By the place of a rule, what it took in the window; absent where it found nothing."""
    covered: dict[Side, float | None]
    by_percent: float
    is_whole: dict[Side, bool]
    evidence: tuple[PartSql, ...]

    def line(self, name: str) -> Line:
        """The line of that name; one that nothing tells has no amounts."""
        return self.lines.get(name) or Line()


def costs_of(ground: Ground) -> Costs:
    """Reads every line. A store without a file or rule for one has None there, never nought.

    Months of what is asked of the semantic model are left out where no part shows them.
    """
    said = service.said(ground.session, ground.workspace)
    percent = said.of("goods_percent")
    by_day = bool(percent or said.of("goods_sku"))
    reading = read(ground, by_day=by_day, net=bool(percent))
    now, before = (list(entries(each, said)) for each in (reading.now, reading.before))
    net, net_sql = _asked(ground, "net_sales")
    ads, ads_sql = _asked(ground, "ad_spend")
    gross = sum(one.gross for one in reading.now.goods)
    by_percent = sum(one.gross for one in now if one.rule and one.rule.kind == "goods_percent")
    return Costs(
        net=net,
        lines=_lines(now, before) | {"ads": ads},
        said=said,
        reading=reading,
        taken=_taken(now),
        covered={"now": _covered(reading.now, now), "before": _covered(reading.before, before)},
        by_percent=by_percent / gross if gross else 0,
        is_whole={"now": _is_whole(said, now), "before": _is_whole(said, before)},
        evidence=(*net_sql, *(each.evidence for each in reading.found), *ads_sql),
    )


def _covered(told: Read, found: Sequence[Entry]) -> float | None:
    """The share of gross sales whose goods have a cost; None where none or nothing has."""
    gross, costed = sum(one.gross for one in told.goods), sum(one.gross for one in found)
    return costed / gross if gross and costed else None


def _is_whole(said: Said, found: Sequence[Entry]) -> bool:
    """Whether the workspace says its other costs of these days, be it that there are none."""
    rules = (one.rule for one in found if one.rule)
    return said.no_other_costs or any(not rule.kind.startswith("goods") for rule in rules)


def _lines(now: Sequence[Entry], before: Sequence[Entry]) -> dict[str, Line]:
    lines: dict[str, Line] = defaultdict(Line)
    for one in now:
        line = lines[one.line]
        line.now = (line.now or 0) + one.amount
        line.months[one.day.replace(day=1)] += one.amount
        line.by_hand += one.amount if one.rule else 0
    for one in before:
        lines[one.line].before = (lines[one.line].before or 0) + one.amount
    return lines


def _taken(found: Sequence[Entry]) -> dict[int, int]:
    taken: dict[int, int] = defaultdict(int)
    for one in found:
        if one.rule:
            taken[one.rule.place] += one.amount
    return dict(taken)


def _asked(ground: Ground, key: str) -> tuple[Line, list[PartSql]]:
    """A figure of the semantic model: its total and its months, each as it is told."""
    line, evidence = Line(), list[PartSql]()
    for grain in (None, "month") if ground.wants("months") else (None,):
        asked = Question(metrics=(key,), grain=grain)
        try:
            answer = ask(ground, asked, compared=grain is None)
        except AppError:
            continue  # no file here tells it so: the page says what is missing
        evidence.append(evidence_of(answer))
        _take(ground, line, list(answer.rows), monthly=grain is not None)
    return line, evidence


def _take(ground: Ground, line: Line, rows: list[tuple[Any, ...]], *, monthly: bool) -> None:
    if monthly:
        line.months.update(_months(ground, rows))
    elif rows:
        now, before = rows[0][0], rows[0][1] if len(rows[0]) > 1 else None
        line.now, line.before = _minor(ground, now), _minor(ground, before)


def _months(ground: Ground, rows: list[tuple[Any, ...]]) -> Iterator[tuple[date, int]]:
    for day, value, *_ in rows:
        minor = _minor(ground, value)
        if minor is not None:
            yield day.replace(day=1), minor


def _minor(ground: Ground, value: object) -> int | None:
    return None if value is None else to_minor(str(value), ground.currency)
