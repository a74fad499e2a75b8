"""The page of marketing: ads by platform, campaign and ad, and attributions side by side."""

from collections.abc import Iterator, Mapping

from marketing_agent.insights.marketing.ads import ads, side_by_side
from marketing_agent.insights.page.answered import row_of, tell
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Page, Told, grain, show
from marketing_agent.metrics import phrases
from marketing_agent.metrics.question import Question

_FIGURES = (
    "ad_spend", "impressions", "clicks", "ad_click_rate", "cpc", "ad_conversions", "cpa", "roas",
)  # fmt: skip
_SHOWN = {
    "ad_spend": "Ad spend", "roas": "ROAS", "clicks": "Clicks", "ad_conversions": "Conversions",
    "cpc": "Cost per click", "cpa": "Cost per conversion",
}  # fmt: skip
_ORDER = ({"by": "ad_spend", "dir": "desc"},)


def _build(ground: Ground) -> Told:
    told = Told()
    asked = Question(metrics=_FIGURES)
    figures = tell(ground, told, "figures", "Key figures", "figures", asked)
    if figures:
        told.sentences += _sentences(ground, row_of(figures))
        _splits(ground, told)
    side_by_side(ground, told, ads(ground, told))
    return told


def _splits(ground: Ground, told: Told) -> None:
    key = ground.chosen("show")
    asked = Question(metrics=(key,), grain=ground.chosen("grain"))
    tell(ground, told, "trend", f"{_SHOWN[key]} over time", "lines", asked)
    for name, title in (("ad_platform", "Platforms"), ("ad_campaign", "Campaigns")):
        asked = Question(metrics=_FIGURES, dimensions=(name,), order=_ORDER)
        tell(ground, told, name, title, "table", asked)


def _sentences(ground: Ground, found: Mapping[str, float]) -> Iterator[str]:
    if "ad_spend" not in found:
        return
    spend = phrases.figure(found["ad_spend"], "money", ground.currency)
    moved = found.get("change_ad_spend")
    beside = "" if moved is None else f", {phrases.moved(moved)} on the days compared with"
    yield f"Ads cost {spend}{beside}."
    if "roas" in found and "ad_conversions" in found:
        back = phrases.figure(found["roas"], "ratio", "")
        many = phrases.figure(found["ad_conversions"], "count", "")
        said = f"Their platforms credit {many} conversions to them"
        yield f"{said}, worth {back} times what was spent."


PAGE = Page(
    name="marketing",
    title="Marketing",
    description="Ads by platform, campaign, ad set and ad; attributions side by side, never added.",
    needs="An ad spend export of Meta Ads or Google Ads",
    build=_build,
    options=(grain("day", "day", "week", "month"), show("ad_spend", list(_SHOWN.items()))),
)
