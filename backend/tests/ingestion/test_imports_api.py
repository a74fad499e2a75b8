"""Imports over HTTP and in the worker: made, followed, shown, reverted, and by whom."""

import csv
import io
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from marketing_agent.ingestion.running import locked
from tests.ingestion.conftest import MakeShop, Shop, adds_up
from tests.ingestion.exports import ORDER_HEADER, order, orders_csv, some_orders

INVENTORY = (
    b"Handle,Title,Option1 Value,SKU,Location,Available\n"
    b"tea,Tea,Default,T-1,Main,7\nmug,Mug,Default,M-1,Main,not stocked\n"
)
HOSTILE = '=HYPERLINK("http://example.com")'


def _zip(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _events(shop: Shop, import_id: str) -> list[tuple[str, dict[str, Any]]]:
    query = text("SELECT topic, payload FROM events WHERE payload->>'import_id' = :i ORDER BY id")
    with shop.database.transaction(shop.workspace.id) as session:
        return [(row[0], row[1]) for row in session.execute(query, {"i": import_id})]


def test_an_upload_waits_for_the_worker(shop: Shop) -> None:
    answer = shop.send({"orders.csv": some_orders(4)})
    assert answer.status_code == 202
    made = answer.json()
    assert (made["status"], [file["status"] for file in made["files"]]) == ("queued", ["pending"])
    assert shop.version == 0
    shop.work()
    done = shop.shown(made["import_id"])
    assert (done["status"], done["warehouse_version"], shop.orders) == ("completed", 1, 4)


def test_a_folder_with_names_of_its_own(shop: Shop) -> None:
    shown = shop.upload(
        {
            "Store/sales/orders_export.csv": some_orders(4),
            "Store/stock/inventory.csv": INVENTORY,
            "Store/.DS_Store": b"litter",
            "Store/more.zip": _zip(**{"sales/orders_2.csv": some_orders(2, 50)}),
        }
    )
    kinds = {file["name"]: (file["kind"], file["loaded"]) for file in shown["files"]}
    assert kinds == {
        "Store/more.zip/sales/orders_2.csv": ("orders", 2),
        "Store/sales/orders_export.csv": ("orders", 4),
        "Store/stock/inventory.csv": ("inventory", 2),
    }
    assert all(adds_up(file) for file in shown["files"])
    assert shop.orders == 6


def test_files_of_the_same_name_are_both_kept(shop: Shop) -> None:
    parts = [("files", ("o.csv", io.BytesIO(some_orders(2, at)))) for at in (1, 50)]
    answer = shop.client.post("/api/v1/imports", files=parts, headers=shop.headers())
    shop.work()
    names = [file["name"] for file in shop.shown(answer.json()["import_id"])["files"]]
    assert (names, shop.orders) == (["o.csv", "o (2).csv"], 4)


def test_progress_is_told(shop: Shop) -> None:
    files = {"a.csv": some_orders(2), "b.csv": some_orders(2, 50)}
    import_id = shop.upload(files)["import_id"]
    told = _events(shop, import_id)
    assert [(topic, p.get("phase"), p.get("done"), p.get("message")) for topic, p in told] == [
        ("import.accepted", None, None, None),
        ("import.progress", "reading", 0, "a.csv"),
        ("import.progress", "reading", 1, "b.csv"),
        ("import.progress", "building", 2, ""),
        ("import.files", None, None, None),
        ("import.published", None, None, None),
        ("import.completed", None, None, None),
    ]
    assert told[-1][1]["status"] == "completed"


@pytest.mark.parametrize(
    ("files", "outcome"),
    [
        ({"orders.csv": some_orders(3)}, "completed"),
        ({"orders.csv": some_orders(3), "notes.csv": b"Dear,diary\n1,2\n"}, "completed"),
        ({"notes.csv": b"Dear,diary\n1,2\n", "empty.csv": b""}, "refused"),
    ],
)
def test_one_word_says_what_came_of_an_import_at_every_door(
    make_shop: MakeShop, tmp_path: Path, files: dict[str, bytes], outcome: str
) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    uploaded, typed = make_shop(), make_shop()
    shown = uploaded.upload(files)
    result = typed.load(tmp_path)
    listed = typed.client.get("/api/v1/imports", headers=typed.headers()).json()["items"]
    told = [_events(uploaded, shown["import_id"]), _events(typed, result.import_id)]
    assert {shown["status"], result.status, listed[0]["status"]} == {outcome}
    assert [events[-1] for events in told] == [
        ("import.completed", {"import_id": one, "status": outcome})
        for one in (shown["import_id"], result.import_id)
    ]


def test_an_import_that_loaded_nothing_cannot_be_taken_back(shop: Shop) -> None:
    import_id = shop.upload({"notes.csv": b"Dear,diary\n1,2\n"})["import_id"]
    path = f"/api/v1/imports/{import_id}/revert"
    answer = shop.client.post(path, headers=shop.headers())
    assert (answer.status_code, answer.json()["code"]) == (422, "ingestion.not_in_force")


def test_the_same_file_twice_is_unchanged(shop: Shop) -> None:
    first = shop.upload({"orders.csv": some_orders(4)})
    again = shop.upload({"copy (1).csv": some_orders(4)})
    assert [file["status"] for file in again["files"]] == ["unchanged"]
    assert (first["status"], again["status"]) == ("completed", "unchanged")
    assert (again["warehouse_version"], shop.version, shop.orders) == (None, 1, 4)
    assert first["files"][0]["sha256"] == again["files"][0]["sha256"]


def test_the_same_key_makes_one_import(shop: Shop) -> None:
    headers = shop.headers() | {"Idempotency-Key": "upload-1"}
    ids = {shop.send({"orders.csv": some_orders(3)}, headers).json()["import_id"] for _ in range(3)}
    assert len(ids) == 1
    other = shop.send({"orders.csv": some_orders(2)}, headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    listed = shop.client.get("/api/v1/imports", headers=shop.headers()).json()["items"]
    assert [one["import_id"] for one in listed] == list(ids)


def test_reverting_publishes_a_version_without_the_import(shop: Shop) -> None:
    first = shop.upload({"a.csv": some_orders(4)})
    shop.upload({"b.csv": some_orders(3, 50)})
    assert shop.orders == 7
    path = f"/api/v1/imports/{first['import_id']}/revert"
    answer = shop.client.post(path, headers=shop.headers())
    assert (answer.status_code, answer.json()["status"]) == (200, "reverted")
    assert (shop.version, shop.orders) == (3, 3)
    twice = shop.client.post(path, headers=shop.headers())
    assert (twice.status_code, twice.json()["code"]) == (422, "ingestion.not_in_force")
    assert shop.upload({"a.csv": some_orders(4)})["files"][0]["status"] == "loaded"
    assert shop.orders == 7


def test_two_people_revert_at_once(shop: Shop) -> None:
    first = shop.upload({"a.csv": some_orders(4)})["import_id"]
    second = shop.upload({"b.csv": some_orders(3, 50)})["import_id"]
    headers, start = shop.headers(), threading.Barrier(4)

    def revert(import_id: str) -> int:
        start.wait()
        path = f"/api/v1/imports/{import_id}/revert"
        return shop.client.post(path, headers=headers).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(revert, [first, first, second, second]))
    assert set(statuses) <= {200, 409, 422}
    reverted = [one for one in (first, second) if shop.shown(one)["status"] == "reverted"]
    assert statuses.count(200) == len(reverted) >= 1
    assert shop.orders == 7 - (4 if first in reverted else 0) - (3 if second in reverted else 0)


def test_a_revert_does_not_wait_for_a_running_import(shop: Shop) -> None:
    import_id = shop.upload({"a.csv": some_orders(4)})["import_id"]
    with locked(shop.database, shop.workspace.id):
        answer = shop.client.post(f"/api/v1/imports/{import_id}/revert", headers=shop.headers())
    assert (answer.status_code, answer.json()["code"]) == (409, "ingestion.busy")
    assert answer.json()["retryable"] is True
    assert shop.orders == 4


def test_what_a_file_says_of_later_days_wins(shop: Shop) -> None:
    old = orders_csv([order(1, Financial_Status="pending"), order(2)])
    new = orders_csv([order(1, Financial_Status="refunded"), order(99)])
    shop.upload({"a new export.csv": new.encode(), "b old export.csv": old.encode()})
    assert shop.ask("SELECT financial_status FROM orders WHERE order_name = '#1001'") == [
        ("refunded",)
    ]


def test_a_browsers_numbered_copy_comes_after_the_first(shop: Shop) -> None:
    first = orders_csv([order(1, Financial_Status="pending")])
    copy = orders_csv([order(1, Financial_Status="paid")])
    shop.upload({"orders (1).csv": copy.encode(), "orders.csv": first.encode()})
    assert shop.ask("SELECT financial_status FROM orders") == [("paid",)]


def _with_rejected(shop: Shop) -> tuple[str, str]:
    rows = [order(1), order(2, Total="a lot"), order(3, Created_at="", Lineitem_name=HOSTILE)]
    shown = shop.upload({"orders.csv": orders_csv(rows).encode()})
    (file,) = shown["files"]
    assert (file["rows_in"], file["loaded"], file["rejected"]) == (3, 1, 2)
    return shown["import_id"], file["id"]


def test_rejected_rows_say_why(shop: Shop) -> None:
    import_id, file_id = _with_rejected(shop)
    path = f"/api/v1/imports/{import_id}/files/{file_id}/rejections"
    found = shop.client.get(path, headers=shop.headers("viewer")).json()
    assert found["total"] == 2
    in_file_order = [name for name in ORDER_HEADER if name in found["columns"]]
    assert "Lineitem name" in in_file_order
    assert found["columns"] == in_file_order
    assert [(row["row"], row["reason"]) for row in found["items"]] == [
        (2, "Total “a lot” is not an amount."),
        (3, "Created at is empty."),
    ]
    page = shop.client.get(path, params={"limit": 1, "offset": 1}, headers=shop.headers()).json()
    assert [row["row"] for row in page["items"]] == [3]
    assert "buyer2@example.com" not in str(found)


def test_rejected_rows_as_a_file_that_runs_nothing(shop: Shop) -> None:
    import_id, file_id = _with_rejected(shop)
    path = f"/api/v1/imports/{import_id}/files/{file_id}/rejections.csv"
    answer = shop.client.get(path, headers=shop.headers("viewer"))
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    header, *rows = csv.reader(io.StringIO(answer.text, newline=""))
    assert header[:2] == ["Row", "Reason"]
    assert [row[:2] for row in rows] == [
        ["2", "Total “a lot” is not an amount."], ["3", "Created at is empty."],
    ]  # fmt: skip
    assert rows[1][header.index("Lineitem name")] == f"'{HOSTILE}"
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "@"}]
    assert "@example.com" not in answer.text


