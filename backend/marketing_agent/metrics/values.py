"""The values that a store's own data holds per dimension: what words of a question may mean."""

from collections import defaultdict
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict
from sqlglot import exp

from marketing_agent.metrics.compiler.fields import Fields
from marketing_agent.metrics.compiler.plan import FactPlan, Plan
from marketing_agent.metrics.dimensions import Dimension
from marketing_agent.metrics.holdings import Holdings
from marketing_agent.metrics.profile import Run
from marketing_agent.metrics.semantics import Entity

MOST_VALUES = 5_000
# The names of lists as questions know them; a dimension without one is not linked to.
PLURALS = {
    "product": "products",
    "variant": "variants",
    "sku": "skus",
    "product_type": "product_types",
    "vendor": "vendors",
    "collection": "collections",
    "campaign": "campaigns",
    "flow": "flows",
    "discount_code": "discount_codes",
    "segment": "segments",
    "channel": "channels",
    "sales_channel": "sales_channels",
    "ad_platform": "ad_platforms",
    "ad_campaign": "ad_campaigns",
    "device": "devices",
    "customer_type": "customer_types",
    "message_type": "message_types",
    "country": "countries",
    "region": "regions",
    "city": "cities",
    "location": "locations",
    "utm_source": "utm_sources",
    "utm_medium": "utm_mediums",
    "referrer": "referrers",
    "landing_page": "landing_pages",
}
# Every row of these kinds of data has one of these values, also where a store has none yet.
_FIXED = {"customer_type": ("new", "returning"), "message_type": ("campaign", "flow")}


class Values(BaseModel):
    """Values by dimension, most frequent first, and the codes that exports name otherwise."""

    model_config = ConfigDict(frozen=True)

    by_dimension: dict[str, tuple[str, ...]]
    present: dict[str, tuple[str, ...]]

    def index(self) -> dict[str, list[str]]:
        """The values under the plural names that questions are read with."""
        return {PLURALS[name]: list(found) for name, found in self.by_dimension.items()}


def values_of(held: Holdings, run: Run) -> Values:
    """Looks through every column that holds a dimension's values."""
    raw = {name: list(_found(held, name, {}, run)) for name in ("country", "sales_channel")}
    present = {
        "countries": _codes(held, "countries", raw["country"]),
        "sales_channels": _codes(held, "sales_channels", raw["sales_channel"]),
    }
    found = {name: _merged(name, _found(held, name, present, run)) for name in PLURALS}
    return Values(by_dimension=found, present=present)


def _codes(held: Holdings, values: str, raw: list[tuple[str, int]]) -> tuple[str, ...]:
    """The codes of which some other name occurs: only these need to be renamed."""
    seen = {text.lower() for text, _ in raw}
    names = held.model.vocabulary.values[values]
    return tuple(sorted(code for code, known in names.items() if seen & set(known)))


def _merged(name: str, found: Iterator[tuple[str, int]]) -> tuple[str, ...]:
    counts: dict[str, int] = defaultdict(int, dict.fromkeys(_FIXED.get(name, ()), 0))
    for text, rows in found:
        counts[text] += rows
    ranked = sorted(counts, key=lambda text: (-counts[text], text))
    return tuple(ranked[:MOST_VALUES])


def _found(
    held: Holdings, name: str, present: dict[str, tuple[str, ...]], run: Run
) -> Iterator[tuple[str, int]]:
    dimension = held.model.dimensions[name]
    for fact, report in _facts(held, dimension):
        rows = run(_statement(held, dimension, fact, report, present)).rows
        for value, count in rows:
            for text in str(value).split(", ") if dimension.listed else (str(value),):
                yield text, int(str(count))


def _facts(held: Holdings, dimension: Dimension) -> Iterator[tuple[FactPlan, str | None]]:
    for name in dimension.columns:
        entity = held.model.model.entities[name]
        if name in held.profile.tables:
            yield FactPlan(name, entity, ()), None
    carriers = held.model.vocabulary.channel_carriers
    cells = held.model.model.entities["report_totals"]
    for report in held.reports:
        if dimension.report_parts(report.carried, carriers) is not None:
            yield FactPlan(cells.name, cells, (), carried=report.carried), report.key


def _statement(
    held: Holdings,
    dimension: Dimension,
    fact: FactPlan,
    report: str | None,
    present: dict[str, tuple[str, ...]],
) -> exp.Expr:
    fields = Fields(Plan(held.model.vocabulary, (fact,), (), present=present), fact)
    value = exp.alias_(fields.value(dimension), "value")
    counted = exp.alias_(exp.Count(this=exp.Star()), "rows")
    inner = fields.joined(exp.select(value).from_(fact.entity.table))
    if report is not None:
        inner = inner.where(_of_report(fact.entity, report))
    known = exp.Not(this=exp.Is(this=exp.column("value"), expression=exp.null()))
    select = exp.select("value", counted).from_(inner.subquery("found")).where(known)
    return select.group_by("value").order_by("rows DESC", "value").limit(MOST_VALUES)


def _of_report(entity: Entity, report: str) -> exp.Expr:
    key = exp.column("report_key", entity.table)
    return exp.EQ(this=key, expression=exp.Literal.string(report))
