"""Every statement that the product runs over a store's data is stored, and its run names it.

The statements are counted where they reach the engine, and compared with what `query_run` says.
"""

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import text

from marketing_agent.ask import jobs as ask_jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.db import Database
from marketing_agent.metrics import jobs as metric_jobs
from marketing_agent.warehouse.schemas import QueryResult
from marketing_agent.warehouse.service import Warehouse
from tests.boards.conftest import NET_BY_MONTH, Desk
from tests.metrics.shops import TODAY, Shops

# Streams and files that read no store data at all.
NOT_WALKED = {"/api/v1/events"}
METRICS = ("total_sales", "campaign_aov", "email_click_rate", "sessions")
COUNT = "SELECT COUNT(*) AS n FROM orders"
_RUNS = text(
    "SELECT r.origin, r.cache_id, r.template_id, coalesce(t.sql_text, r.sql_text) AS sql"
    " FROM query_run r LEFT JOIN sql_template t ON t.id = r.template_id"
)


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every statement with its workspace, as the warehouse gets it."""
    seen: list[tuple[str, str]] = []
    query = Warehouse.query

    def spy(self: Warehouse, workspace_id: str, version: int, sql: str, params=None) -> QueryResult:  # type: ignore[no-untyped-def]
        seen.append((workspace_id, sql))
        return query(self, workspace_id, version, sql, params)

    monkeypatch.setattr(Warehouse, "query", spy)
    return seen


@pytest.fixture
def fresh(
    shops: Shops, key_for: Callable[..., dict[str, str]], executed: list[tuple[str, str]]
) -> Desk:
    """A shop that nobody has looked at yet."""
    shop = shops.new("BE_Design_Co")
    return Desk(shop, key_for(shop.workspace, "owner"))


def test_every_run_names_a_stored_statement(
    fresh: Desk, database: Database, executed: list[tuple[str, str]]
) -> None:
    _jobs(fresh, database)
    _walk_pages(fresh)
    _walk_saved(fresh)
    ran = _runs(fresh, database)
    ours = [sql for workspace, sql in executed if workspace == fresh.shop.workspace.id]
    assert len(ours) > 150
    by_engine = [one for one in ran if one.origin != "sql" and not _is_sandboxed(one.sql)]
    assert Counter(one.sql for one in by_engine) == Counter(ours)
    nameless = [one.origin for one in ran if one.template_id is None]
    assert set(nameless) <= {"ask", "sql"}


def test_runs_of_questions_and_of_the_explorer_are_recorded(
    fresh: Desk, database: Database
) -> None:
    asked = fresh.done("POST", "/ask", {"question": "orders last month", "as_of": str(TODAY)})
    fresh.done("POST", "/sql", {"sql": COUNT})
    assert fresh.send("POST", "/sql", {"sql": "SELECT 1 / 0 + no FROM orders"}).status_code == 422
    ran = [one for one in _runs(fresh, database) if one.origin in ("ask", "sql")]
    (question,) = (one for one in ran if one.origin == "ask")
    assert (question.cache_id, question.template_id) == (
        asked["cache"]["entry_id"],
        asked["sql_id"],
    )
    (statement,) = (one for one in ran if one.origin == "sql")
    assert statement.template_id is None
    assert statement.sql.startswith("SELECT\n  COUNT(*)")


def _jobs(desk: Desk, database: Database) -> None:
    """What runs after an import."""
    context = JobContext("job", desk.shop.workspace.id, {}, 1, database, desk.shop.settings)
    metric_jobs.prepare(context)
    ask_jobs.seed(context)


def _walk_pages(desk: Desk) -> None:
    """Every readable route of the document, with real keys where it has some."""
    app = desk.shop.client.app
    paths = app.openapi()["paths"]  # type: ignore[attr-defined]
    readable = [path for path, item in paths.items() if "get" in item]
    assert len(readable) > 20
    for path in readable:
        if path in NOT_WALKED:
            continue
        for key in METRICS if "{key}" in path else ("-",):
            filled = path.replace("{key}", key)
            answer = desk.shop.client.get(filled, headers=desk.headers)
            assert answer.status_code < 500, (filled, answer.text)
    query = {
        "metrics": ["net_sales"],
        "grain": "day",
        "time": {"expr": "x", "start": "2026-10-01", "end": "2026-10-31"},
    }
    desk.done("POST", "/query", query)
    desk.done("POST", "/query/batch", {"queries": [query, query | {"dimensions": ["country"]}]})
    assert desk.send("POST", "/query.csv", query).is_success
    for days in ("last_7_days", "2026-01-01..2026-03-31"):
        desk.done("GET", f"/summary?range={days}&compare=previous_year")


def _walk_saved(desk: Desk) -> None:
    saved = desk.save("saved-questions", "Net", question=NET_BY_MONTH)
    desk.done("POST", f"/saved-questions/{saved['id']}/run?as_of={TODAY}")
    for asked in ({"question": NET_BY_MONTH}, {"sql": COUNT}):
        desk.save("widgets", "One", **asked)
    assert len(desk.done("GET", "/widgets/data")["items"]) == 2


def _runs(desk: Desk, database: Database) -> list:  # type: ignore[type-arg]
    with database.transaction(desk.shop.workspace.id) as session:
        return list(session.execute(_RUNS).all())


def _is_sandboxed(sql: str) -> bool:
    """Saved SQL runs in a process of its own, not through the warehouse's reader."""
    return sql.startswith("SELECT\n  COUNT(*) AS n\nFROM orders")