def test_another_workspaces_import_does_not_exist(shop: Shop, make_shop: MakeShop) -> None:
    import_id, file_id = _with_rejected(shop)
    stranger = make_shop().headers()
    base = f"/api/v1/imports/{import_id}"
    for path in ("", f"/files/{file_id}/rejections", f"/files/{file_id}/rejections.csv"):
        assert shop.client.get(base + path, headers=stranger).status_code == 404
    assert shop.client.post(f"{base}/revert", headers=stranger).status_code == 404
    assert shop.orders == 1
    other_import = shop.upload({"b.csv": some_orders(2, 50)})["import_id"]
    wrong = f"/api/v1/imports/{other_import}/files/{file_id}/rejections.csv"
    assert shop.client.get(wrong, headers=shop.headers()).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "approver"])
def test_who_may_look_may_not_load(shop: Shop, role: str) -> None:
    import_id = shop.upload({"a.csv": some_orders(2)})["import_id"]
    headers = shop.headers(role)
    assert shop.send({"b.csv": some_orders(2, 50)}, headers).status_code == 403
    revert = shop.client.post(f"/api/v1/imports/{import_id}/revert", headers=headers)
    assert revert.status_code == 403
    assert shop.client.get("/api/v1/imports", headers=headers).status_code == 200
    assert shop.orders == 2


def test_an_import_and_its_job_are_made_together(shop: Shop) -> None:
    shop.send({"orders.csv": some_orders(2)})
    with shop.database.transaction(shop.workspace.id) as session:
        query = text(
            "SELECT (SELECT xmin FROM imports) = (SELECT xmin FROM jobs)"
            " AND (SELECT xmin FROM imports) = (SELECT xmin FROM import_files)"
        )
        assert session.execute(query).scalar_one() is True
