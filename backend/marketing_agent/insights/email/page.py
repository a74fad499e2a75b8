"""The page of e-mail and SMS."""

from collections.abc import Iterator, Mapping

from marketing_agent.insights.email import letters
from marketing_agent.insights.email.apart import LEAST
from marketing_agent.insights.email.slots import Slot
from marketing_agent.insights.email.subjects import subjects
from marketing_agent.insights.page.answered import add_gap, row_of, tell
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.page import Page, Told
from marketing_agent.insights.page.schemas import Gap
from marketing_agent.metrics import phrases
from marketing_agent.metrics.question import Question

_FIGURES = (
    "email_recipients", "email_open_rate", "email_click_rate", "placed_order_rate",
    "email_revenue", "revenue_per_recipient", "unsubscribe_rate", "spam_complaint_rate",
    "email_bounce_rate",
)  # fmt: skip
_FLOWS = (
    "email_delivered", "email_open_rate", "email_click_rate", "email_orders", "email_revenue",
    "unsubscribe_rate",
)  # fmt: skip


def _build(ground: Ground) -> Told:
    told = Told()
    asked = Question(metrics=_FIGURES)
    figures = tell(ground, told, "figures", "Key figures", "figures", asked)
    if figures:
        told.sentences += _sentences(ground, row_of(figures))
        asked = Question(metrics=("email_revenue", "email_orders", "total_sales"))
        title = "Klaviyo's count beside the store's sales, never added up"
        tell(ground, told, "revenue", title, "figures", asked)
    _campaigns(ground, told)
    order = ({"by": "email_revenue", "dir": "desc"},)
    flows = Question(metrics=_FLOWS, dimensions=("flow",), order=order)
    tell(ground, told, "flows", "Flows", "table", flows)
    return told


def _campaigns(ground: Ground, told: Told) -> None:
    found = letters.sent(ground)
    rows = found.dicts()
    emails = [row for row in rows if row["channel"] == "email"]
    texts = [row for row in rows if row["channel"] == "sms"]
    if not emails:
        why = "No file here tells of an e-mail campaign sent in these days."
        add = "Add Klaviyo's campaign performance export."
        add_gap(told, Gap(what="E-mail campaigns", why=why, add=add))
    else:
        _emails(ground, told, found, emails)
    if texts:
        told.parts.append(letters.table(ground, found, texts, "sms", "SMS campaigns"))


def _emails(ground: Ground, told: Told, found: Found, rows: list[letters.Row]) -> None:
    drawn = letters.funnel(ground, found, rows)
    told.parts += [drawn] if drawn else []
    told.parts.append(letters.table(ground, found, rows, "campaigns", "E-mail campaigns"))
    told.sentences += _warnings(rows)
    for key, what in (("weekday", "weekday"), ("hour", "part of the day")):
        made, known = letters.times(ground, found, rows, key)
        if not known:
            why = "The campaigns of these days were not sent at different times."
            add_gap(told, Gap(what=f"Best {what}", why=why))
            continue
        told.parts.append(made)
        told.sentences.append(_suggested(known, what))
    _subjects(ground, told, found, rows)


def _subjects(ground: Ground, told: Told, found: Found, rows: list[letters.Row]) -> None:
    made = subjects(ground, found, rows)
    if made is None:
        why = f"At least {2 * LEAST} campaigns with different subjects and their clicks are needed."
        add_gap(told, Gap(what="Subject lines", why=why))
        return
    told.parts.append(made[0])
    told.sentences += made[1]


def _suggested(known: list[Slot], what: str) -> str:
    best = next((each for each in known if each.suggested), None)
    if best is None:
        return f"No {what} is surely better than the others to send on."
    chance = phrases.figure(best.best, "percent", "")
    return f"{best.name} is the best {what} to send, with a chance of {chance}."


def _sentences(ground: Ground, found: Mapping[str, float]) -> Iterator[str]:
    if "email_recipients" in found:
        many = phrases.figure(found["email_recipients"], "count", "")
        rates = [
            f"{phrases.figure(found[key], 'percent', '')} {word}"
            for key, word in (("email_open_rate", "opened"), ("email_click_rate", "clicked"))
            if key in found
        ]
        said = f": of those delivered {' and '.join(rates)}" if rates else ""
        yield f"E-mails went to {many} recipients{said}."
    if "email_revenue" in found:
        credited = phrases.figure(found["email_revenue"], "money", ground.currency)
        yield f"Klaviyo credits {credited} of sales to them, by its own count."


def _warnings(rows: list[letters.Row]) -> Iterator[str]:
    """What mailbox providers act upon: complaints over all campaigns that tell them."""
    for each in letters.troubles(rows):
        if each.limit.key == "spam_complaints":
            bad = "0.3%, from which mailbox providers turn mail away"
            limit = bad if each.limit.grave else "0.1%, to be watched"
            rate = phrases.figure(each.rate, "percent", "")
            yield f"Spam complaints stand at {rate}, above {limit}."


PAGE = Page(
    name="email",
    title="E-mail and SMS",
    description="Campaigns and flows: funnel, rates, revenue, send times, subjects, warnings.",
    needs="Klaviyo's campaign performance and flow performance exports",
    build=_build,
    default_range="last_12_months",
)
