"""Every page of every store that lacks much: it says what it can, and why not more."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.insights.service import PAGES, part_csv
from tests.insights.pages import told
from tests.insights.stock import level, line, variant
from tests.metrics import synthetic
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.stores import order, refund, sale
from tests.metrics.synthetic import TODAY, Tables

WIDE = f"{TODAY - timedelta(days=90)}..{TODAY - timedelta(days=1)}"


def _tables(*days_ago: int, customer: str | None = "a", back: bool = False) -> Tables:
    """An order of one cup on each of these days, given back on the day after where `back`."""
    orders, lines, ledger = [], [], []
    for ago in days_ago:
        day = TODAY - timedelta(days=ago)
        paid = {"refunded_minor": 5000} if back else {}
        one = order(f"{ago}", day, 5000, customer_key=customer, **paid)
        orders.append(one)
        lines.append(line(one, "CUP", 1, day))
        ledger += [sale(one), *([refund(one, day + timedelta(days=1), 5000)] if back else [])]
    return {"orders": orders, "order_lines": lines, "sales_ledger": ledger}


def _stock(available: int) -> Tables:
    return {"inventory_levels": [level("CUP", available)], "variants": [variant("CUP")]}


STORES: dict[str, Callable[[], Tables]] = {
    "one order": lambda: _tables(20),
    "nobody named": lambda: _tables(40, 30, 20, customer=None),
    "reports alone": lambda: synthetic.only("report_facts"),
    "three days": lambda: _tables(3, 2, 1),
    "negative stock": lambda: _tables(9, 5, 2) | _stock(-4),
    "all refunded": lambda: _tables(60, 40, 20, back=True),
    "nothing": dict,
}


@pytest.fixture(scope="module", params=STORES)
def odd(request: pytest.FixtureRequest, make_store: MakeStore) -> Store:
    return make_store(STORES[request.param]())


@pytest.fixture(scope="module", params=[page.name for page in PAGES])
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def test_a_page_says_what_it_can_and_why_not_more(odd: Store, name: str) -> None:
    page = told(odd, name, range=WIDE)  # which no number that is none gets through
    assert page["parts"] or page["gaps"]
    for gap in page["gaps"]:
        assert gap["what"], gap
        assert gap["why"].endswith("."), gap
    for sentence in page["sentences"]:
        assert not {"None", "nan"} & set(re.findall(r"\w+", sentence)), sentence
    for part in page["parts"]:
        _has_figures(part)
        _is_within(part, date.fromisoformat(page["as_of"]))


def _has_figures(part: dict[str, Any]) -> None:
    """A part that has nothing to say is a gap and no drawing; “none” is news only where one looks
    for what is odd."""
    if part["key"] == "found":
        return
    assert part["rows"], part["key"]
    assert {len(row) for row in part["rows"]} == {len(part["columns"])}, part["key"]
    assert part["total"] >= len(part["rows"])
    figures = [
        at for at, each in enumerate(part["columns"]) if each["unit"] not in ("text", "date")
    ]
    assert any(row[at] is not None for row in part["rows"] for at in figures), part["key"]


def test_what_cannot_be_judged_is_not_called_usual(make_store: MakeStore) -> None:
    page = told(make_store(STORES["three days"]()), "changes", range=WIDE)
    assert page["sentences"] == []
    assert [part["key"] for part in page["parts"]] == ["line"]
    assert "no day alone can be called odd" in page["gaps"][0]["why"]


def _is_within(part: dict[str, Any], today: date) -> None:
    """Shares of a whole are none of more than it; no step lies ahead of today."""
    for at, column in enumerate(part["columns"]):
        cells = [row[at] for row in part["rows"] if row[at] is not None]
        if column["name"] in ("share", "retention", "repeat", "new_share"):
            assert all(-1 <= cell <= 1.000001 for cell in cells), (part["key"], column["name"])
        if column["unit"] == "date" and column["role"] == "step":
            assert all(date.fromisoformat(cell) <= today for cell in cells), part["key"]


def test_each_part_is_a_file_too(odd: Store, name: str) -> None:
    ask = InsightAsk(as_of=TODAY, range=WIDE)
    with odd.database.transaction(odd.workspace.id) as session:
        for part in told(odd, name, range=WIDE)["parts"]:
            where = (session, odd.warehouse, odd.workspace, name, part["key"])
            head, *rows = part_csv(*where, ask).splitlines()
            assert head
            assert len(rows) >= len(part["rows"])
