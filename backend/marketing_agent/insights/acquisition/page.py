"""The page of acquisition: visits, orders and customers by where they came from, and their cost."""

from collections.abc import Iterator, Mapping

from marketing_agent.insights.page.answered import row_of, tell
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Page, Told, grain, split
from marketing_agent.insights.page.schemas import Part
from marketing_agent.metrics import phrases
from marketing_agent.metrics.question import Question

_SPLITS = {
    "channel": "Channel",
    "referrer": "Referrer",
    "campaign": "Campaign",
    "utm_source": "UTM source",
    "utm_medium": "UTM medium",
    "country": "Country",
    "city": "City",
    "device": "Device",
    "landing_page": "Landing page",
}
_FIGURES = (
    "sessions", "orders", "total_sales", "new_customers", "conversion_rate", "ad_spend", "cac",
    "ad_spend_share", "mer", "roas",
)  # fmt: skip
_SPLIT = ("sessions", "orders", "total_sales", "conversion_rate", "aov", "new_customers",
          "ad_spend", "roas")  # fmt: skip


def _build(ground: Ground) -> Told:
    told = Told()
    asked = Question(metrics=_FIGURES)
    figures = tell(ground, told, "figures", "Key figures", "figures", asked)
    _trends(ground, told)
    table = _split(ground, told)
    by_platform = Question(
        metrics=("ad_spend", "clicks", "ad_conversions", "cpa", "roas"),
        dimensions=("ad_platform",),
    )
    tell(ground, told, "platforms", "Ad spend by platform", "table", by_platform)
    if figures:
        told.sentences += _sentences(ground, row_of(figures), table)
    return told


def _trends(ground: Ground, told: Told) -> None:
    for key, label in (("sessions", "Sessions"), ("new_customers", "New customers")):
        asked = Question(metrics=(key,), grain=ground.chosen("grain"))
        tell(ground, told, key, f"{label} over time", "lines", asked)


def _split(ground: Ground, told: Told) -> Part | None:
    name = ground.chosen("split")
    asked = Question(metrics=_SPLIT, dimensions=(name,), order=({"by": _SPLIT[0], "dir": "desc"},))
    title = f"Where they came from, by {phrases.inside(_SPLITS[name])}"
    return tell(ground, told, "split", title, "table", asked)


def _sentences(ground: Ground, found: Mapping[str, float], table: Part | None) -> Iterator[str]:
    if "sessions" in found:
        moved = found.get("change_sessions")
        beside = "" if moved is None else f", {phrases.moved(moved)} on the days compared with"
        yield f"The store had {phrases.figure(found['sessions'], 'count', '')} sessions{beside}."
    if "ad_spend" in found and "cac" in found:
        spend, cost = (
            phrases.figure(found[key], "money", ground.currency) for key in ("ad_spend", "cac")
        )
        yield f"Ads cost {spend}, which is {cost} for each new customer of any channel."
    if "mer" in found and "ad_spend_share" in found:
        share = phrases.figure(found["ad_spend_share"], "percent", "")
        times = phrases.figure(found["mer"], "ratio", "")
        yield f"Ad spend was {share} of total sales, which were {times} times as much."
    if table is not None and len(table.rows) > 1:
        yield from _most(table)


def _most(table: Part) -> Iterator[str]:
    named = table.columns[1]
    total = sum(row_of(table, at).get(named.name, 0) for at in range(len(table.rows)))
    best = row_of(table).get(named.name, 0)
    if total > 0 and best > 0:
        share = phrases.figure(best / total, "percent", "")
        label = phrases.inside(table.columns[0].label)
        yield f"By {label}, most {phrases.inside(named.label)} were of {table.rows[0][0]}: {share}."


PAGE = Page(
    name="acquisition",
    title="Acquisition",
    description="Sessions, orders, sales and new customers by where they came from; CAC and MER.",
    needs="Shopify's reports of sessions and marketing, and an ad spend export",
    build=_build,
    options=(grain("day", "day", "week", "month"), split("channel", list(_SPLITS.items()))),
)
