"""“When cover is below 10 days”: asked, tried, switched on, and begun by a published import."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import marketing_agent.agents.automations.jobs
import marketing_agent.agents.runs.jobs  # noqa: F401  (as in a worker)
from marketing_agent.agents.runs.house import build_house, furnish
from marketing_agent.agents.tools import schemas as tools
from marketing_agent.ingestion import service as ingestion
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import MemberCreate
from tests.metrics.shops import Shop, Shops

TODAY = date(2026, 11, 22)  # the sample has orders until the day before
ASKED = "When cover is below 10,000 days, list products with low stock"
# All that a pace of sales needs: the stock itself comes later.
FIRST = ("orders_export*.csv", "products_export*.csv")


@pytest.fixture(scope="module")
def shop(database: Database, shops: Shops) -> Shop:
    shop = shops.new("Avalon_Sunshine", *FIRST)
    furnish(database, build_house(database, shop.settings))
    return shop


@pytest.fixture
def rest(shop: Shop, key_for: Callable[..., dict[str, str]]) -> Callable[..., Any]:
    headers = key_for(shop.workspace, "owner")

    def call(method: str, path: str, body: object = None) -> Any:
        answer = shop.client.request(method, f"/api/v1{path}", json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer.json()

    return call


def test_it_waits_for_the_stock_and_runs_when_it_comes(
    shop: Shop,
    rest: Callable[..., Any],
    key_for: Callable[..., dict[str, str]],
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(tools, "store_today", lambda _timezone: TODAY)
    refused = rest("POST", "/runs", {"text": ASKED})
    _work(shop, database)
    failed = rest("GET", f"/runs/{refused['id']}")
    assert (failed["status"], "owner_id" in failed["error"]["message"]) == ("failed", True), failed
    told = _by_a2a(shop, key_for(shop.workspace, "owner"), database)
    assert told["state"] == "TASK_STATE_FAILED", told
    assert "owner_id" in str(told["message"])
    assert rest("GET", "/automations")["items"] == []

    with database.transaction(shop.workspace.id) as session:
        new = MemberCreate(email="cora@example.com", name="Cora", role="owner")
        tenancy.add_member(session, tenancy.system_caller(shop.workspace), new)
    run = rest("POST", "/runs", {"text": ASKED})
    _work(shop, database)
    done = rest("GET", f"/runs/{run['id']}")
    assert (done["status"], done["plan"][0]["tool"]) == ("completed", "create_automation"), done
    (draft,) = rest("GET", "/automations")["items"]
    assert (draft["state"], draft["owner"]["name"]) == ("off", "Cora")
    bound = {"metric": "days_of_inventory", "relation": "below", "value": "10000"}
    assert bound.items() <= draft["trigger"].items()

    _stock(shop, database, tmp_path, "2026-11-20")
    rest("POST", f"/automations/{draft['id']}/try")
    _work(shop, database)
    assert rest("POST", f"/automations/{draft['id']}/switch", {"to": "on"})["state"] == "on"
    _stock(shop, database, tmp_path, "2026-11-22", b"\n")
    _work(shop, database)
    (due,) = [one for one in rest("GET", f"/automations/{draft['id']}/runs")["items"]
              if one["status"] != "trial"]  # fmt: skip
    assert (due["status"], due["cause"].partition(":")[0]) == ("started", "event"), due["note"]
    assert "below 10000." in due["note"]
    assert rest("GET", f"/runs/{due['run']['id']}")["status"] == "completed"


def _stock(shop: Shop, database: Database, folder: Path, day: str, more: bytes = b"") -> None:
    """Imports the stock as exported on that day; without `more` the same bytes count once."""
    (exported,) = shop.folder.rglob("inventory_export*.csv")
    file = folder / f"inventory_export_{day}.csv"
    file.write_bytes(exported.read_bytes() + more)
    done = ingestion.import_path(database, shop.settings, shop.workspace.id, file)
    assert [one.status for one in done.files] == ["loaded"]


def _by_a2a(shop: Shop, headers: dict[str, str], database: Database) -> Any:
    """How the same request by A2A stands once it is over."""

    def call(method: str, params: dict[str, Any]) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        versioned = headers | {"A2A-Version": "1.0"}
        return shop.client.post("/a2a", json=body, headers=versioned).json()["result"]

    message = {"messageId": "m1", "role": "ROLE_USER", "parts": [{"text": ASKED}]}
    immediate = {"returnImmediately": True}
    begun = call("SendMessage", {"message": message, "configuration": immediate})
    _work(shop, database)
    return call("GetTask", {"id": begun["task"]["id"]})["status"]


def _work(shop: Shop, database: Database) -> None:
    while jobs.run_next(database, shop.settings, "live"):
        pass
