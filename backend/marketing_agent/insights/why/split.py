"""What made the change: its factors, and the splits whose members moved it most."""

from collections.abc import Iterator

from marketing_agent.insights.changes import service, telling
from marketing_agent.insights.changes.schemas import Breakdown, Change
from marketing_agent.insights.changes.service import Examined
from marketing_agent.insights.changes.watching import cell
from marketing_agent.insights.page.answered import evidence_of
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Gap, Part
from marketing_agent.insights.why.subject import Subject
from marketing_agent.kernel.errors import AppError
from marketing_agent.metrics import phrases
from marketing_agent.metrics.semantics import Unit

_SPLITS = 2
_SHAPLEY = (
    "The figure is the product of these. Each is given what it moved, averaged over every order in "
    "which they could have moved one after another; together they are the whole change exactly."
)


def examined(ground: Ground, of: Subject) -> Examined | Gap:
    """The change of these days, or why it cannot be told."""
    try:
        found = service.examine(
            ground.session, ground.warehouse, ground.workspace, of.question(ground), ground.today
        )
    except AppError as error:
        return Gap(what="What made the change", why=str(error))
    if not found.change.change:
        why = " ".join(found.change.sentences)
        return Gap(what="What made the change", why=why)
    return found


def parts(ground: Ground, found: Examined) -> Iterator[Part]:
    """The factors first, then the splits that tell most."""
    if found.product:
        yield _factors(ground, found, found.product)
    splits = [each for each in found.change.breakdowns if each.kind == "dimension"]
    for number, each in enumerate(splits[:_SPLITS], start=1):
        yield _drivers(ground, found, each, number)


def _factors(ground: Ground, found: Examined, product: Breakdown) -> Part:
    change = found.change
    rows = [
        {"name": each.label, "part": cell(ground, change.unit, each.contribution),
         "share": each.share, "now": _figure(change, each.unit, each.value),
         "before": _figure(change, each.unit, each.before)}
        for each in product.drivers
    ]  # fmt: skip
    columns = [
        column("name", "Factor", "text", "name"),
        column("part", f"Part of the change in {phrases.inside(change.label)}", change.unit),
        column("share", "Share of the change", "percent"),
        column("now", telling.days(change.window), "text", "name"),
        column("before", telling.days(change.previous), "text", "name"),
    ]
    made = part(
        "factors", f"What {phrases.inside(change.label)} are made of", "bars", columns, rows,
        ground.currency, formula=_SHAPLEY, note=str(telling.factors(change, product)),
    )  # fmt: skip
    return _with(made, found, product)


def _drivers(ground: Ground, found: Examined, split: Breakdown, number: int) -> Part:
    change, unit = found.change, found.change.unit
    rows = [
        {"name": each.label, "part": cell(ground, unit, each.contribution), "share": each.share,
         "now": cell(ground, unit, each.value), "before": cell(ground, unit, each.before)}
        for each in split.drivers
    ]  # fmt: skip
    rows += [
        {"name": name, "part": cell(ground, unit, value), "share": value / change.change}
        for name, value in telling.rests(split)
        if value and change.change
    ]
    columns = [
        column("name", split.label, "text", "name"),
        column("part", f"Part of the change in {phrases.inside(change.label)}", unit),
        column("share", "Share of the change", "percent"),
        column("now", telling.days(change.window), unit),
        column("before", telling.days(change.previous), unit),
    ]
    made = part(
        f"by_{number}", f"By {phrases.inside(split.label)}", "bars", columns, rows,
        ground.currency, formula=telling.adds_up(split), note=str(telling.drivers(change, split)),
    )  # fmt: skip
    return _with(made, found, split)


def _with(made: Part, found: Examined, split: Breakdown) -> Part:
    ids = (found.change.sql_id, *split.sql_ids)
    statements = tuple(evidence_of(found.ran[each]) for each in dict.fromkeys(ids))
    return made.model_copy(update={"statements": statements})


def _figure(change: Change, unit: Unit, value: object) -> str | None:
    return None if value is None else phrases.figure(float(str(value)), unit, change.currency)
