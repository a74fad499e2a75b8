"""A semantic query with its sources chosen: all that the SQL depends on, and no values."""

from dataclasses import dataclass, field
from typing import Literal

from marketing_agent.metrics.dimensions import Dimension, Vocabulary
from marketing_agent.metrics.query import Direction, Grain, Operator, Transform
from marketing_agent.metrics.semantics import Entity, Measure

Days = Literal["window", "pace", "snapshot"]


@dataclass(frozen=True)
class FactPlan:
    """Measures of one entity, aggregated alone.

    `carried` are the dimensions of a split report; None reads the entity as it is. `days` tells
    rows of the window from those of a pace before its end, and from the last state in it.
    """

    name: str
    entity: Entity
    measures: tuple[Measure, ...]
    days: Days = "window"
    carried: frozenset[str] | None = None

    @property
    def shape(self) -> tuple[object, ...]:
        names = tuple(measure.name for measure in self.measures)
        carried = None if self.carried is None else tuple(sorted(self.carried))
        return self.name, self.entity.name, names, self.days, carried

    def parameter(self, cut: str) -> str:
        """The name of the parameter that fixes a cut of this fact."""
        return f"{self.name}_{cut}"


@dataclass(frozen=True)
class TermPlan:
    """A measure of a fact, added or taken away."""

    fact: str
    measure: Measure
    sign: int


@dataclass(frozen=True)
class MetricPlan:
    """How a value is made of facts; `paced` multiplies by the days of the pace."""

    key: str
    numerator: tuple[TermPlan, ...]
    denominator: tuple[TermPlan, ...] = ()
    additive: bool = True
    paced: bool = False
    scale: int = 1

    @property
    def shape(self) -> tuple[object, ...]:
        sides = [
            tuple((term.fact, term.measure.name, term.sign) for term in terms)
            for terms in (self.numerator, self.denominator)
        ]
        return self.key, *sides, self.paced, self.scale


@dataclass(frozen=True)
class FilterPlan:
    """A condition on a dimension; `values` are the names of its parameters."""

    dimension: Dimension
    op: Operator
    values: tuple[str, ...]


@dataclass(frozen=True)
class HavingPlan:
    """A condition on a value of the result."""

    metric: str
    op: Operator
    values: tuple[str, ...]


@dataclass(frozen=True)
class OrderPlan:
    """`by` is a column of the result."""

    by: str
    dir: Direction


@dataclass(frozen=True)
class Plan:
    """Everything that shapes the statement."""

    vocabulary: Vocabulary
    facts: tuple[FactPlan, ...]
    metrics: tuple[MetricPlan, ...]
    dimensions: tuple[Dimension, ...] = ()
    grain: Grain | None = None
    filters: tuple[FilterPlan, ...] = ()
    having: tuple[HavingPlan, ...] = ()
    order: tuple[OrderPlan, ...] = ()
    limited: bool = False
    compared: bool = False
    transform: Transform | None = None
    present: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By name of a list of values: the codes that this data holds under other names."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the columns that rows of one period are told apart by."""
        bucket = ("bucket",) if self.grain else ()
        return (*bucket, *(dimension.name for dimension in self.dimensions))

    @property
    def shape(self) -> tuple[object, ...]:
        """All that the text of the statement depends on, for plans of one model."""
        return (
            self.vocabulary.version,
            tuple(fact.shape for fact in self.facts),
            tuple(metric.shape for metric in self.metrics),
            tuple(dimension.name for dimension in self.dimensions),
            self.grain,
            tuple((each.dimension.name, each.op, each.values) for each in self.filters),
            self.having,
            self.order,
            (self.limited, self.compared, self.transform),
            tuple(sorted(self.present.items())),
        )
