"""Every tile and all that lies under it is equal on DuckDB and PostgreSQL."""

from typing import Any

import pytest

from marketing_agent.metrics import service
from marketing_agent.metrics.loader import load_model
from marketing_agent.metrics.service import Ask
from tests.metrics import synthetic
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.engines.conftest import Both, OnBoth
from tests.metrics.engines.equal import same

MODEL = load_model()
SOURCES = ["ledger", "report", "klaviyo", "ads", "report_by_type"]
RANGES = ["last_30_days", "last_month", "month_to_date", "2026-09-07..2026-09-07"]


@pytest.fixture(scope="module", params=SOURCES)
def pair(
    request: pytest.FixtureRequest, stores_by_source: dict[str, Store], on_both: OnBoth
) -> Both:
    return on_both(stores_by_source[request.param])


def _tiles(store: Store, **ask: Any) -> list[dict[str, Any]]:
    return [kpi.model_dump(exclude={"sql_id"}) for kpi in store.kpis(**ask)]


@pytest.mark.parametrize("compare", ["previous_period", "previous_year"])
@pytest.mark.parametrize("days", RANGES)
def test_every_tile(pair: Both, days: str, compare: str) -> None:
    ours, theirs = (
        _tiles(store, range=days, compare=compare) for store in (pair.duckdb, pair.postgres)
    )
    assert [tile["key"] for tile in ours] == list(MODEL.metrics)
    assert any(tile["value"] is not None for tile in ours)
    assert ours == theirs


@pytest.mark.parametrize("days", RANGES)
def test_the_summary(pair: Both, days: str) -> None:
    ours, theirs = (store.summary(range=days) for store in (pair.duckdb, pair.postgres))
    beside = {"sections": {"__all__": {"tiles": {"__all__": {"sql_id"}}}}, "freshness": True}
    assert ours.model_dump(exclude=beside) == theirs.model_dump(exclude=beside)


def test_statements_are_stored_in_the_dialect_of_their_engine(pair: Both) -> None:
    for store, dialect in ((pair.duckdb, "duckdb"), (pair.postgres, "postgres")):
        key = next(kpi.key for kpi in store.kpis() if kpi.status == "ok")
        with store.database.transaction(store.workspace.id) as session:
            ask = Ask(as_of=synthetic.TODAY)
            shown = service.sql(session, store.warehouse, store.workspace, key, ask)
        assert shown.dialect == dialect
        assert ("%(start)s" in shown.sql) == (dialect == "postgres")


def test_rows_and_files_under_every_number(pair: Both) -> None:
    seen = 0
    for key in (kpi.key for kpi in pair.duckdb.kpis() if kpi.status == "ok"):
        ours, theirs = (_under(store, key) for store in (pair.duckdb, pair.postgres))
        assert same(ours, theirs), key
        seen += len(ours)
    assert seen > 4


def _under(store: Store, key: str) -> list[Any]:
    with store.database.transaction(store.workspace.id) as session:
        where, ask = (session, store.warehouse, store.workspace, key), Ask(as_of=synthetic.TODAY)
        rows = service.rows(*where, ask, limit=40, offset=3)
        return [rows.model_dump(), service.lineage(*where, ask).model_dump()]


def test_an_empty_store(make_store: MakeStore, on_both: OnBoth) -> None:
    both = on_both(make_store({"orders": []}))
    assert _tiles(both.duckdb) == _tiles(both.postgres)
