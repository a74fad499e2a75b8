"""Each number of an alert opens the statement that it came from, which brings it again."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from fastapi.testclient import TestClient

from marketing_agent.api.app import create_app
from marketing_agent.insights.alerts.findings import told
from marketing_agent.insights.alerts.scanning import scan
from marketing_agent.insights.page.saying import join, number, say
from marketing_agent.insights.page.schemas import InsightAsk, Source
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse, open_warehouse
from tests.insights.stock import level, sold
from tests.insights.test_email_alerts import letter
from tests.metrics.conftest import MakeStore
from tests.metrics.shops import NAMES, REPORTS, Shops
from tests.metrics.synthetic import TODAY

KeyFor = Callable[..., dict[str, str]]
Json = dict[str, Any]


class Reader:
    """A viewer of a store whose data was looked at, who opens what stands under numbers."""

    def __init__(
        self,
        database: Database,
        warehouse: Warehouse,
        workspace: Workspace,
        key_for: KeyFor,
        as_of: date,
    ) -> None:
        self.warehouse, self.workspace = warehouse, workspace
        self.headers = key_for(workspace, role="viewer")
        with database.transaction(workspace.id) as session:
            scan(session, warehouse, workspace, InsightAsk(as_of=as_of, range="last_30_days"))
        self.client = TestClient(create_app(Settings(), database))

    def get(self, path: str) -> Json:
        answer = self.client.get(f"/api/v1/alerts{path}", headers=self.headers)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def alerts(self, kind: str) -> dict[str, Json]:
        """Each in full, by title; its pieces are its body."""
        listed = self.get(f"?kind={kind}&limit=200")["items"]
        found = {one["title"]: self.get(f"/{one['id']}") for one in listed}
        for one in found.values():
            assert "".join(piece["text"] for piece in one["told"]) == one["body"]
        return found

    def rows(self, alert: Json, place: int) -> list[Json]:
        """What the statements of a number bring when they are run by themselves."""
        return [
            row
            for statement in alert["sources"][place]["statements"]
            for row in _ran(self.warehouse, self.workspace, statement)
        ]


def _ran(warehouse: Warehouse, workspace: Workspace, statement: Json) -> Iterator[Json]:
    params = {name: _given(value) for name, value in statement["params"].items()}
    version = workspace.warehouse_version
    found = warehouse.query(workspace.id, version, statement["sql"], params)
    return (dict(zip(found.columns, row, strict=True)) for row in found.rows)


def _given(value: Any) -> Any:
    """A day as a day: parameters are told as text."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def numbers(alert: Json) -> list[tuple[str, int]]:
    return [(each["text"], each["source"]) for each in alert["told"] if each["source"] is not None]


def test_numbers_of_stock_come_from_the_stock_of_that_day(
    make_store: MakeStore, key_for: KeyFor
) -> None:
    units = {"LOW": [2] * 30, "OUT": [1] * 30}
    levels = [level("LOW", 12), level("OUT", 0, incoming=40)]
    store = make_store({**sold(units), "inventory_levels": levels})
    found = Reader(store.database, store.warehouse, store.workspace, key_for, TODAY)
    alerts = found.alerts("stock")
    low = next(one for one in alerts.values() if one["facts"]["sku"] == "LOW")
    assert [text for text, _ in numbers(low)][:2] == ["12 units", "2.00"]
    (row,) = [each for each in found.rows(low, numbers(low)[0][1]) if each["sku"] == "LOW"]
    assert (row["available"], float(row["per_day"])) == (12, 2.0)
    money = low["effect_source"]
    assert low["sources"][money]["formula"].startswith("Sales that the lead time would bring")
    at_risk = [each for each in found.rows(low, money) if each["sku"] == "LOW"]
    assert float(at_risk[0]["risk_minor"]) / 100 == -low["effect"]
    out = next(one for one in alerts.values() if one["facts"]["sku"] == "OUT")
    assert "40 units" in [text for text, _ in numbers(out)]


def test_numbers_of_a_letter_come_from_its_row(make_store: MakeStore, key_for: KeyFor) -> None:
    store = make_store({"email_messages": [letter(1, spam_complaints=3)]})
    found = Reader(store.database, store.warehouse, store.workspace, key_for, TODAY)
    alert = found.alerts("email")["Complaints too high: Letter 1"]
    assert [text for text, _ in numbers(alert)] == ["3", "1,000", "0.30%"]
    (row,) = found.rows(alert, numbers(alert)[0][1])
    assert (row["spam_complaints"], row["delivered"]) == (3, 1000)
    assert alert["effect_source"] is None


def test_numbers_of_an_odd_day_come_from_its_series_and_its_drivers(
    shops: Shops, key_for: KeyFor
) -> None:
    shop = shops.new(NAMES[0], *REPORTS)
    (bots,) = [one for one in shop.truth["anomaly_days"] if one["kind"] == "bot_traffic"]
    day = date.fromisoformat(bots["date"])
    warehouse, as_of = open_warehouse(shop.settings), day + timedelta(days=2)
    found = Reader(shops.database, warehouse, shop.workspace, key_for, as_of)
    (alert,) = [
        one
        for one in found.alerts("anomaly").values()
        if one["facts"]["metric"] == "sessions" and one["day"] == bots["date"]
    ]
    (value, place), *others = numbers(alert)
    assert value == f"{bots['sessions']:,}"
    by_day = dict(tuple(row.values())[:2] for row in found.rows(alert, place))
    assert by_day[day] == bots["sessions"]
    expected, *_ = others
    assert alert["sources"][expected[1]]["formula"].startswith("Each day against ")
    driven = [place for text, place in others if text.startswith(("+", "-"))]
    assert driven
    for each in driven:  # every part of the change stands on statements of its own
        assert found.rows(alert, each)
        assert each not in (place, expected[1])


def test_a_number_that_does_not_fit_is_left_out_whole() -> None:
    source = Source(formula="Counted.", statements=())
    long = say("{name}: {many}.", name="x" * 1994, many=number("1,234,567", source))
    found = told(join(" ", (long, "More.")))
    assert (found.body, len(found.told)) == ("x" * 1994 + ": ", 1)
    short = told(say("{many} left.", many=number("12", source)), source)
    assert [(each.text, each.source) for each in short.told] == [("12", 0), (" left.", None)]
    assert (short.sources, short.effect_source) == ((source,), 0)
