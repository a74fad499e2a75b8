"""The common questions of a store, worded in many ways, known before anyone asks.

The four questions of the product's brief are among them, with “business” and the store's name.
"""

from collections.abc import Iterator, Sequence
from itertools import product

_METRICS = {
    "total_sales": ("total sales", "revenue", "total revenue"),
    "net_sales": ("net sales",),
    "gross_sales": ("gross sales",),
    "orders": ("orders", "number of orders"),
    "aov": ("average order value", "aov"),
    "units_sold": ("units sold",),
    "returns": ("returns", "refunds"),
    "refund_rate": ("refund rate",),
    "discounts": ("discounts",),
    "sessions": ("sessions",),
    "conversion_rate": ("conversion rate", "cvr"),
    "new_customers": ("new customers",),
    "returning_customer_rate": ("returning customer rate",),
    "ad_spend": ("ad spend",),
    "roas": ("roas",),
    "mer": ("mer",),
    "cac": ("cac",),
    "email_revenue": ("email revenue",),
    "email_open_rate": ("open rate", "email open rate"),
    "email_click_rate": ("click rate", "email ctr"),
    "unsubscribe_rate": ("unsubscribe rate",),
    "placed_order_rate": ("placed order rate",),
}
_TIMES = (
    "last 30 days", "last month", "this month", "last 7 days", "this year", "last 90 days",
    "in the 30 days before the last 30 days", "yesterday", "last week", "last quarter", "last year",
    "this quarter", "this week", "today", "last 14 days", "last 12 months", "last 3 months",
)  # fmt: skip
_SPLITS = (
    "by month",
    "by channel",
    "by product",
    "by country",
    "by campaign",
    "by week",
    "by day",
    "by device",
    "by product type",
    "by customer type",
    "by ad platform",
    "by flow",
    "by discount code",
    "by vendor",
)
_SHAPES = ("{metric} {time}", "what is the {metric} {time}?")
_TOP = ("top 10 products by {metric} {time}", "top 5 products by {metric} {time}",
        "which {dimension} has the highest {metric} {time}")  # fmt: skip
_TOP_OF = ("channel", "country", "product", "campaign")
_COMPARED = (
    "{metric} last 30 days vs the previous 30 days",
    "{metric} this month vs last month",
    "{metric} last month vs the month before",
    "{metric} this year vs last year",
    "{metric} last week vs the week before",
    "{metric} last 7 days vs the previous 7 days",
    "{metric} last quarter vs the quarter before",
    "{metric} last month vs the same month last year",
    "{metric} last 30 days vs the same period last year",
    "{metric} today vs yesterday",
    "{metric} yesterday vs the day before",
)
_BRIEF = (
    "What is the total revenue for {store} in the {time}?",
    "What is the average order value (AOV) from all campaigns for {store} in the {time}?",
    "What is the average conversion rate from all campaigns for {store} in the {time}?",
    "What is the average email click-through rate (CTR) from all email campaigns for {store}"
    " in the {time}?",
    "What is the average email click-through rate (CTR) from all email campaigns in the {time}?",
)
_BRIEF_TIMES = ("last 30 days", "30 days before the last 30 days")
# Splits are asked of the first times of the list most of all.
_OFTEN = 7


def wordings(names: Sequence[str], known: Sequence[str]) -> Iterator[str]:
    """Questions to know ahead, the most likely first. `known` are the metrics with data."""
    for text, store, time in product(_BRIEF, ("business", *names), _BRIEF_TIMES):
        yield text.format(store=store, time=time)
    spoken = [_METRICS[metric] for metric in _METRICS if metric in known]
    words = [word for each in spoken for word in each]
    main = [each[0] for each in spoken]
    for shape, said in zip(_SHAPES, (words, main), strict=True):
        for time, metric in product(_TIMES, said):
            yield shape.format(metric=metric, time=time)
    for text, metric in product(_COMPARED, main):
        yield text.format(metric=metric)
    for split, time, metric in product(_SPLITS, _TIMES[:_OFTEN], main):
        yield f"{metric} {split} {time}"
    for time, text, metric in product(_TIMES[:_OFTEN], _TOP, main):
        for dimension in _TOP_OF if "{dimension}" in text else ("",):
            yield text.format(metric=metric, time=time, dimension=dimension)


SUGGESTIONS = (
    "What is the total revenue for business in the last 30 days?",
    "top 10 products by revenue last month",
    "conversion rate by device last 30 days",
    "email revenue by week last 8 weeks",
    "new vs returning customers revenue last quarter",
    "sales this month vs last month",
)
"""Questions for an empty page."""
