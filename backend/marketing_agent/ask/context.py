"""What the rest of a question makes of its metrics: ads, e-mail, products, customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketing_agent.ask.horizons import at_horizon
from marketing_agent.ask.patterns import word_set
from marketing_agent.ask.schemas import Assumption
from marketing_agent.ask.selection import Selection

if TYPE_CHECKING:
    from marketing_agent.ask.parser import Reading

_MOVED = word_set("moved")
_ITEMS = ("product", "variant", "sku", "product_type", "vendor", "collection")
_MAILS = {"email", "newsletter", "newsletters"}
_EMAIL = {"field": "channel", "op": "=", "value": "email"}
_ONLINE = {"field": "sales_channel", "op": "=", "value": "online_store"}
_NEW = {"field": "customer_type", "op": "=", "value": "new"}
_REFUNDED = ("total_sales", "net_sales", "returns", "refund_rate")
# Nouns that make another thing of what stands before them.
_OTHERS = frozenset(("time", "times", "speed", "duration", "method", "methods"))
_PAID = {"paid_search", "paid_social"}
_VISITS = ("visitors", "sessions")
_BUYERS = word_set("buyers")
_BUSY = word_set("busy")


def settle(reading: Reading, chosen: Selection) -> None:
    """The metrics in the light of filters and splits, and the filters in the light of metrics."""
    _in_context(reading, chosen)
    cuts = {reading.lexicon.metrics[m].cut for m in chosen.metrics}
    if cuts == {"store"}:
        chosen.filters = [f for f in chosen.filters if f != _ONLINE]
    if cuts == {"email"}:
        chosen.filters = [_message(f) for f in chosen.filters if f != _EMAIL]
    else:
        chosen.filters = [_entity(f) for f in chosen.filters]
    _units_of_products(reading, chosen)
    _money_of_flows(reading, chosen)
    _who_spends(reading, chosen)
    at_horizon(reading, chosen)
    _of_first_orders(reading, chosen)
    _which_cost(reading, chosen)
    _which_clicks(reading, chosen)
    _by_order_day(reading, chosen)
    _time_of_it(reading, chosen)
    chosen.filters = [f for i, f in enumerate(chosen.filters) if f not in chosen.filters[:i]]


def _in_context(reading: Reading, chosen: Selection) -> None:
    """“CTR on Facebook” is of ads, “bounce rate of the Welcome flow” of e-mail."""
    about = _about(reading, chosen)
    others = {name: dict(reading.lexicon.metrics[name].beside) for name in chosen.metrics}
    chosen.metrics = [others[name].get(about, name) for name in chosen.metrics]
    for one in chosen.filters:
        one["field"] = others.get(one["field"], {}).get(about, one["field"])


def _about(reading: Reading, chosen: Selection) -> str:
    fields = {f["field"] for f in chosen.filters} | set(chosen.dimensions)
    values = {str(f.get("value")) for f in chosen.filters if f["field"] == "channel"}
    said = set(reading.sentence.words)
    if "ad_platform" in fields or values & _PAID or (said & {"ads", "ad"} and not values):
        return "ads"
    kinds = {f.get("value") for f in chosen.filters if f["field"] == "message_type"}
    if "flow" in fields or "flow" in kinds:
        return "flow"
    return "email" if values == {"email"} or said & {"email", "emails"} else ""


def _message(one: dict[str, Any]) -> dict[str, Any]:
    if one["field"] in ("campaign", "flow") and one["op"] == "is_not_null":
        return {"field": "message_type", "op": "=", "value": one["field"]}
    return one


def _entity(one: dict[str, Any]) -> dict[str, Any]:
    if one["field"] == "message_type" and one["op"] in ("=", "!="):
        return {"field": one["value"], "op": "is_not_null" if one["op"] == "=" else "is_null"}
    return one


def _units_of_products(reading: Reading, chosen: Selection) -> None:
    """“How many Camp Mugs did we sell” counts pieces."""
    fields = {f["field"] for f in chosen.filters} | set(chosen.dimensions)
    words = " ".join(reading.sentence.words)
    weak = all(n.term.weak for n in reading.names if n.term and n.term.name == "total_sales")
    if chosen.metrics == ["total_sales"] and "how many" in words and fields & set(_ITEMS) and weak:
        chosen.metrics = ["units_sold"]


def _money_of_flows(reading: Reading, chosen: Selection) -> None:
    """What flows and kinds of message bring in is e-mail revenue."""
    fields = {f["field"] for f in chosen.filters} | set(chosen.dimensions)
    mails = any(n.dimension == "campaign" and _MAILS & set(n.text.split()) for n in reading.names)
    if chosen.metrics == ["total_sales"] and (fields & {"flow", "message_type"} or mails):
        chosen.metrics = ["email_revenue"]
        chosen.filters = [_message(f) for f in chosen.filters if f != _EMAIL]
        for one in chosen.filters:
            if one["field"] == "total_sales":
                one["field"] = "email_revenue"


def _who_spends(reading: Reading, chosen: Selection) -> None:
    """“What do customers spend” is not what the shop spends on ads."""
    words = reading.sentence.words
    for name in reading.names:
        near = set(words[max(0, name.start - 2) : name.start])
        if name.term and name.term.name == "ad_spend" and near & _BUYERS:
            chosen.unclear.append("Do you mean the average order value, or the spend on ads?")


def _which_cost(reading: Reading, chosen: Selection) -> None:
    """“Cost” alone may be of goods, of shipping, of ads."""
    words = set(reading.sentence.words)
    fields = {f["field"] for f in chosen.filters} | set(chosen.dimensions)
    named = any(n.term and n.term.name == "ad_spend" and not n.term.weak for n in reading.names)
    ads = fields & {"ad_platform", "campaign"} or words & {"ads", "ad", "advertising"}
    if "ad_spend" in chosen.metrics and not named and not ads and reading.before is None:
        chosen.unclear.append("Which cost: the spend on ads, or the cost of a click or a customer?")


def _which_clicks(reading: Reading, chosen: Selection) -> None:
    """Clicks and conversions of a campaign, of ads or of e-mails; conversions are also orders."""
    about = _about(reading, chosen)
    if "ad_conversions" in chosen.metrics and about != "ads":
        chosen.unclear.append("Do you mean orders, the conversion rate, or conversions of ads?")
    one = any(f["field"] == "campaign" and f["op"] != "is_not_null" for f in chosen.filters)
    if "clicks" in chosen.metrics and one and not about:
        chosen.unclear.append("Do you mean clicks on ads, or the click rate of e-mails?")


def _by_order_day(reading: Reading, chosen: Selection) -> None:
    """Refunds on the day of their order, or on their own, as the question says."""
    kept = [m for m in chosen.metrics if m in _REFUNDED]
    if reading.order_day is None:
        if "returns" in kept or "refund_rate" in kept:
            chosen.notes.append(Assumption(slot="metric", text="Refunds on the day they were made"))
        return
    if not kept:
        chosen.grain = chosen.grain or "day"
        return
    if not reading.order_day:
        chosen.notes.append(Assumption(slot="metric", text="Refunds on the day they were made"))
        return
    names = {m: f"{m}_by_order_day" for m in kept}
    chosen.metrics = [names.get(m, m) for m in chosen.metrics]
    for one in chosen.filters:
        one["field"] = names.get(one["field"], one["field"])
    chosen.notes.append(Assumption(slot="metric", text="Refunds on the day of their order"))


def _time_of_it(reading: Reading, chosen: Selection) -> None:
    """“Shipping time” and “delivery times” are no charges."""
    words, free = reading.sentence.words, reading.sentence.free
    chosen.unknown += [
        f"{name.text} {words[name.end]}"
        for name in reading.names
        if name.term and name.end < len(words) and free[name.end] and words[name.end] in _OTHERS
    ]


def _of_first_orders(reading: Reading, chosen: Selection) -> None:
    """“By first channel” is known of lifetime value alone, which is of new customers by nature."""
    firsts = [n for n in reading.names if n.dimension and n.text.startswith("first ")]
    of_cohorts = all(reading.lexicon.metrics[m].cut == "cohorts" for m in chosen.metrics)
    if of_cohorts:
        chosen.filters = [f for f in chosen.filters if f != _NEW]
    else:
        chosen.unknown += [n.text for n in firsts if n.dimension != "cohort_month"]


def default_metric(reading: Reading, chosen: Selection) -> None:
    """What a question without a metric is about, where its shape says so."""
    slots = reading.slots
    if chosen.filters and _counts_items(reading, chosen):
        kept = _kept_somewhere(reading, chosen)
        chosen.metrics.append("inventory_on_hand" if kept else "units_sold")
        said = "stock on hand" if kept else "units sold"
        chosen.notes.append(Assumption(slot="metric", text=f"Measured by {said}"))
        return
    visits = [n.term.name for n in reading.names if n.term and n.term.name in _VISITS]
    visits += ["sessions"] if any(_traffic(n.text) for n in reading.names if n.values) else []
    if visits and any(_traffic(n.text) for n in reading.names):
        chosen.metrics.append(visits[0])
        return
    if "customer_type" in chosen.dimensions and visits:
        chosen.metrics.append(visits[0])
        return
    if "customer_type" in chosen.dimensions and not _other_than_customers(chosen):
        chosen.metrics, chosen.dimensions = ["new_customers", "returning_customers"], []
        return
    asks = (chosen.dimensions or chosen.grain or slots.grain) and (
        slots.superlative or slots.share or slots.changed or "performance" in reading.sentence.words
    )
    if asks:
        busy = _BUSY & set(reading.sentence.words)
        metric, said = ("orders", "orders") if busy else ("total_sales", "total sales")
        chosen.metrics.append(metric)
        chosen.notes.append(Assumption(slot="metric", text=f"Measured by {said}"))


def _traffic(text: str) -> bool:
    """“Referral traffic” names a channel, and what is counted there."""
    return text.endswith(" traffic")


def _counts_items(reading: Reading, chosen: Selection) -> bool:
    """“How many Camp Mugs did we ship”."""
    items = {f["field"] for f in chosen.filters} & set(_ITEMS)
    return bool(items) and "how many" in " ".join(reading.sentence.words)


def _kept_somewhere(reading: Reading, chosen: Selection) -> bool:
    """“How many mugs are in the warehouse”, where nothing is said to have been sold."""
    places = [f for f in chosen.filters if f["field"] == "location"]
    return bool(places) and not _MOVED & set(reading.sentence.words)


def _other_than_customers(chosen: Selection) -> bool:
    return chosen.dimensions != ["customer_type"] or any(
        f["field"] == "customer_type" for f in chosen.filters
    )
