"""Discount codes: what the orders export prints, and the discounts export."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marketing_agent.sample.campaigns import Window
from marketing_agent.sample.headers import header
from marketing_agent.sample.orders import FIRST_PROMOTION, FIXED, LEAK, REPLACEMENT, WELCOME
from marketing_agent.sample.store import Store
from marketing_agent.sample.writers import Folder


def code_text(store: Store, code: int, order: int) -> str:
    """The code as typed; replacements hold free text about an earlier order."""
    codes = store.shop.codes
    if code == REPLACEMENT:
        raw = store.shop.raw
        return f"replacement for {raw['first_order_number'] + max(order - 17, 0)}"
    named = {WELCOME: codes["welcome"][0], FIXED: codes["fixed"][0], LEAK: codes["leak"][0]}
    if code in named:
        return str(named[code])
    return store.plan.windows[code - FIRST_PROMOTION].code


def write_discounts(store: Store, folder: Folder) -> None:
    folder.raw("sales/discounts_export_1.csv", header("discounts"), _rows(store))


def _used(store: Store) -> dict[str, int]:
    numbers = np.bincount(store.orders.code[store.orders.code >= 0], minlength=FIRST_PROMOTION)
    used: dict[str, int] = {}
    for code, number in enumerate(numbers.tolist()):
        if code != REPLACEMENT:
            text = code_text(store, code, 0)
            used[text] = used.get(text, 0) + number
    return used


def _rows(store: Store) -> Iterator[list[str]]:
    used, codes, first = _used(store), store.shop.codes, 0
    runs: dict[str, list[Window]] = {}
    for window in store.plan.windows:
        if window.kind == "promotion":
            runs.setdefault(window.code, []).append(window)
    welcome, percent = codes["welcome"]
    yield _row(store, welcome, f"-{percent}.0", "percentage", used, first, None, "1")
    fixed, amount = codes["fixed"]
    yield _row(store, fixed, f"-{amount / 100:.1f}", "fixed_amount", used, first, None, "0")
    leak, percent = codes["leak"]
    yield _row(store, leak, f"-{percent}.0", "percentage", used, first, None, "0")
    for code, windows in runs.items():
        value = f"-{windows[0].percent}.0"
        last = windows[-1]
        yield _row(store, code, value, "percentage", used, windows[0].first, last.last, "0")


def _row(
    store: Store,
    code: str,
    value: str,
    kind: str,
    used: dict[str, int],
    first: int,
    last: int | None,
    once: str,
) -> list[str]:
    t = store.timeline
    ends = "" if last is None else t.stamps(t.midnights[[last + 1]] - 1)[0]
    over = last is not None and last + 1 < t.days
    return [
        code,
        value,
        kind,
        "Amount Off",
        "order",
        "",
        "0",
        "1",
        "1",
        "all",
        str(used.get(code, 0)),
        once,
        "",
        "Expired" if over else "Active",
        t.stamps(t.midnights[[first]])[0],
        ends,
    ]
