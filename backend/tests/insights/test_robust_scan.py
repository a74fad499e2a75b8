"""A look for alerts that goes wrong in one place, and several looks at once."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from marketing_agent.insights.alerts import scanning, service
from marketing_agent.insights.alerts.scanning import Finder, scan
from marketing_agent.insights.alerts.schemas import AlertKind, AlertSearch, Finding
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import InsightAsk
from tests.insights.stock import level, sold
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.synthetic import TODAY

Find = Callable[[Ground], Iterator[Finding]]


def finds(kind: AlertKind, *keys: str) -> Finder:
    def find(ground: Ground) -> Iterator[Finding]:
        for key in keys:
            yield Finding(key=key, kind=kind, severity="warning", title=key, body="It is so.")

    return Finder((kind,), find)


def slips(ground: Ground) -> Iterator[Finding]:
    yield from finds("email", "half").find(ground)
    raise ValueError("a finder with a slip")


def breaks_the_transaction(ground: Ground) -> Iterator[Finding]:
    ground.session.execute(text("SELECT 1 / 0"))
    yield from ()


@pytest.fixture
def store(make_store: MakeStore) -> Store:
    return make_store({**sold({"CUP": [1] * 30}), "inventory_levels": [level("CUP", 0)]})


def look(store: Store) -> list[str]:
    with store.database.transaction(store.workspace.id) as session:
        return scan(session, store.warehouse, store.workspace, InsightAsk(as_of=TODAY))


def alerts(store: Store, status: str = "open") -> dict[str, Any]:
    with store.database.transaction(store.workspace.id) as session:
        search = AlertSearch.model_validate({"status": status, "limit": 200})
        return {one.title: one for one in service.listed(session, store.workspace, search).items}


@pytest.mark.parametrize("broken", [slips, breaks_the_transaction])
def test_one_that_fails_leaves_the_others_and_what_it_found_before(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    broken: Find,
) -> None:
    monkeypatch.setattr(scanning, "FINDERS", (finds("email", "old"), finds("stock", "gone")))
    assert len(look(store)) == 2
    monkeypatch.setattr(
        scanning,
        "FINDERS",
        (Finder(("email",), broken), finds("stock", "new"), finds("shift", "s")),
    )
    with caplog.at_level(logging.ERROR):
        assert len(look(store)) == 2
    # What the broken one was half through is not known; what it told before has not ended.
    assert set(alerts(store)) == {"old", "new", "s"}
    assert set(alerts(store, "resolved")) == {"gone"}
    (record,) = [one for one in caplog.records if one.name == scanning.__name__]
    assert (record.kinds, bool(record.exc_info)) == ("email", True)  # type: ignore[attr-defined]
    monkeypatch.setattr(scanning, "FINDERS", (finds("email"),))
    look(store)
    assert "old" in alerts(store, "resolved")


def test_a_real_look_that_fails_late_can_be_repeated(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a failed finder stored first, such as its statements, is stored anew by the next."""
    real = scanning.FINDERS

    def late(finder: Finder) -> Finder:
        def find(ground: Ground) -> Iterator[Finding]:
            yield from finder.find(ground)
            raise ValueError("late")

        return Finder(finder.kinds, find)

    monkeypatch.setattr(scanning, "FINDERS", tuple(late(each) for each in real))
    assert look(store) == []
    monkeypatch.setattr(scanning, "FINDERS", real)
    assert look(store)
    assert "CUP is out of stock" in alerts(store)


def test_of_two_looks_at_once_the_second_waits_and_raises_nothing_twice(store: Store) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    with ThreadPoolExecutor(1) as pool:
        with store.database.transaction(store.workspace.id) as session:
            first = scan(session, store.warehouse, store.workspace, InsightAsk(as_of=TODAY))
            second = pool.submit(look, store)
            with store.database.system() as other:
                while not second.done() and not other.scalar(waiting):
                    pass
            assert not second.done()
        assert second.result() == []
    found = alerts(store)
    assert len(found) == len(first) >= 1
    assert {one.times for one in found.values()} == {2}
