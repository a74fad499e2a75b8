"""Why a metric changed: its factors and its splits, each adding up to the change exactly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from marketing_agent.insights.changes import arithmetic, culprit, factors, telling
from marketing_agent.insights.changes.arithmetic import Part
from marketing_agent.insights.changes.culprit import Culprit
from marketing_agent.insights.changes.schemas import (
    MOST_DIMENSIONS,
    Breakdown,
    Change,
    ChangeQuestion,
    Driver,
)
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.money import minor_digits
from marketing_agent.kernel.time import store_today
from marketing_agent.metrics import answers, phrases
from marketing_agent.metrics.answers import Parts
from marketing_agent.metrics.catalogue import available_dimensions
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.semantics import Metric
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

__all__ = ["Examined", "examine", "explain"]

_SHOWN = 5
# What a person would look at, in this order; parts of dates move with the window itself.
_LOOKED_AT = (
    "channel", "sales_channel", "customer_type", "product_type", "product", "country",
    "discount_code", "device", "flow", "message_type", "ad_platform", "ad_campaign", "campaign",
    "vendor", "collection", "region", "landing_page", "referrer",
)  # fmt: skip
# Each of these is orders times what an order brings.
_BY_ORDERS = ("total_sales", "net_sales", "gross_sales")


@dataclass(frozen=True)
class _Case:
    """One change being explained."""

    session: Session
    warehouse: Warehouse
    workspace: Workspace
    asked: ChangeQuestion
    metric: Metric
    today: date
    ran: dict[str, Parts] = field(default_factory=dict)

    @property
    def digits(self) -> int | None:
        """Decimals of the metric's values; None for counts, which are exact."""
        if self.metric.unit == "money":
            return minor_digits(self.workspace.currency)
        return arithmetic.RATE_DIGITS if self.metric.unit != "count" else None

    @property
    def unit(self) -> Decimal:
        """The smallest difference between two values."""
        return Decimal(1).scaleb(-(self.digits or 0))

    def query(self, metric: str, *dimensions: str) -> SemanticQuery:
        asked = self.asked.model_dump(mode="json", include={"time", "compare", "filters"})
        named = {"metrics": (metric,), "dimensions": dimensions}
        return Question.model_validate(asked | named).at(self.today)

    def parts(self, metric: str, *dimensions: str) -> Parts:
        query = self.query(metric, *dimensions)
        found = answers.answer_parts(
            self.session, self.warehouse, self.workspace, query, self.today
        )
        self.ran[found.sql_id] = found
        return found


@dataclass(frozen=True)
class _Split:
    """A change in parts by one dimension, the largest first, and what is left of it."""

    name: str
    sql_id: str
    overlaps: bool
    parts: Sequence[Part]
    rest: Decimal

    def culprit(self, change: Decimal, size: float) -> Culprit:
        """Who moved by itself; of a ratio nobody is, its splits are ranked as they are."""
        if arithmetic.is_ratio(self.parts):
            return Culprit(arithmetic.surprise(change, self.parts, self.rest), None)
        return culprit.culprit(self.parts, self.rest, size)


@dataclass(frozen=True)
class Examined:
    """A change with all that was run for it, by the statement's id.

    `product` is the change in the factors of the longest chain that the files tell.
    """

    change: Change
    product: Breakdown | None
    ran: Mapping[str, Parts]


def explain(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    asked: ChangeQuestion,
    today: date | None = None,
) -> Change:
    """What a metric came to, how it changed, and what drove that.

    Raises UnknownMetric, BadTime, NoAnswer and UnsupportedQuery, as a query does.
    """
    return _explained(_case(session, warehouse, workspace, asked, today))


def examine(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    asked: ChangeQuestion,
    today: date | None = None,
) -> Examined:
    """The same with its statements and its factors; raises what `explain` raises."""
    case = _case(session, warehouse, workspace, asked, today)
    change = _explained(case)
    links = factors.CHAINS.get(case.metric.key, ())
    product = factors.factors(case.parts, links, case.digits) if links else None
    return Examined(change, product, case.ran)


def _case(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    asked: ChangeQuestion,
    today: date | None,
) -> _Case:
    metric = load_query_model().model.metric(asked.metric)
    day = today or store_today(workspace.timezone)
    return _Case(session, warehouse, workspace, asked, metric, day)


