"""From a semantic query to a plan: names checked, sources chosen, values typed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from marketing_agent.kernel.money import minor_digits
from marketing_agent.kernel.time import DateRange
from marketing_agent.metrics.compiler.plan import (
    Days,
    FactPlan,
    FilterPlan,
    HavingPlan,
    MetricPlan,
    Plan,
    TermPlan,
)
from marketing_agent.metrics.dimensions import Dimension
from marketing_agent.metrics.errors import UnsupportedQuery
from marketing_agent.metrics.holdings import Holdings
from marketing_agent.metrics.horizons import horizons
from marketing_agent.metrics.ordering import order_of
from marketing_agent.metrics.query import (
    WEEKDAY_MATCHED,
    FilterValue,
    QueryCompare,
    QueryFilter,
    SemanticQuery,
)
from marketing_agent.metrics.semantics import Metric, Role
from marketing_agent.metrics.typed import Value, day_of, typed, values_of
from marketing_agent.metrics.ways import Asked, Way, find_way
from marketing_agent.metrics.windows import Window, same_weekdays

MAX_ROWS = 10_000
MAX_BUCKETS = 4_000
_BUCKET_DAYS = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
_PACE_DAYS = 30


@dataclass(frozen=True)
class Store:
    """What of a workspace a plan depends on."""

    currency: str
    timezone: str
    present: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def digits(self) -> int:
        """Decimal places of the store's money."""
        return minor_digits(self.currency)


@dataclass(frozen=True)
class Planned:
    """A plan with the values of its parameters and the ways it took."""

    plan: Plan
    params: dict[str, Value]
    ways: dict[str, Way]
    window: Window
    compared: Window | None
    shown: tuple[str, ...]
    notes: tuple[str, ...]


def plan_query(held: Holdings, store: Store, query: SemanticQuery) -> Planned:
    """The plan of a query; raises UnsupportedQuery, UnknownMetric or NoAnswer with the reason."""
    return _Planner(held, store, query).planned()


