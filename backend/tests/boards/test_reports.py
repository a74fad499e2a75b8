"""Reports over HTTP: kept as they were, listed, looked at again, exported, brought back."""

import csv
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from marketing_agent.boards.reports import service
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from tests.boards.conftest import Desk
from tests.metrics.shops import KLAVIYO, TODAY, Shops

ASK = {"range": "last_30_days", "as_of": str(TODAY)}


def keep(desk: Desk, insight: str = "sales", **more: Any) -> dict[str, Any]:
    made = desk.done("POST", "/reports", {"insight": insight, "ask": ASK} | more)
    assert isinstance(made, dict)
    return made


def test_a_report_is_the_page_as_it_was(desk: Desk, reader: Desk) -> None:
    made = keep(desk)
    page = desk.shop.get("/insights/sales", range="last_30_days", limit=500)
    kept = reader.done("GET", f"/reports/{made['id']}")
    assert kept["page"]["sentences"] == page["sentences"]
    assert [part["rows"] for part in kept["page"]["parts"]] == [
        part["rows"] for part in page["parts"]
    ]
    hashes = [[one["hash"] for one in part["statements"]] for part in kept["page"]["parts"]]
    assert hashes == [[one["hash"] for one in part["statements"]] for part in page["parts"]]
    assert kept["title"] == "Sales, 25 October to 23 November 2026"
    assert (kept["first_day"], kept["last_day"]) == ("2026-10-25", "2026-11-23")


def test_show_me_why_is_kept_with_its_marks(desk: Desk) -> None:
    (day, *_) = [
        one["date"] for one in desk.shop.truth["anomaly_days"] if one["kind"] == "bot_traffic"
    ]
    ask = ASK | {"range": f"{day}..{day}", "show": "sessions"}
    made = keep(desk, "why", ask=ask, title="Why sessions jumped")
    line = next(part for part in made["page"]["parts"] if part["key"] == "line")
    assert line["annotations"][0]["at"] == day
    document = desk.send("GET", f"/reports/{made['id']}/document.md").text
    assert document.startswith("# Why sessions jumped\n")
    for part in made["page"]["parts"]:
        assert f"## {part['title']}" in document
        assert part["statements"][0]["hash"][:12] in document


def test_data_that_changes_later_leaves_it_as_it_was(
    shops: Shops, key_for: Callable[..., dict[str, str]]
) -> None:
    shop = shops.new("BE_Design_Co", *KLAVIYO)
    desk = Desk(shop, key_for(shop.workspace, "marketer"))
    made = keep(desk, "email")
    (load,) = desk.done("GET", "/imports")["items"]
    desk.done("POST", f"/imports/{load['import_id']}/revert")
    gone = shop.get("/insights/email", range="last_30_days")
    assert gone["parts"] == []
    assert desk.done("GET", f"/reports/{made['id']}") == made
    again = desk.send("POST", f"/reports/{made['id']}/again")
    assert (again.status_code, again.json()["code"]) == (422, "report.nothing")


def test_look_again_asks_the_same_with_today(desk: Desk) -> None:
    made = keep(desk, title="October")
    again = desk.done("POST", f"/reports/{made['id']}/again")
    assert again["id"] != made["id"]
    assert again["title"] == "October"
    assert again["ask"].get("as_of") is None
    assert again["page"]["as_of"] != made["page"]["as_of"]
    assert desk.done("GET", f"/reports/{made['id']}")["page"] == made["page"]


def test_a_part_is_a_file_of_the_kept_rows(desk: Desk) -> None:
    made = keep(desk)
    part = next(part for part in made["page"]["parts"] if part["mark"] == "table")
    answer = desk.send("GET", f"/reports/{made['id']}/{part['key']}.csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == [column["label"] for column in part["columns"]]
    assert len(rows) == len(part["rows"]) + 1
    assert answer.headers["content-type"].startswith("text/csv")
    missing = desk.send("GET", f"/reports/{made['id']}/none.csv")
    assert (missing.status_code, missing.json()["code"]) == (404, "report.unknown_part")


def test_the_list_is_paged_searched_and_without_what_was_deleted(desk: Desk) -> None:
    made = [keep(desk, title=f"Paged {number}% of all_of it") for number in range(5)]
    first = desk.done("GET", "/reports?q=paged&limit=2")
    assert first["total"] == 5
    found, cursor = first["items"], first["next_cursor"]
    while cursor:
        more = desk.done("GET", f"/reports?q=paged&limit=2&cursor={cursor}")
        found, cursor = found + more["items"], more["next_cursor"]
    assert [one["id"] for one in found] == [one["id"] for one in made[::-1]]
    assert "page" not in found[0]
    for words, many in (("4%25 of all_of", 1), ("4_ of", 0), ("%25", 5), ("\\", 0)):
        assert desk.done("GET", f"/reports?q={words}")["total"] == many, words
    assert desk.send("DELETE", f"/reports/{made[0]['id']}").status_code == 204
    assert desk.done("GET", "/reports?q=paged")["total"] == 4
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/again"), ("GET", "/x.csv")):
        gone = desk.send(method, f"/reports/{made[0]['id']}{path}")
        assert (gone.status_code, gone.json()["code"]) == (404, "report.unknown")
    desk.done("POST", f"/reports/{made[0]['id']}/restore")
    assert desk.done("GET", "/reports?q=paged")["total"] == 5


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("  Sales  ", "Sales"),
        ("<script>alert(1)</script> | `x` # [a](b)", None),
        ("=HYPERLINK(1)", None),
        ("مبيعات 🛍️ ÆØÅ", None),
        ("x" * 160, None),
    ],
    ids=["spaces", "markup", "formula", "script", "long"],
)
def test_odd_titles_are_text(desk: Desk, title: str, kept: str | None) -> None:
    made = keep(desk, title=title)
    assert made["title"] == (kept or title)
    document = desk.send("GET", f"/reports/{made['id']}/document.md").text
    head = document.splitlines()[0].removeprefix("# ")
    assert head.replace("\\", "") == made["title"]
    assert "<script>" not in document
    assert "[a](b)" not in document


