"""The page that shows why: one change, told in order by linked drawings."""

from marketing_agent.insights.changes.service import Examined
from marketing_agent.insights.changes.watching import WATCHED, series_of
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Page, Told, show
from marketing_agent.insights.page.schemas import Gap
from marketing_agent.insights.why import drawn, meanwhile, split
from marketing_agent.insights.why.subject import Subject, last_known, subject


def _build(ground: Ground) -> Told:
    told = Told()
    until = last_known(ground)
    series = series_of(ground, until) if until else {}
    of = subject(ground, series, until) if until else None
    if of is None:
        told.gaps.append(_nothing(ground))
        return told
    known = meanwhile.meanwhile(ground, of)
    told.sentences.append(drawn.headline(ground, of))
    told.parts.append(drawn.line(ground, of, known.annotations))
    told.more = ground.first
    if ground.first:
        return told
    _made_of(ground, told, of)
    beside = drawn.beside(ground, of, series)
    told.parts += [beside] if beside else []
    _meanwhile(ground, told, known)
    return told


def _made_of(ground: Ground, told: Told, of: Subject) -> None:
    found = split.examined(ground, of)
    if isinstance(found, Examined):
        told.sentences.append(found.change.sentences[0])
        made = list(split.parts(ground, found))
        told.parts += made
        told.sentences += [each.note for each in made if each.note]
    else:
        told.gaps.append(found)


def _meanwhile(ground: Ground, told: Told, known: meanwhile.Meanwhile) -> None:
    table = meanwhile.table(ground, known)
    if table is None:
        why = "No campaign, discount, price or item without sales is known of on these days."
        told.gaps.append(Gap(what="What happened at the same time", why=why))
        return
    told.parts.append(table)
    said = meanwhile.sentence(known)
    told.sentences += [said] if said else []


def _nothing(ground: Ground) -> Gap:
    return Gap(
        what=WATCHED[ground.chosen("show")],
        why="No file here tells it by day for these days.",
        add="Add Shopify's orders export, or its reports by day.",
    )


PAGE = Page(
    name="why",
    title="Show me why",
    description="One change in order: the days, its factors, what moved most, what else happened.",
    needs="Shopify's orders export, or daily reports",
    build=_build,
    options=(show("total_sales", list(WATCHED.items())),),
)
