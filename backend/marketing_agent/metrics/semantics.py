"""The semantic model: what the YAML files of `model/` may say, frozen and checked at load."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from marketing_agent.metrics.errors import ModelError, UnknownMetric

SourceKind = Literal["ledger", "report", "klaviyo", "ads"]
Unit = Literal["money", "count", "percent", "ratio"]
Better = Literal["up", "down", "neutral"]
Role = Literal["numerator", "denominator"]
FixedWindow = Literal["last_30_days", "prior_30_days"]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Holds(Part):
    """A condition: the column holds text (`present`), or any value at all (`known`)."""

    is_: Literal["present", "known"] = Field(alias="is")


Condition = str | tuple[str, ...] | Holds


class Join(Part):
    """A way from one entity to another that cannot multiply its rows."""

    to: str
    by: str
    cardinality: Literal["many_to_one"]


class Cut(Part):
    """A column fixed by a parameter: either its value, or whether it holds something."""

    column: str | None = None
    present: str | None = None

    @property
    def target(self) -> str:
        return self.column or self.present or ""


class Entity(Part):
    """A warehouse table with the store day its rows count on."""

    name: str
    label: str
    table: str
    kind: SourceKind
    time: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    through: str | None = None
    """The many-to-one lookup that `time` is a column of, where it is none of the table's own."""
    joins: tuple[Join, ...] = ()
    where: dict[str, Condition] = {}
    parameters: dict[str, Cut] = {}
    origins: tuple[tuple[str, str], ...] = (("import_id", "source_file"),)
    """Pairs of columns that name an import and its file: who brought a row, and who changed it."""
    sparse: bool = False
    dimension: str | None = None
    """What a report must be split by to be read this way; without it, only plain totals are."""

    @property
    def is_report(self) -> bool:
        """Whether the table holds one row per metric instead of one column."""
        return self.table == "report_facts"


class Horizon(Part):
    """Only what falls into the first `days` after the day `since`, that day among them.

    `day` is when a row counts; without it a row is as old as its customer. Whoever's days are not
    over in the data is left out, so that everyone had as long.
    """

    days: int = Field(ge=1)
    since: str
    day: str | None = None


class Measure(Part):
    """One aggregate of one entity. `count` is `rows` or a column whose values are counted once.

    `times` is a column of a many-to-one lookup that each row's sum is multiplied by; measures of
    tiles have none.
    """

    name: str
    entity: str
    sum: tuple[str, ...] = ()
    count: str | None = None
    times: str | None = None
    where: dict[str, Condition] = {}
    horizon: Horizon | None = None
    money: bool = False
    additive: bool = True

    @property
    def report_metric(self) -> str:
        """The metric of report_facts that a report measure adds."""
        return str(self.where.get("metric", ""))


class Term(Part):
    """A measure added to, or taken from, a numerator or denominator."""

    measure: Measure
    sign: Literal[1, -1]


class Source(Part):
    """One way to answer a metric. Where two parts come from different facts, both are needed.

    `name` tells two sources of one kind apart; it is the kind where there is only one.
    """

    kind: SourceKind
    name: str
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    families: tuple[str, ...] = ()
    refunds: bool = False
    reconcile: bool = True
    note: str | None = None

    def terms(self, role: Role) -> tuple[Term, ...]:
        return self.numerator if role == "numerator" else self.denominator

    @property
    def overlaps(self) -> bool:
        """Whether what belongs to several members of a dimension counts in each of them."""
        return not all(term.measure.additive for term in self.numerator + self.denominator)

    def entities(self, role: Role | None = None) -> tuple[str, ...]:
        """Names of the entities read, in order of first use."""
        terms = self.numerator + self.denominator if role is None else self.terms(role)
        return tuple(dict.fromkeys(term.measure.entity for term in terms))

    def is_money(self, role: Role) -> bool:
        """Whether that side counts minor units of the store's currency."""
        return any(term.measure.money for term in self.terms(role))

    @property
    def roles(self) -> tuple[Role, ...]:
        return ("numerator", "denominator") if self.denominator else ("numerator",)