def _explained(case: _Case) -> Change:
    metric, workspace = case.metric, case.workspace
    whole = case.parts(metric.key)
    row = whole.rows[0] if whole.rows else None
    value = arithmetic.value_of(row.now, case.digits) if row else None
    before = arithmetic.value_of(row.before, case.digits) if row and whole.before_known else None
    change = value - before if value is not None and before is not None else None
    found = _breakdowns(case, change) if row and change is not None else ()
    result = Change(
        metric=metric.key,
        label=metric.label,
        unit=metric.unit,
        currency=workspace.currency,
        better=metric.better,
        window=whole.window,
        previous=whole.previous,
        value=value,
        before=before,
        change=change,
        change_pct=_share(change, abs(before)) if change is not None and before else None,
        breakdowns=found,
        sentences=(),
        sql_id=whole.sql_id,
        sources=whole.sources,
        notes=whole.notes,
        data_until=whole.data_until,
    )
    return result.model_copy(update={"sentences": telling.sentences(result)})


def _breakdowns(case: _Case, change: Decimal) -> tuple[Breakdown, ...]:
    """The factors first, then the splits, the most telling first."""
    splits = list(_splits(case, change))
    size = culprit.size_of_chance([each.parts for each in splits])
    named = [(each, each.culprit(change, size)) for each in splits]
    named.sort(key=lambda each: each[1].score, reverse=True)
    return (*_factors(case), *(_breakdown(case, split, who, change) for split, who in named))


def _splits(case: _Case, change: Decimal) -> Iterator[_Split]:
    for name in _dimensions(case):
        try:
            found = case.parts(case.metric.key, name)
        except AppError:
            if case.asked.by:
                raise
            continue  # this store's files do not split these days so
        if found.rows:
            yield _split(case, name, found, change)


def _dimensions(case: _Case) -> tuple[str, ...]:
    if case.asked.by:
        return case.asked.by
    there = available_dimensions(case.session, case.warehouse, case.workspace, case.metric)
    fixed = {each.field for each in case.asked.filters if each.op == "="}
    usable = [name for name in _LOOKED_AT if name in there and name not in fixed]
    return tuple(usable[:MOST_DIMENSIONS])


def _split(case: _Case, name: str, found: Parts, change: Decimal) -> _Split:
    parts = arithmetic.parts_of(found.rows, case.digits)
    overlaps = any(source.overlaps for source in found.sources)
    return _Split(name, found.sql_id, overlaps, *arithmetic.held_to(change, parts, case.unit))


def _breakdown(case: _Case, split: _Split, who: Culprit, change: Decimal) -> Breakdown:
    """Its members by what they contributed, after the one that moved by itself."""
    dimension = load_query_model().dimension(split.name)
    ordered = list(split.parts)
    if who.at:
        ordered.insert(0, ordered.pop(who.at))
    kept, others = ordered[:_SHOWN], ordered[_SHOWN:]
    return Breakdown(
        kind="dimension",
        dimension=split.name,
        label=dimension.label,
        drivers=tuple(_driver(case, dimension.label, part, change) for part in kept),
        others=sum((part.contribution for part in others), Decimal(0)),
        others_count=len(others),
        unexplained=split.rest,
        overlap=telling.overlap(case.metric.key) if split.overlaps else None,
        sql_ids=(split.sql_id,),
    )


def _driver(case: _Case, label: str, part: Part, change: Decimal) -> Driver:
    member = part.row.members[0]
    return Driver(
        label=phrases.capital(phrases.member(label, member)),
        member=None if member is None else str(member),
        unit=case.metric.unit,
        value=part.value,
        before=part.before,
        contribution=part.contribution,
        share=_share(part.contribution, change),
    )


def _factors(case: _Case) -> Iterator[Breakdown]:
    """Sales are orders times sales per order: which of the two moved."""
    if case.metric.key in _BY_ORDERS:
        links = factors.by_orders(case.metric.key, case.metric.label)
        found = factors.factors(case.parts, links, case.digits)
        if found:
            yield found


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return arithmetic.rounded(part / whole, arithmetic.RATE_DIGITS) if whole else None
