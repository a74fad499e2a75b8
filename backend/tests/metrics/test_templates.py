"""Stored statements over HTTP: every page's SQL is there with its hash, its runs and its age."""

import csv
import hashlib
import io
from collections.abc import Callable

from marketing_agent.tenancy.schemas import Workspace
from tests.metrics.shops import Shop


def test_what_ran_is_listed_with_its_hash_and_runs(whole: Shop) -> None:
    whole.tiles()
    before = whole.get("/sql-templates", q="net_sales", kind="kpi", limit=200)
    for _ in range(2):
        shown = whole.get("/kpis/net_sales/sql")
    after = whole.get("/sql-templates", q="net_sales", kind="kpi", limit=200)
    (found,) = (one for one in after["items"] if one["id"] == shown["sql_id"])
    (old,) = (one for one in before["items"] if one["id"] == shown["sql_id"])
    assert found["runs"] == old["runs"] + 2
    assert found["sql"] == shown["sql"]
    assert found["hash"] == shown["hash"] == hashlib.sha256(found["sql"].encode()).hexdigest()
    assert found["last_run_at"] >= found["created_at"]
    assert found["average_ms"] > 0
    assert (found["status"], found["verified_by"], found["failed"]) == ("verified", "model", 0)


def test_statements_are_searched_sorted_and_paged(whole: Shop) -> None:
    whole.tiles()
    by_key = whole.get("/sql-templates", sort="key", descending=False, limit=200, kind="kpi")
    keys = [one["key"] for one in by_key["items"]]
    assert keys == sorted(keys)
    assert len(keys) == min(by_key["total"], 200)
    page = whole.get("/sql-templates", sort="key", descending=False, limit=3, offset=2, kind="kpi")
    assert [one["id"] for one in page["items"]] == [one["id"] for one in by_key["items"]][2:5]
    runs = [one["runs"] for one in whole.get("/sql-templates", limit=200)["items"]]
    assert runs == sorted(runs, reverse=True)
    digest = by_key["items"][0]["hash"]
    assert {one["hash"] for one in whole.get("/sql-templates", q=digest)["items"]} == {digest}
    assert whole.get("/sql-templates", q="100% of _ nothing")["total"] == 0
    assert whole.ask("/sql-templates", sort="sql_text").status_code == 422


def test_statements_are_taken_away_as_a_file(whole: Shop) -> None:
    listed = whole.get("/sql-templates", kind="summary", limit=200)
    answer = whole.ask("/sql-templates.csv", kind="summary")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["hash"] for row in rows] == [one["hash"] for one in listed["items"]]


def test_another_workspace_has_its_own(
    whole: Shop, workspace: Workspace, key_for: Callable[..., dict[str, str]]
) -> None:
    whole.tiles()
    assert whole.get("/sql-templates")["total"] > 100
    answer = whole.client.get("/api/v1/sql-templates", headers=key_for(workspace))
    assert answer.json()["total"] == 0