@pytest.mark.parametrize(
    "body",
    [
        {"insight": "sales", "title": ""},
        {"insight": "sales", "title": "x" * 161},
        {"insight": "sales", "title": "two\nlines"},
        {"insight": "sales", "title": "nul\x00"},
        {"insight": "nothing"},
        {"insight": "sales", "ask": {"range": "whenever"}},
        {"insight": "sales", "ask": {"show": "elephants"}},
        {"insight": "sales", "ask": {"limit": 501}},
        {"insight": "sales", "more": 1},
        {},
    ],
    ids=[
        "empty", "long", "lines", "nul", "page", "range", "choice", "limit", "more", "none",
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    before = desk.done("GET", "/reports")["total"]
    assert desk.send("POST", "/reports", body).status_code == 422
    assert desk.done("GET", "/reports")["total"] == before


def test_a_page_of_gaps_alone_is_no_report(
    shops: Shops, key_for: Callable[..., dict[str, str]]
) -> None:
    empty = shops.empty()
    answer = Desk(empty, key_for(empty.workspace)).send("POST", "/reports", {"insight": "cohorts"})
    assert (answer.status_code, answer.json()["code"]) == (422, "report.nothing")
    assert "nothing to keep" in answer.text


def test_readers_read_and_do_not_keep(desk: Desk, reader: Desk) -> None:
    made = keep(desk)
    for method, path in (
        ("POST", ""), ("DELETE", f"/{made['id']}"), ("POST", f"/{made['id']}/again"),
        ("POST", f"/{made['id']}/restore"),
    ):  # fmt: skip
        body = {"insight": "sales"} if path == "" else None
        assert reader.send(method, f"/reports{path}", body).status_code == 403
    assert reader.done("GET", f"/reports/{made['id']}")["id"] == made["id"]


def test_two_savers_at_once_keep_two(desk: Desk) -> None:
    before = desk.done("GET", "/reports")["total"]
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: keep(desk, title="Twice"), range(2)))
    assert made[0]["id"] != made[1]["id"]
    assert desk.done("GET", "/reports")["total"] == before + 2


def test_a_foreign_workspace_sees_none_of_it(
    desk: Desk, make_workspace: Callable[..., Workspace], key_for: Callable[..., dict[str, str]]
) -> None:
    made = keep(desk)
    theirs = Desk(desk.shop, key_for(make_workspace()))
    assert theirs.done("GET", "/reports")["items"] == []
    for method, path in (
        ("GET", ""), ("DELETE", ""), ("POST", "/again"), ("POST", "/restore"),
        ("GET", "/document.md"), ("GET", "/figures.csv"),
    ):  # fmt: skip
        answer = theirs.send(method, f"/reports/{made['id']}{path}")
        assert answer.status_code == 404, (method, path)
    assert desk.done("GET", f"/reports/{made['id']}")["id"] == made["id"]


def test_many_rows_are_cut_and_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are cut by the page, drawings by the report; both say how many there were."""
    monkeypatch.setattr(service, "MOST_ROWS", 7)
    made = keep(desk, "why", ask=ASK | {"show": "orders"})
    line = next(part for part in made["page"]["parts"] if part["key"] == "line")
    whole = desk.shop.get("/insights/why", range="last_30_days", show="orders", limit=500)
    many = next(len(part["rows"]) for part in whole["parts"] if part["key"] == "line")
    assert len(line["rows"]) == 7
    assert line["total"] == many
    assert f"keeps the first 7 of {many} rows" in line["note"]


def test_deleted_ones_are_dropped_for_good_after_a_month(desk: Desk, database: Database) -> None:
    made = keep(desk, title="Old")
    desk.done("DELETE", f"/reports/{made['id']}")
    past = text("UPDATE report SET deleted_at = now() - interval '31 days' WHERE id = :id")
    with database.transaction(desk.shop.workspace.id) as session:
        session.execute(past, {"id": made["id"]})
    keep(desk, title="New")
    assert desk.send("POST", f"/reports/{made['id']}/restore").status_code == 404
