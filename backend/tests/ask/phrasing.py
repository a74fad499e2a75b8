"""Questions by the hundred from a grammar of our own: each meaning in many wordings."""

import random
from dataclasses import dataclass

METRICS = {
    "total_sales": ("revenue", "total sales", "sales", "turnover", "rev", "total revenue"),
    "orders": ("orders", "number of orders", "order count", "purchases"),
    "aov": ("aov", "average order value", "avg order value", "average basket size"),
    "units_sold": ("units sold", "items sold", "quantity sold"),
    "conversion_rate": ("conversion rate", "cvr", "store conversion rate"),
    "sessions": ("sessions", "visits", "site traffic"),
    "refund_rate": ("refund rate", "return rate"),
    "net_sales": ("net sales", "net revenue"),
    "discounts": ("discounts", "discounts given"),
    "new_customers": ("new customers", "first-time customers"),
    "email_open_rate": ("open rate", "email open rate"),
    "email_click_rate": ("email ctr", "email click rate", "e-mail click-through rate"),
    "email_revenue": ("email revenue", "revenue from email"),
    "ad_spend": ("ad spend", "advertising spend", "spend on ads"),
    "roas": ("roas", "return on ad spend"),
}
TIMES = {
    "last_30_days": ("last 30 days", "past 30 days", "in the last thirty days", "l30d"),
    "last_7_days": ("last 7 days", "over the past 7 days", "l7d"),
    "last_90_days": ("last 90 days", "during the last 90 days"),
    "before_30_days": (
        "in the 30 days before the last 30 days",
        "in the 30 days prior to the last 30",
    ),
    "last_month": ("last month", "the previous month", "lm"),
    "this_month": ("this month", "mtd", "month to date", "so far this month"),
    "last_week": ("last week", "the past week"),
    "this_year": ("this year", "ytd", "year to date", "so far this year"),
    "last_quarter": ("last quarter", "the previous quarter"),
    "yesterday": ("yesterday", "yday"),
}
SPLITS = {
    "": ("",),
    "month": ("by month", "per month", "monthly", "month by month"),
    "channel": ("by channel", "per channel", "split by channel", "for each channel"),
    "country": ("by country", "per country", "by market"),
    "product": ("by product", "per product", "broken down by product"),
}
CUTS = {
    "channel": {"total_sales", "orders", "aov", "conversion_rate", "sessions", "net_sales"},
    "country": {"total_sales", "orders", "aov", "net_sales", "sessions"},
    "product": {"total_sales", "units_sold", "net_sales", "refund_rate"},
}
SHAPES = (
    "{metric} {split} {time}",
    "what is our {metric} {split} {time}?",
    "hey, can you show me the {metric} {time} {split} pls",
    "{time}: {metric} {split}",
    "I'd like to see {metric} {split} {time}",
    "Give me {metric} {time} {split}.",
)


@dataclass(frozen=True)
class Asked:
    """A wording and the key of what it means."""

    text: str
    meaning: tuple[str, str, str]


def meanings() -> list[tuple[str, str, str]]:
    """Metric, split and time, in every combination that has an answer."""
    return [
        (metric, split, time)
        for metric in METRICS
        for split in SPLITS
        for time in TIMES
        if split in ("", "month") or metric in CUTS[split]
    ]


def wordings(meaning: tuple[str, str, str]) -> list[Asked]:
    """Every wording of one meaning."""
    metric, split, time = meaning
    return [
        Asked(" ".join(shape.format(metric=m, split=s, time=t).split()), meaning)
        for shape in SHAPES
        for m in METRICS[metric]
        for s in SPLITS[split]
        for t in TIMES[time]
    ]


def varied(count: int, seed: int) -> list[Asked]:
    """So many questions, each meaning and each wording drawn by chance."""
    chance = random.Random(seed)  # noqa: S311
    known = meanings()
    return [chance.choice(wordings(chance.choice(known))) for _ in range(count)]
