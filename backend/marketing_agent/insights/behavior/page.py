"""The page of behaviour: how visits become orders, and where they end."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from marketing_agent.insights.behavior.steps import STEPS, abandoned, funnel, searches
from marketing_agent.insights.page.answered import row_of, tell
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Page, Told, grain, split
from marketing_agent.metrics import phrases
from marketing_agent.metrics.question import Question

_FIGURES = (
    "sessions", "add_to_cart_rate", "reached_checkout_rate", "checkout_completion_rate",
    "conversion_rate", "cart_abandonment_rate", "bounce_rate",
)  # fmt: skip
_SPLITS = {
    "device": "Device", "landing_page": "Landing page", "country": "Country", "city": "City",
    "referrer": "Referrer", "channel": "Channel",
}  # fmt: skip
_SPLIT = ("sessions", *_FIGURES[1:5])


def _build(ground: Ground) -> Told:
    told = Told()
    asked = Question(metrics=_FIGURES)
    figures = tell(ground, told, "figures", "Key figures", "figures", asked)
    sums = funnel(ground, told)
    asked = Question(metrics=("conversion_rate",), grain=ground.chosen("grain"))
    tell(ground, told, "trend", "Conversion rate over time", "lines", asked)
    name = ground.chosen("split")
    asked = Question(metrics=_SPLIT, dimensions=(name,), order=({"by": "sessions", "dir": "desc"},))
    title = f"Behaviour by {phrases.inside(_SPLITS[name])}"
    tell(ground, told, "split", title, "table", asked)
    searches(ground, told)
    abandoned(ground, told)
    told.sentences += _sentences(row_of(figures) if figures else {}, sums)
    return told


def _sentences(found: Mapping[str, float], sums: Mapping[str, object] | None) -> Iterator[str]:
    if "conversion_rate" in found:
        rate = phrases.figure(found["conversion_rate"], "percent", "")
        old = found.get("previous_conversion_rate")
        beside = "" if old is None else f", against {phrases.figure(old, 'percent', '')} before"
        yield f"{rate} of sessions ended in an order{beside}."
    if sums:
        yield from _worst(sums)


def _worst(sums: Mapping[str, object]) -> Iterator[str]:
    """Between which steps of those who showed interest most sessions ended."""
    counts = {key: int(str(sums[key])) for key in STEPS}
    steps = list(STEPS)[1:]
    lost = {
        (one, two): 1 - counts[two] / counts[one] for one, two in pairwise(steps) if counts[one]
    }
    if lost:
        (one, two), share = max(lost.items(), key=lambda each: each[1])
        gone = phrases.figure(share, "percent", "")
        first, then = (phrases.inside(STEPS[key]) for key in (one, two))
        yield f"Of those who {first}, {gone} never {then}: after the cart, no step loses more."


PAGE = Page(
    name="behavior",
    title="Behaviour",
    description="Sessions, carts, checkouts and orders; drop-off, searches, abandoned checkouts.",
    needs="Shopify's report “Online store conversion over time”",
    build=_build,
    options=(grain("day", "day", "week", "month"), split("device", list(_SPLITS.items()))),
)
