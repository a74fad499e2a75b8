"""The page of sales: what was sold, what was taken off it, and where it came from."""

from marketing_agent.insights.page.answered import row_of, tell
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Page, Told, grain, show, split
from marketing_agent.insights.page.schemas import Part
from marketing_agent.insights.sales.steps import steps
from marketing_agent.insights.sales.telling import sentences
from marketing_agent.metrics.question import Question

_NOTHING = "none"
_SPLITS = {
    "sales_channel": "Sales channel",
    "discount_code": "Discount code",
    "country": "Country",
    "customer_type": "New and returning customers",
}
_MORE = {"channel": "Marketing channel", "region": "Region", "product_type": "Product type"}
_BASES = {"refund_day": "Refunds on their own day", "order_day": "Refunds on the order's day"}
_BY_ORDER_DAY = ("total_sales", "net_sales", "returns")
_SERIES = 8


def _build(ground: Ground) -> Told:
    told = Told()
    figures = tell(
        ground, told, "figures", "Key figures", "figures",
        _asked(ground, "total_sales", "orders", "aov", "gross_sales", "discounts", "returns",
               "net_sales"),
    )  # fmt: skip
    _trend(ground, told)
    steps(ground, told, by_order_day=_by_order_day(ground))
    splits = [_by(ground, told, name, label) for name, label in _SPLITS.items()]
    _refunds(ground, told)
    if figures:
        told.sentences += sentences(ground, row_of(figures), splits)
    return told


def _trend(ground: Ground, told: Told) -> None:
    asked = _asked(ground, "total_sales", grain=ground.chosen("grain"))
    tell(ground, told, "trend", "Total sales over time", "lines", asked)
    chosen = ground.chosen("split")
    if chosen != _NOTHING:
        label = (_SPLITS | _MORE)[chosen]
        asked = asked.model_copy(update={"dimensions": (chosen,), "limit": _SERIES})
        tell(ground, told, "split", f"Total sales over time by {label.lower()}", "lines", asked)


def _by(ground: Ground, told: Told, name: str, label: str) -> Part | None:
    first = _key(ground, "total_sales")
    asked = _asked(ground, "total_sales", "orders", "discounts", "returns")
    by = {"dimensions": (name,), "order": ({"by": first, "dir": "desc"},)}
    return tell(
        ground, told, f"by_{name}", f"Sales by {label.lower()}", "table",
        asked.model_copy(update=by),
    )  # fmt: skip


def _refunds(ground: Ground, told: Told) -> None:
    keys = ("returns", "refund_rate", "returns_by_order_day", "refund_rate_by_order_day")
    tell(ground, told, "refunds", "Refunds on both bases", "figures", Question(metrics=keys))


def _asked(ground: Ground, *keys: str, grain: str | None = None) -> Question:
    return Question(metrics=tuple(_key(ground, key) for key in keys), grain=grain)


def _key(ground: Ground, key: str) -> str:
    """The metric on the chosen basis of refunds."""
    other = _by_order_day(ground) and key in _BY_ORDER_DAY
    return f"{key}_by_order_day" if other else key


def _by_order_day(ground: Ground) -> bool:
    return ground.chosen("show") == "order_day"


PAGE = Page(
    name="sales",
    title="Sales",
    description="From gross to total sales, over time and by what they can be split by; refunds.",
    needs="Shopify's orders export, or its report “Total sales over time”",
    build=_build,
    options=(
        grain("day", "day", "week", "month"),
        split(_NOTHING, [(_NOTHING, "Nothing"), *_SPLITS.items(), *_MORE.items()]),
        show("refund_day", list(_BASES.items())),
    ),
)
