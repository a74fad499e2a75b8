"""Which features of a subject line go with more clicks, shrunk to the store's mean."""

from collections.abc import Iterator, Sequence

from marketing_agent.insights.email.apart import (
    LEAST,
    Letter,
    Pair,
    compared,
    goes_along,
    is_sure,
)
from marketing_agent.insights.email.features import FEATURES, text_of
from marketing_agent.insights.email.letters import Row, count
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Part
from marketing_agent.metrics import phrases

_MORE, _LESS = "Clicked more with it", "Clicked less with it"
_FORMULA = (
    "Unique clicks of delivered over the campaigns whose subject has the feature, against all "
    "others with a subject. Rates are drawn to the store's mean, the more, the fewer e-mails there "
    "were and the less the features differ among themselves. A feature is told only with a chance "
    f"of more than 90% and {LEAST} campaigns on either side. What is sure no longer once a surer "
    "one is taken out of the counts goes along with that. Words are looked for in English. "
    "Campaigns alike in their subject may be alike in other things: this proves no cause."
)
_OPENS = (
    "Clicks decide. Opens are shown beside them and count too many: mail apps that protect privacy "
    "open every e-mail by themselves."
)
_COLUMNS = (
    column("name", "The subject has", "text", "name"),
    column("told", "What can be told", "text", "name"),
    column("letters", "Campaigns with it", "count"),
    column("others", "Campaigns without it", "count"),
    column("click", "Click rate with it, shrunk", "percent", better="up"),
    column("click_without", "Click rate without it, shrunk", "percent"),
    column("chance", "Chance that it is clicked more", "percent"),
    column("open", "Open rate with it, shrunk", "percent"),
    column("open_without", "Open rate without it, shrunk", "percent"),
    column("delivered", "Delivered with it", "count"),
)


def subjects(ground: Ground, found: Found, rows: Sequence[Row]) -> tuple[Part, list[str]] | None:
    """The features with what can be told of each, in sentences too; None with too few subjects."""
    told = [(text, row) for row in rows if (text := text_of(row["subject"])) is not None]
    if len(told) < 2 * LEAST:
        return None
    clicked, opened = (_letters(told, key) for key in ("unique_clicks", "unique_opens"))
    clicks, opens = compared(clicked, FEATURES), compared(opened, FEATURES)
    if not clicks:
        return None
    along = goes_along(clicked, FEATURES)
    made = [_row(name, pair, opens.get(name), along.get(name)) for name, pair in clicks.items()]
    made.sort(key=lambda row: -abs(float(str(row["chance"])) - 0.5))
    drawn = part(
        "subjects", "Subject lines", "table", _COLUMNS, made, ground.currency,
        formula=_FORMULA, found=[found], note=_OPENS,
    )  # fmt: skip
    return drawn, list(_sentences(made))


def _letters(told: Sequence[tuple[str, Row]], key: str) -> list[Letter]:
    pairs = [(text, count(row, key), count(row, "delivered")) for text, row in told]
    return [
        Letter(text, did, of) for text, did, of in pairs if did is not None and of and did <= of
    ]


def _row(name: str, clicks: Pair, opens: Pair | None, along: str | None) -> Row:
    having, lacking = clicks
    return {
        "name": name, "told": _told(clicks, along), "letters": having.letters,
        "others": lacking.letters, "click": having.shrunk, "click_without": lacking.shrunk,
        "chance": having.best, "delivered": having.delivered,
        "open": opens[0].shrunk if opens else None,
        "open_without": opens[1].shrunk if opens else None,
    }  # fmt: skip


def _told(clicks: Pair, along: str | None) -> str:
    having, lacking = clicks
    if min(having.letters, lacking.letters) < LEAST:
        return "Too few campaigns"
    if along:
        return f"Goes along with {_inside(along)}"
    if not is_sure(clicks):
        return "No difference can be told"
    return _MORE if having.best > lacking.best else _LESS


def _sentences(rows: Sequence[Row]) -> Iterator[str]:
    sure = [row for row in rows if row["told"] in (_MORE, _LESS)]
    if not sure:
        yield "No feature of the subject lines surely goes with more clicks or fewer."
    for row in sure:
        rates = [
            phrases.figure(float(str(row[key])), "percent", "")
            for key in ("click", "click_without")
        ]
        more = row["told"] == _MORE
        chance = float(str(row["chance"]))
        sure_of = phrases.figure(chance if more else 1 - chance, "percent", "")
        yield (
            f"Subjects with {_inside(str(row['name']))} were clicked {'more' if more else 'less'}: "
            f"{rates[0]} against {rates[1]} without, with a chance of {sure_of}."
        )


def _inside(name: str) -> str:
    return name[0].lower() + name[1:]
