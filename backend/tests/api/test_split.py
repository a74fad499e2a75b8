"""An upload of several stores: nothing is summed, and each choice does what it says."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from marketing_agent.events import service as events
from marketing_agent.ingestion import service as ingestion
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import open_warehouse
from tests.ingestion.storefiles import CAMPAIGNS, Shop

USD = Shop("#", "USD", seed=1)
EUR = Shop("BE-", "EUR", seed=2)
ORDERS = range(12)


class Store:
    """A signed-in owner of one workspace, who uploads and runs imports."""

    def __init__(
        self, person: Any, database: Database, settings: Settings, workspace: Workspace
    ) -> None:
        self.person, self.database, self.settings = person, database, settings
        self.workspace = workspace
        self.headers = person.headers | {"X-Workspace": workspace.id}
        self.names = f"Avalon {workspace.slug[-6:]}", f"Design {workspace.slug[-6:]}"

    def both(self) -> dict[str, bytes]:
        one, other = self.names
        return {
            f"{one}/sales/orders.csv": USD.orders(ORDERS),
            f"{other}/sales/orders.csv": EUR.orders(ORDERS),
            f"{other}/marketing/campaigns.csv": CAMPAIGNS,
        }

    def upload(self, files: dict[str, bytes]) -> dict[str, Any]:
        sent = [("files", (name, body, "text/csv")) for name, body in files.items()]
        answer = self.person.client.post("/api/v1/imports", files=sent, headers=self.headers)
        assert answer.status_code == 202, answer.text
        return self.run(answer.json()["import_id"])

    def run(self, import_id: str, workspace_id: str | None = None) -> dict[str, Any]:
        wanted = workspace_id or self.workspace.id
        ingestion.run_import(self.database, self.settings, wanted, import_id)
        return self.read(import_id, wanted)

    def read(self, import_id: str, workspace_id: str | None = None) -> dict[str, Any]:
        headers = self.headers | {"X-Workspace": workspace_id or self.workspace.id}
        answer = self.person.client.get(f"/api/v1/imports/{import_id}", headers=headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def split(self, import_id: str, body: dict[str, Any], **headers: str) -> Any:
        path = f"/api/v1/imports/{import_id}/split"
        return self.person.client.post(path, json=body, headers=self.headers | headers)

    def total(self, workspace_id: str) -> tuple[int, int]:
        """Orders and their total in minor units, as the published version has them."""
        with self.database.transaction(workspace_id) as session:
            version = tenancy.get_workspace(session, workspace_id).warehouse_version
        if not version:
            return 0, 0
        query = "SELECT count(*), sum(total_minor) FROM orders"
        row = open_warehouse(self.settings).query(workspace_id, version, query).rows[0]
        return int(str(row[0])), int(str(row[1]))


def expected(shop: Shop) -> tuple[int, int]:
    return len(ORDERS), sum(round(float(shop.row(n)["Total"]) * 100) for n in ORDERS)


@pytest.fixture
def store(
    workspace: Workspace,
    database: Database,
    settings: Settings,
    sign_in_as: Callable[..., Any],
) -> Store:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    return Store(person, database, settings, workspace)


def test_nothing_is_loaded_before_the_choice(store: Store) -> None:
    waiting = store.upload(store.both())
    assert waiting["status"] == "needs_choice"
    found = [(s["name"], len(s["files"]), s["currency"]) for s in waiting["stores"]]
    assert found == [(store.names[0], 1, "USD"), (store.names[1], 2, "EUR")]
    assert {file["status"] for file in waiting["files"]} == {"pending"}
    assert store.total(store.workspace.id) == (0, 0)


def test_one_workspace_per_store(store: Store) -> None:
    waiting = store.upload(store.both())
    wish = {"store": store.names[1], "timezone": "Europe/Vienna"}
    answer = store.split(waiting["import_id"], {"choice": "workspaces", "stores": [wish]})
    assert answer.status_code == 200, answer.text
    split = answer.json()
    assert (split["status"], {f["status"] for f in split["files"]}) == ("split", {"left_out"})
    session = store.person.client.get("/api/v1/session").json()
    mine = {one["id"]: one for one in session["workspaces"]}
    seen = []
    for part, shop in zip(split["stores"], (USD, EUR), strict=True):
        target = part["target"]
        place = mine[target["workspace_id"]]
        seen.append((place["name"], place["currency"], place["timezone"], place["role"]))
        assert (place["slug"], target["created"]) == (target["workspace_slug"], True)
        assert store.read(target["import_id"], place["id"])["status"] == "queued"
        done = store.run(target["import_id"], place["id"])
        assert [f["name"] for f in done["files"]] == sorted(part["files"])
        assert {f["status"] for f in done["files"]} == {"loaded"}
        assert store.total(place["id"]) == expected(shop)
    assert seen == [
        (store.names[0], "USD", "America/New_York", "owner"),
        (store.names[1], "EUR", "Europe/Vienna", "owner"),
    ]
    assert store.total(store.workspace.id) == (0, 0)


def test_the_same_choice_again_is_the_same_answer(store: Store) -> None:
    waiting = store.upload(store.both())
    body = {"choice": "workspaces"}
    first = store.split(waiting["import_id"], body, **{"Idempotency-Key": "once"})
    keyed = store.split(waiting["import_id"], body, **{"Idempotency-Key": "once"})
    again = store.split(waiting["import_id"], body)
    assert first.json() == keyed.json() == again.json()
    assert keyed.headers["Idempotent-Replay"] == "true"
    other = {"choice": "store", "store": store.names[0]}
    late = store.split(waiting["import_id"], other)
    assert (late.status_code, late.json()["code"]) == (409, "ingestion.nothing_to_choose")


def test_the_next_folder_finds_the_same_workspaces(store: Store) -> None:
    first = store.split(store.upload(store.both())["import_id"], {"choice": "workspaces"}).json()
    for part in first["stores"]:
        store.run(part["target"]["import_id"], part["target"]["workspace_id"])
    later = {name: body for name, body in store.both().items() if "orders" in name}
    for name, shop in zip(later, (USD, EUR), strict=True):
        later[name] = shop.orders(range(6, 20))
    second = store.split(store.upload(later)["import_id"], {"choice": "workspaces"}).json()
    for old, new in zip(first["stores"], second["stores"], strict=True):
        target = new["target"]
        assert (target["workspace_id"], target["created"]) == (old["target"]["workspace_id"], False)
        assert store.run(target["import_id"], target["workspace_id"])["status"] == "completed"
        assert store.total(target["workspace_id"])[0] == 20


def test_a_name_of_somebody_else_is_not_entered(
    store: Store, database: Database, make_workspace: Callable[..., Workspace]
) -> None:
    theirs = make_workspace(currency="EUR")
    files = {name.replace(store.names[1], theirs.slug): b for name, b in store.both().items()}
    split = store.split(store.upload(files)["import_id"], {"choice": "workspaces"}).json()
    target = next(s["target"] for s in split["stores"] if s["name"] == theirs.slug)
    assert (target["created"], target["workspace_slug"]) == (True, f"{theirs.slug}-2")
    with database.transaction(theirs.id) as session:
        assert ingestion.list_imports(session) == []


def test_one_store_here(store: Store) -> None:
    waiting = store.upload(store.both())
    body = {"choice": "store", "store": store.names[0]}
    assert store.split(waiting["import_id"], body).json()["status"] == "queued"
    done = store.run(waiting["import_id"])
    fates = {file["name"].split("/")[0]: file for file in done["files"]}
    assert fates[store.names[0]]["status"] == "loaded"
    assert fates[store.names[1]]["status"] == "left_out"
    assert fates[store.names[1]]["reason"] == f"Left out: it belongs to {store.names[1]}."
    assert store.total(store.workspace.id) == expected(USD)
    nobody = store.split(waiting["import_id"], {"choice": "store", "store": "Nobody"})
    assert (nobody.status_code, nobody.json()["code"]) == (422, "ingestion.unknown_store")


def test_together_only_with_a_yes(store: Store) -> None:
    other = Shop("AV-", "USD", seed=5)
    files = {"a.csv": USD.orders(ORDERS), "b.csv": other.orders(ORDERS)}
    waiting = store.upload(files)
    unsure = store.split(waiting["import_id"], {"choice": "together"})
    assert (unsure.status_code, unsure.json()["code"]) == (422, "ingestion.not_confirmed")
    assert store.read(waiting["import_id"])["status"] == "needs_choice"
    store.split(waiting["import_id"], {"choice": "together", "confirm": True})
    assert store.run(waiting["import_id"])["status"] == "completed"
    one, two = expected(USD), expected(other)
    assert store.total(store.workspace.id) == (one[0] + two[0], one[1] + two[1])


def test_together_adds_no_other_currency(store: Store) -> None:
    waiting = store.upload(store.both())
    store.split(waiting["import_id"], {"choice": "together", "confirm": True})
    store.run(waiting["import_id"])
    assert store.total(store.workspace.id) == expected(USD)


@pytest.mark.parametrize("shop", [EUR, Shop("AV-", "USD", seed=5), Shop("#", "USD", seed=6)])
def test_another_store_than_the_one_held_is_shown(store: Store, shop: Shop) -> None:
    assert store.upload({"orders.csv": USD.orders(ORDERS)})["status"] == "completed"
    assert store.upload({"orders.csv": USD.orders(range(6, 20))})["status"] == "completed"
    waiting = store.upload({"orders.csv": shop.orders(ORDERS)})
    (found,) = waiting["stores"]
    assert (waiting["status"], found["held_here"]) == ("needs_choice", False)
    assert found["reason"].startswith("Compared with what this workspace holds: ")
    assert store.total(store.workspace.id)[0] == 20
    split = store.split(waiting["import_id"], {"choice": "workspaces"}).json()
    target = split["stores"][0]["target"]
    assert target["workspace_id"] != store.workspace.id
    store.run(target["import_id"], target["workspace_id"])
    assert store.total(target["workspace_id"]) == expected(shop)


def test_the_store_held_here_stays_here(store: Store) -> None:
    store.upload({"orders.csv": USD.orders(ORDERS)})
    waiting = store.upload(store.both() | {f"{store.names[0]}/sales/orders.csv": USD.orders([12])})
    assert [one["held_here"] for one in waiting["stores"]] == [True, False]
    split = store.split(waiting["import_id"], {"choice": "workspaces"}).json()
    here, there = (one["target"] for one in split["stores"])
    assert (here["workspace_id"], here["created"]) == (store.workspace.id, False)
    assert there["workspace_id"] != store.workspace.id
    assert store.run(here["import_id"])["status"] == "completed"
    assert store.total(store.workspace.id)[0] == 13


def test_a_key_cannot_make_workspaces(
    store: Store, client: TestClient, key_for: Callable[..., dict[str, str]]
) -> None:
    waiting = store.upload(store.both())
    path = f"/api/v1/imports/{waiting['import_id']}/split"
    client.cookies.clear()
    owner = key_for(store.workspace)
    refused = client.post(path, json={"choice": "workspaces"}, headers=owner)
    assert (refused.status_code, refused.json()["code"]) == (403, "ingestion.needs_person")
    one = {"choice": "store", "store": store.names[0]}
    assert (
        client.post(path, json=one, headers=key_for(store.workspace, "viewer")).status_code == 403
    )
    assert client.post(path, json=one, headers=owner).status_code == 200


def test_a_marketer_cannot_take_files_elsewhere(
    store: Store, database: Database, sign_in_as: Callable[..., Any]
) -> None:
    waiting = store.upload(store.both())
    mate = sign_in_as(f"mate-{store.workspace.slug}@example.com", store.workspace)
    with database.transaction(store.workspace.id) as session:
        boss = tenancy.system_caller(store.workspace)
        tenancy.change_member(session, boss, mate.user_id, "marketer")
    theirs = Store(mate, database, store.settings, store.workspace)
    refused = theirs.split(waiting["import_id"], {"choice": "workspaces"})
    assert (refused.status_code, refused.json()["code"]) == (403, "role")
    one = {"choice": "store", "store": store.names[0]}
    assert theirs.split(waiting["import_id"], one).status_code == 200


@pytest.mark.parametrize(
    "wish",
    [{"store": "Nobody"}, {"timezone": "Mars/Base"}, {"currency": "dollars"}, {"slug": "No Slug"}],
)
def test_a_wrong_wish_changes_nothing(store: Store, wish: dict[str, str]) -> None:
    waiting = store.upload(store.both())
    full = {"store": store.names[1]} | wish
    answer = store.split(waiting["import_id"], {"choice": "workspaces", "stores": [full]})
    assert answer.status_code == 422, answer.text
    assert store.read(waiting["import_id"]) == waiting
    names = [one["name"] for one in store.person.client.get("/api/v1/workspaces").json()["items"]]
    assert not set(names) & set(store.names)


def test_an_import_of_another_workspace_is_404(
    store: Store, client: TestClient, make_workspace: Callable[..., Workspace],
    key_for: Callable[..., dict[str, str]],
) -> None:  # fmt: skip
    waiting = store.upload(store.both())
    client.cookies.clear()
    foreign = key_for(make_workspace())
    path = f"/api/v1/imports/{waiting['import_id']}/split"
    for body in ({"choice": "workspaces"}, {"choice": "store", "store": store.names[0]}):
        assert client.post(path, json=body, headers=foreign).status_code == 404


def test_the_split_is_told(store: Store, database: Database) -> None:
    waiting = store.upload(store.both())
    split = store.split(waiting["import_id"], {"choice": "workspaces"}).json()
    with database.transaction(store.workspace.id) as session:
        told = [e for e in events.read_after(session, store.workspace.id, 0) if "split" in e.topic]
    (event,) = told
    assert event.payload["by"] == store.person.user_id
    assert event.payload["targets"] == [one["target"] for one in split["stores"]]
