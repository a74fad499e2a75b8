"""What sales came to and what each cost took, by month and for both windows; minor units."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from marketing_agent.insights.page.answered import ask, evidence_of
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.schemas import PartSql
from marketing_agent.insights.page.sql import sql_file
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.money import to_minor
from marketing_agent.metrics.question import Question

_HERE = Path(__file__).parent
Sums = dict[date, int]


@dataclass
class Line:
    """A line of the statement: None where no file tells it. Costs are positive."""

    now: int | None = None
    before: int | None = None
    months: Sums = field(default_factory=lambda: defaultdict(int))


@dataclass
class Costs:
    """Everything that the page adds up; `covered` is the share of gross sales with a known cost."""

    net: Line
    goods: Line
    fees: Line
    ads: Line
    covered: float | None
    evidence: tuple[PartSql, ...]


def costs_of(ground: Ground) -> Costs:
    """Reads every line. A store without a file for one has None there, never nought."""
    goods = ground.run(sql_file(_HERE, "goods"))
    fees = ground.run(sql_file(_HERE, "fees"))
    net, net_sql = _asked(ground, "net_sales")
    ads, ads_sql = _asked(ground, "ad_spend")
    return Costs(
        net=net,
        goods=_line(goods, "cost_minor"),
        fees=_line(fees, "fee_minor"),
        ads=ads,
        covered=_covered(goods),
        evidence=(*net_sql, goods.evidence, fees.evidence, *ads_sql),
    )


def _line(found: Found, name: str) -> Line:
    line = Line()
    for row in found.dicts():
        value: Any = row[name]
        if value is None:
            continue
        if not row["is_now"]:
            line.before = (line.before or 0) + int(value)
            continue
        line.now = (line.now or 0) + int(value)
        month: Any = row["month"]
        line.months[month] += int(value)
    return line


def _covered(goods: Found) -> float | None:
    now: list[dict[str, Any]] = [row for row in goods.dicts() if row["is_now"]]
    gross = sum(int(row["gross_minor"] or 0) for row in now)
    covered = sum(int(row["covered_minor"] or 0) for row in now)
    return covered / gross if gross and covered else None


def _asked(ground: Ground, key: str) -> tuple[Line, list[PartSql]]:
    """A figure of the semantic model: its total and its months, each as it is told."""
    line, evidence = Line(), list[PartSql]()
    for grain in (None, "month"):
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