class Metric(Part):
    """A number with a name, what it means, and where it may come from, best source first."""

    key: str
    label: str
    section: str
    formula: str
    description: str | None = None
    unit: Unit
    better: Better
    negative: bool = False
    synonyms: tuple[str, ...] = ()
    missing: str
    sources: tuple[Source, ...] = Field(min_length=1)
    store_wide: str | None = None
    window: FixedWindow | None = None
    like: str | None = None

    @property
    def is_ratio(self) -> bool:
        return bool(self.sources[0].denominator)

    @property
    def additivity(self) -> Literal["additive", "ratio", "not_additive"]:
        """How values of days make the value of a window."""
        if self.is_ratio:
            return "ratio"
        additive = all(t.measure.additive for s in self.sources[:1] for t in s.numerator)
        return "additive" if additive else "not_additive"

    def source(self, name: str) -> Source:
        """The source of that name; raises UnknownMetric when the metric has none."""
        for source in self.sources:
            if source.name == name:
                return source
        raise UnknownMetric(f"{self.label} has no source {name}.")


class Section(Part):
    """A group of tiles on the Summary page."""

    key: str
    label: str
    order: int
    note: str | None = None


class Model(Part):
    """Everything the compiler knows. `version` is the hash of the files it was read from."""

    version: str
    sections: tuple[Section, ...]
    entities: dict[str, Entity]
    measures: dict[str, Measure]
    metrics: dict[str, Metric]

    def metric(self, key: str) -> Metric:
        """The metric of that key; raises UnknownMetric."""
        if key not in self.metrics:
            raise UnknownMetric(f"There is no metric {key!r}.")
        return self.metrics[key]

    def entity_of(self, measure: Measure) -> Entity:
        return self.entities[measure.entity]

    @cached_property
    def measures_by_entity(self) -> dict[str, tuple[Measure, ...]]:
        """The measures that metrics use, by entity, in the order of the measures file."""
        used = {term.measure.name for term in self._terms()}
        return {
            name: tuple(m for m in self.measures.values() if m.entity == name and m.name in used)
            for name in self.entities
        }

    def _terms(self) -> Iterator[Term]:
        for metric in self.metrics.values():
            for source in metric.sources:
                yield from source.numerator + source.denominator


def check(model: Model) -> Model:
    """The model itself, when every name in it leads somewhere; else raises ModelError."""
    # Metrics are only looked at once their measures lead somewhere.
    problems = [*_entity_problems(model), *_joined_problems(model), *_measure_problems(model)]
    problems = problems or list(_metric_problems(model))
    if problems:
        raise ModelError("; ".join(problems))
    return model


def _entity_problems(model: Model) -> Iterator[str]:
    for entity in model.entities.values():
        named = [*entity.key, *(j.by for j in entity.joins)]
        named += [] if entity.through else [entity.time]
        named += [column for column in entity.rows if "." not in column]
        named += [cut.target for cut in entity.parameters.values()]
        named += [column.split(".")[0] for column in entity.where]
        yield from _unknown(entity, named)
        for join in entity.joins:
            if join.to not in model.entities:
                yield f"{entity.name} joins {join.to}, which is no entity"
            elif model.entities[join.to].key != (join.by,):
                yield f"{entity.name} joins {join.to} by {join.by}, which is not its key"


def _joined_problems(model: Model) -> Iterator[str]:
    for entity in model.entities.values():
        joined = {join.to for join in entity.joins}
        for column in (column for column in entity.rows if "." in column):
            target, name = column.split(".")
            if target not in joined:
                yield f"{entity.name} shows {column} and has no many-to-one join to {target}"
            elif target in model.entities:
                yield from _unknown(model.entities[target], [name])


def _measure_problems(model: Model) -> Iterator[str]:
    for measure in model.measures.values():
        if measure.entity not in model.entities:
            yield f"{measure.name} measures {measure.entity}, which is no entity"
            continue
        if bool(measure.sum) == (measure.count is not None):
            yield f"{measure.name} needs either sum or count"
        counted = [measure.count] if measure.count and measure.count != "rows" else []
        named = [*measure.sum, *counted, *measure.where]
        yield from _unknown(model.entities[measure.entity], named)


def _metric_problems(model: Model) -> Iterator[str]:
    for metric in model.metrics.values():
        if metric.store_wide and metric.store_wide not in model.metrics:
            yield f"{metric.key} stands beside {metric.store_wide}, which is no metric"
        if len({bool(source.denominator) for source in metric.sources}) > 1:
            yield f"{metric.key} is a ratio in one source and a sum in another"
        for source in metric.sources:
            reports = any(model.entities[name].is_report for name in source.entities())
            if reports != bool(source.families):
                yield f"{metric.key} must name report families exactly where it reads reports"


def _unknown(entity: Entity, columns: Iterable[str]) -> Iterator[str]:
    for column in columns:
        if column not in entity.columns:
            yield f"{entity.name} has no column {column}"