class _Planner:
    def __init__(self, held: Holdings, store: Store, query: SemanticQuery) -> None:
        self._held, self._store = held, store
        self._model = held.model
        self._query, self._notes = _completed(query)
        self._params: dict[str, Value] = {"timezone": store.timezone}
        self._facts: dict[tuple[Any, ...], FactPlan] = {}

    def planned(self) -> Planned:
        query = self._query
        if not query.metrics:
            raise UnsupportedQuery("Name at least one metric.")
        filters, having = self._filters()
        dimensions = self._dimensions()
        window = self._window(query.time.start, query.time.end)
        fields = tuple(dict.fromkeys([*dimensions, *(each.dimension for each in filters)]))
        campaigns = self._asks_for_campaigns(dimensions)
        asked = Asked(fields, query.grain, window, campaigns)
        keys = list(dict.fromkeys([*query.metrics, *(h.metric for h in having), *self._ordered()]))
        ways = {key: find_way(self._held, self._model.model.metric(key), asked) for key in keys}
        compared = self._compared(asked, ways)
        metrics = tuple(self._metric(key, way) for key, way in ways.items())
        self._set_days(window, compared)
        if query.transform:
            self._check_transform(metrics)
        order = order_of(query, self._model.metrics, dimensions, keys[0], compared=bool(compared))
        plan = Plan(
            vocabulary=self._model.vocabulary,
            facts=tuple(self._facts.values()),
            metrics=metrics,
            dimensions=dimensions,
            grain=query.grain,
            filters=filters,
            having=having,
            order=order,
            limited=True,
            compared=compared is not None,
            transform=query.transform,
            present=self._present(fields),
        )
        return Planned(
            plan, self._params, ways, window, compared, query.metrics, tuple(self._notes)
        )

    def _dimensions(self) -> tuple[Dimension, ...]:
        found = tuple(self._model.dimension(name) for name in self._query.dimensions)
        for dimension in found:
            if dimension.listed:
                raise UnsupportedQuery(
                    f"Numbers cannot be split by {dimension.label.lower()}: one row is in several. "
                    "It can be filtered by."
                )
        return tuple(dict.fromkeys(found))

    def _window(self, start: str | None, end: str) -> Window:
        last = day_of(end)
        first = day_of(start) if start is not None else self._beginning(last)
        if first > last:
            raise UnsupportedQuery(f"The window ends on {last} before it starts on {first}.")
        return Window(DateRange(first, last + timedelta(days=1)), f"{first} to {last}")

    def _beginning(self, last: date) -> date:
        """The first day that anything in the data tells about."""
        starts = [table.first for table in self._held.profile.tables.values()]
        starts += [
            span.start for cell in self._held.profile.reports for span in cell.coverage.spans[:1]
        ]
        return min([*starts, last])

    def _asks_for_campaigns(self, dimensions: Sequence[Dimension]) -> bool:
        """Whether only what some campaign brought is asked for, without telling campaigns apart."""
        return any(_is_any_campaign(each) for each in self._query.filters) and not any(
            each.name == "campaign" for each in dimensions
        )

    def _filters(self) -> tuple[tuple[FilterPlan, ...], tuple[HavingPlan, ...]]:
        filters, having = [], []
        apart = "campaign" in self._query.dimensions
        for place, each in enumerate(self._query.filters):
            names = tuple(f"filter_{place}_{n}" for n in range(len(values_of(each))))
            if each.field in self._model.metrics:
                metric = self._model.metrics[each.field]
                self._bind(names, [self._amount(metric, value) for value in values_of(each)])
                having.append(HavingPlan(each.field, each.op, names))
            elif apart or not _is_any_campaign(each):
                dimension = self._model.dimension(each.field)
                self._bind(names, [typed(dimension, value) for value in values_of(each)])
                filters.append(FilterPlan(dimension, each.op, names))
        return tuple(filters), tuple(having)

    def _bind(self, names: Sequence[str], values: Sequence[Value]) -> None:
        self._params |= dict(zip(names, values, strict=True))

    def _amount(self, metric: Metric, value: FilterValue) -> float:
        """What a value of the result is compared with: money in minor units."""
        if isinstance(value, bool | str):
            raise UnsupportedQuery(f"{metric.label} is compared with a number, not {value!r}.")
        digits = self._store.digits if metric.unit == "money" else 0
        return float(value) * float(10**digits)

    def _metric(self, key: str, way: Way) -> MetricPlan:
        metric = self._model.metrics[key]
        paced = key in self._model.paced
        return MetricPlan(
            key=key,
            numerator=self._terms(way, "numerator", paced=False),
            denominator=self._terms(way, "denominator", paced=paced),
            additive=all(term.measure.additive for term in way.source.numerator),
            paced=paced,
            scale=self._model.scales.get(metric.key, 1),
        )

    def _terms(self, way: Way, role: Role, *, paced: bool) -> tuple[TermPlan, ...]:
        found = []
        for term in way.source.terms(role):
            fact = self._fact(way, role, term.measure.entity, paced=paced)
            if term.measure not in fact.measures:
                fact = self._add(fact, replace(fact, measures=(*fact.measures, term.measure)))
            found.append(TermPlan(fact.name, term.measure, term.sign))
        return tuple(found)

    def _fact(self, way: Way, role: Role, name: str, *, paced: bool) -> FactPlan:
        """One fact per entity and cut, shared by all metrics that read it alike."""
        entity = self._model.model.entities[name]
        report = way.reports.get(name)
        days: Days = "snapshot" if name in self._model.snapshots else "window"
        days = "pace" if paced else days
        cuts = {
            cut: report.key if report and cut == "report" else way.parameter(role, cut)
            for cut in entity.parameters
        }
        key = (name, tuple(cuts.values()), days)
        if key not in self._facts:
            same = sum(other[0] == name for other in self._facts)
            label = f"{name}_{same + 1}" if same else name
            carried = report.carried if report else None
            fact = FactPlan(label, entity, (), days, carried)
            self._facts[key] = fact
            self._params |= {fact.parameter(cut): value for cut, value in cuts.items()}
        return self._facts[key]

    def _add(self, old: FactPlan, new: FactPlan) -> FactPlan:
        key = next(key for key, fact in self._facts.items() if fact is old)
        self._facts[key] = new
        return new

    def _compared(self, asked: Asked, ways: dict[str, Way]) -> Window | None:
        """The window compared with, which the same facts must cover."""
        compare = self._query.compare
        if compare is None:
            return None
        if any(
            key in self._model.paced or self._model.is_snapshot(self._model.metrics[key])
            for key in ways
        ):
            raise UnsupportedQuery("A stock is the state of one day and cannot be compared yet.")
        window = self._compared_days(compare, asked.window)
        for key, way in ways.items():
            fits = [coverage.fit(window) for coverage in way.coverages]
            if not way.sparse and any(fit != "full" for fit in fits):
                label = self._model.metrics[key].label
                self._notes.append(f"{label}: not all days compared with are in the data.")
        return window

    def _compared_days(self, compare: QueryCompare, window: Window) -> Window:
        matched = Window(same_weekdays(window.range), "same weekdays before")
        if compare.start is None or compare.end is None:
            return matched
        found = self._window(compare.start, compare.end)
        apart = (window.start - found.start).days
        if compare.to == WEEKDAY_MATCHED and (apart % 7 or found.range.days != window.range.days):
            raise UnsupportedQuery(
                "Days matched by weekday are as many and begin on the same weekday: "
                f"{matched.start} to {matched.range.last}."
            )
        return found

    def _set_days(self, window: Window, compared: Window | None) -> None:
        limit = self._limit(window)
        self._params |= {"start": window.start, "end": window.end, "limit": limit}
        if compared:
            self._params |= {"previous_start": compared.start, "previous_end": compared.end}
        if any(fact.days == "pace" for fact in self._facts.values()):
            days = window.range.days if window.range.days > 1 else _PACE_DAYS
            start = window.end - timedelta(days=days)
            self._params |= {"pace_start": start, "pace_end": window.end, "pace_days": days}
            self._notes.append(f"Units a day as sold in the {days} days up to then.")
        over, notes = horizons(self._facts.values(), self._held.profile, window)
        self._params |= {**over}
        self._notes += notes

    def _limit(self, window: Window) -> int:
        """How many rows; of a trend that is split, how many members have room."""
        limit = self._query.limit
        if limit is not None and limit < 1:
            raise UnsupportedQuery("A limit is at least 1.")
        grain = self._query.grain
        if grain is None:
            return min(limit or MAX_ROWS, MAX_ROWS)
        buckets = window.range.days // _BUCKET_DAYS[grain] + 2
        if buckets > MAX_BUCKETS:
            raise UnsupportedQuery(f"A trend may hold at most {MAX_BUCKETS} periods.")
        room = MAX_ROWS // buckets if self._query.dimensions else MAX_ROWS
        return min(limit or room, room)

    def _check_transform(self, metrics: Sequence[MetricPlan]) -> None:
        for plan in metrics:
            metric = self._model.metrics[plan.key]
            stock = self._model.is_snapshot(metric)
            if self._query.transform == "cumulative":
                if stock or not plan.additive:
                    raise UnsupportedQuery(f"{metric.label} does not add up over days.")
            elif plan.denominator or not plan.additive:
                raise UnsupportedQuery(f"{metric.label} has no shares: its parts do not add up.")

    def _present(self, fields: Sequence[Dimension]) -> dict[str, tuple[str, ...]]:
        lists = {each.values for each in fields if each.values}
        return {name: self._store.present.get(name, ()) for name in sorted(lists)}

    def _ordered(self) -> list[str]:
        return [order.by for order in self._query.order if order.by in self._model.metrics]


def _completed(query: SemanticQuery) -> tuple[SemanticQuery, list[str]]:
    """A running total needs a trend; where none is named it runs by day."""
    if query.transform == "cumulative" and query.grain is None:
        return query.model_copy(update={"grain": "day"}), ["The running total is shown by day."]
    return query, []


def _is_any_campaign(each: QueryFilter) -> bool:
    return each.field == "campaign" and each.op == "is_not_null"
