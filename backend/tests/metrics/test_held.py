"""What looking over a version finds is kept: another process reads it and runs nothing."""

from collections.abc import Mapping
from datetime import date

import pytest

from marketing_agent.metrics import held as module
from marketing_agent.metrics.held import Held, held
from marketing_agent.metrics.prepared import Recent
from marketing_agent.warehouse.schemas import QueryResult
from marketing_agent.warehouse.service import Warehouse
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.stores import cell, order

_ORDERS = [order(str(n), date(2026, 9, 1 + n), 100 * n, country="CA") for n in range(1, 9)]
_SPLIT = cell(
    "sessions", "sessions", date(2026, 9, 1), date(2026, 9, 2), 7,
    dims='{"device_type": "Mobile"}', dim_names="device_type",
)  # fmt: skip


class _Counting:
    """A warehouse that counts what is run on it."""

    def __init__(self, of: Warehouse) -> None:
        self.dialect, self._of, self.ran = of.dialect, of, 0
        self.texts = set[str]()

    def query(
        self, workspace_id: str, version: int, sql: str, params: Mapping[str, object]
    ) -> QueryResult:
        self.ran += 1
        self.texts.add(sql)
        return self._of.query(workspace_id, version, sql, params)


def _of_another_process(store: Store, monkeypatch: pytest.MonkeyPatch) -> tuple[Held, int]:
    monkeypatch.setattr(module, "_held", Recent[Held](8))
    counting = _Counting(store.warehouse)
    with store.database.transaction(store.workspace.id) as session:
        found = held(session, counting, store.workspace)  # type: ignore[arg-type]
    assert len(counting.texts) == counting.ran, "nothing is looked for twice"
    return found, counting.ran


def test_another_process_reads_what_was_seen(
    make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_store({"orders": _ORDERS, "report_facts": [_SPLIT]})
    first, looked = _of_another_process(store, monkeypatch)
    again, ran = _of_another_process(store, monkeypatch)
    assert looked > 10
    assert ran == 0
    assert first == again
    assert again.values.by_dimension["country"] == ("CA",)
    assert [report.carried for report in again.holdings.reports] == [frozenset({"device_type"})]


def test_what_postgresql_cannot_keep_is_looked_over_again(
    make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = order("9", date(2026, 9, 20), 5, discount_code="a\x00b")
    store = make_store({"orders": [*_ORDERS, odd]})
    first, looked = _of_another_process(store, monkeypatch)
    again, ran = _of_another_process(store, monkeypatch)
    assert ran == looked
    assert first == again
