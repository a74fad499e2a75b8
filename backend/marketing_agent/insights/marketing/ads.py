"""Ads as their platforms count them, and everybody's attribution side by side."""

from collections.abc import Iterator
from pathlib import Path

from marketing_agent.insights.page.answered import add_gap, ask, evidence_of, platform_name
from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.page import Told
from marketing_agent.insights.page.parts import column, evidence, part
from marketing_agent.insights.page.schemas import Gap, PartSql
from marketing_agent.insights.page.sql import sql_file
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.money import to_minor
from marketing_agent.metrics.question import Question

_HERE = Path(__file__).parent
Row = dict[str, object]
_COLUMNS = (
    column("platform", "Platform", "text", "name"),
    column("campaign", "Campaign", "text", "name"),
    column("ad_set", "Ad set", "text", "name"),
    column("ad", "Ad", "text", "name"),
    column("spend_minor", "Ad spend", "money"),
    column("impressions", "Impressions", "count"),
    column("clicks", "Clicks", "count"),
    column("ctr", "Ad click rate", "percent", better="up"),
    column("cpc", "Cost per click", "money", better="down"),
    column("conversions", "Conversions", "count", better="up"),
    column("value_minor", "Conversion value", "money", better="up"),
    column("roas", "ROAS", "ratio", better="up"),
)
_OWN_WORD = (
    "Each is its source's own count. One order may stand in several, so that they are never added "
    "up."
)


def ads(ground: Ground, told: Told) -> Found | None:
    """Puts one row for each ad (or what its platform tells coarser) on the page."""
    if ground.table("ad_spend") is None:
        return None  # the figures of the page say so
    found = ground.run(sql_file(_HERE, "ads"))
    rows = [_with_rates(row) for row in found.dicts()]
    if not rows:
        return found
    told.parts.append(
        part(
            "ads", "Ads", "table", _COLUMNS, rows, ground.currency,
            formula="As the ad platforms count them. ROAS is conversion value divided by spend.",
            found=[found],
        )
    )  # fmt: skip
    if not any(row["ad"] for row in rows):
        why = "The ad spend exports here stop at campaigns or ad sets and name no ad."
        add_gap(told, Gap(what="Creatives", why=why, add="Add an ad spend export by ad."))
    return found


def _with_rates(row: Row) -> Row:
    spend, shown, clicks = (_int(row[key]) for key in ("spend_minor", "impressions", "clicks"))
    rates: Row = {"ctr": ratio(clicks, shown), "cpc": ratio(spend, clicks)}
    # What a platform tells coarser has no part of the key.
    rates |= {"campaign": row["campaign"] or "Whole account"}
    rates |= {key: row[key] or None for key in ("ad_set", "ad")}
    return (
        row
        | rates
        | {
            "platform": platform_name(row["platform"]),
            "roas": ratio(_int(row["value_minor"]), spend),
        }
    )


def _int(value: object) -> int | None:
    return None if value is None else int(str(value))


def side_by_side(ground: Ground, told: Told, found: Found | None) -> None:
    """Orders and sales as each source credits them to marketing."""
    rows: list[Row] = []
    proofs: list[PartSql] = []
    for row, proof in (*_platforms(found), *_credited(ground)):
        rows.append(row)
        proofs += proof
    for gap in _gaps(rows):
        add_gap(told, gap)
    if not rows:
        return
    columns = (
        column("source", "Who counts", "text", "name"),
        column("sales", "Sales credited", "money"),
        column("orders", "Orders credited", "count"),
    )
    made = part(
        "attribution", "Attribution side by side", "bars", columns, rows, ground.currency,
        formula=_OWN_WORD, note=_OWN_WORD,
    )  # fmt: skip
    statements = tuple({each.sql_id: each for each in proofs}.values())
    told.parts.append(made.model_copy(update={"statements": statements}))


def _platforms(found: Found | None) -> Iterator[tuple[Row, tuple[PartSql, ...]]]:
    """What each ad platform credits to itself."""
    rows = found.dicts() if found else []
    for name in dict.fromkeys(str(row["platform"]) for row in rows):
        mine = [row for row in rows if row["platform"] == name]
        source = f"{platform_name(name)}, its own count"
        told: Row = {"source": source, "orders": _sum(mine, "conversions"),
                     "sales": _sum(mine, "value_minor")}  # fmt: skip
        yield told, evidence([found] if found else [])


def _sum(rows: list[Row], key: str) -> float | None:
    known = [row[key] for row in rows if row[key] is not None]
    return sum(float(str(value)) for value in known) if known else None


LAST_CLICK = "Shopify's marketing report, last click"
KLAVIYO = "Klaviyo, its own count of e-mails"


def _credited(ground: Ground) -> Iterator[tuple[Row, tuple[PartSql, ...]]]:
    """What Shopify's report and Klaviyo credit to campaigns and e-mails."""
    for source, key, kind in (
        (LAST_CLICK, "campaign_sales", "report"),
        (KLAVIYO, "email_revenue", "klaviyo"),
    ):
        try:
            answer = ask(ground, Question(metrics=(key,)), compared=False)
        except AppError:
            continue  # no file tells it: the gap says so
        value = answer.rows[0][0] if answer.rows else None
        if value is not None and answer.sources[0].kind == kind:
            sales = to_minor(str(value), ground.currency)
            yield (
                {"source": source, "orders": _orders(ground, kind), "sales": sales},
                (evidence_of(answer),),
            )


def _orders(ground: Ground, kind: str) -> float | None:
    """The orders behind credited sales, where the model has them as a figure."""
    if kind != "klaviyo":
        return None
    try:
        rows = ask(ground, Question(metrics=("email_orders",)), compared=False).rows
    except AppError:
        return None  # an export may tell sales and no orders
    value = rows[0][0] if rows else None
    return float(value) if isinstance(value, int | float) else None


def _gaps(rows: list[Row]) -> Iterator[Gap]:
    sources = {row["source"] for row in rows}
    none = "No file here tells it for these days."
    if LAST_CLICK not in sources:
        add = "Add Shopify's marketing report by UTM campaign."
        yield Gap(what="Last-click attribution", why=none, add=add)
    if KLAVIYO not in sources:
        add = "Add Klaviyo's campaign performance export."
        yield Gap(what="Klaviyo's attribution", why=none, add=add)
    why = "None of the reports here credits the first click of a customer's way to an order."
    yield Gap(what="First-click attribution", why=why)
