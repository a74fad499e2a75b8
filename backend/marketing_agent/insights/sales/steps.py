"""From gross to total sales, step by step, so that the steps add up exactly."""

from collections.abc import Iterator, Mapping

from marketing_agent.insights.page.answered import answered, metric_of
from marketing_agent.insights.page.figures import change, ratio
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Told
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Column, Part
from marketing_agent.kernel.money import to_minor
from marketing_agent.metrics.question import Question

_BEFORE_NET = ("gross_sales", "discounts", "returns")
_AFTER_NET = ("shipping", "taxes")
_FORMULA = (
    "Gross sales plus discounts and returns, both negative, are net sales; with shipping, taxes, "
    "duties and fees they are total sales. What has no step of its own is the rest, so that the "
    "steps add up to the cent."
)
_BASIS = "_by_order_day"
Minor = Mapping[str, int]


def steps(ground: Ground, told: Told, *, by_order_day: bool) -> Part | None:
    """Puts the steps on the page. Shipping and taxes that were given back are known on their own
    day only, so with refunds on the order's day they stand in the rest."""
    after = () if by_order_day else _AFTER_NET
    whole = (*_BEFORE_NET, "net_sales", *after, "total_sales")
    keys = tuple(_on_basis(key) if by_order_day else key for key in whole)
    found, _ = answered(
        ground, "steps", "From gross to total sales", "table", Question(metrics=keys)
    )
    if found is None or len(found.columns) < len(keys):
        return None  # the figures of the page have told why
    now, before = (_minor(ground, found, keys, prefix) for prefix in ("", "previous_"))
    if len(now) < len(keys):
        return None
    rows = list(_rows(keys, now, before if len(before) == len(keys) else {}))
    made = part(
        "steps", found.title, "bars", _columns(ground), rows, ground.currency,
        formula=_FORMULA, note=found.note,
    )  # fmt: skip
    told.parts.append(made.model_copy(update={"statements": found.statements}))
    return told.parts[-1]


def _on_basis(key: str) -> str:
    return f"{key}{_BASIS}" if key in ("returns", "net_sales", "total_sales") else key


def _minor(ground: Ground, found: Part, keys: tuple[str, ...], prefix: str) -> Minor:
    cells = dict(zip((each.name for each in found.columns), found.rows[0], strict=True))
    told = {key: cells.get(f"{prefix}{key}") for key in keys}
    return {
        key: to_minor(str(value), ground.currency)
        for key, value in told.items()
        if value is not None
    }


def _rows(keys: tuple[str, ...], now: Minor, before: Minor) -> Iterator[dict[str, object]]:
    first, last = keys[0], keys[-1]
    for key in keys[:-1]:
        yield _row(metric_of(key).label, now[key], before.get(key), now[first])
    rest = "Duties, fees and the rest" if "taxes" in keys else "Shipping, taxes, duties and fees"
    left = [_rest(keys, each) if each else None for each in (now, before)]
    yield _row(rest, left[0], left[1], now[first])
    yield _row(metric_of(last).label, now[last], before.get(last), now[first])


def _rest(keys: tuple[str, ...], of: Minor) -> int:
    """What lies between net and total sales and is no step."""
    return of[keys[-1]] - sum(of[key] for key in keys[3:-1])


def _row(name: str, now: int | None, before: int | None, gross: int) -> dict[str, object]:
    return {
        "step": name, "amount": now, "share": ratio(now, gross), "previous_amount": before,
        "change_amount": change(now, before),
    }  # fmt: skip


def _columns(ground: Ground) -> list[Column]:
    columns = [
        column("step", "Step", "text", "name"),
        column("amount", "Amount", "money"),
    ]
    if ground.compared:
        columns += [
            column("previous_amount", "Amount, before", "money", "previous"),
            column("change_amount", "Amount, change", "percent", "change"),
        ]
    return [*columns, column("share", "Of gross sales", "percent")]
