"""A segment that changes notably between two versions of the data is told of once, and kept."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

import marketing_agent.insights.segments.jobs as segment_jobs
from marketing_agent.events import service as events
from marketing_agent.insights.segments import over_time, saved, watching
from marketing_agent.insights.segments.saved_schemas import SegmentBody, SegmentMove
from marketing_agent.insights.segments.schemas import SegmentRules
from marketing_agent.insights.segments.service import preview
from marketing_agent.insights.segments.tables import SegmentRow
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.tables import JobRow
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.warehouse.service import Warehouse
from tests.insights.saving import rule, rules
from tests.insights.stock import line
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.stores import build, order, publish, sale

ANYBODY = rules(rule("orders", ">=", 1))
DAY = date(2026, 8, 3)


def ordered(people: Sequence[int]) -> dict[str, Any]:
    """One order of each of these people."""
    made = [order(f"o{who}", DAY, 1000, customer_key=f"c{who}") for who in people]
    return {"orders": made, "sales_ledger": [sale(each) for each in made]}


class Watched:
    """A store whose data grows version by version, with one segment of everybody."""

    def __init__(self, store: Store) -> None:
        self.store, self.version = store, 1
        self.body = SegmentBody.model_validate({"name": "Anybody", "rules": ANYBODY})
        with self._session() as session:
            caller = tenancy.system_caller(store.workspace)
            made = saved.create(session, store.warehouse, store.workspace, caller, self.body)
        self.id = made.id

    def _session(self) -> Any:
        return self.store.database.transaction(self.store.workspace.id)

    def grows(self, first: int, last: int) -> None:
        """Some more people order; a version with them is published."""
        where = (self.store.warehouse, self.store.workspace.id)
        self.version += 1
        more, name = ordered(range(first, last)), f"import-{self.version}"
        build(*where, more, version=self.version, base=self.version - 1, import_id=name, file=name)
        there = publish(self.store.database, self.store.workspace, self.version)
        self.store = replace(self.store, workspace=there)

    def look(self) -> int:
        with self._session() as session:
            return watching.look(session, self.store.warehouse, self.store.workspace)

    def changed(self, wanted: dict[str, Any]) -> None:
        body = SegmentBody.model_validate({"name": "Anybody", "rules": wanted})
        where = (self.store.warehouse, self.store.workspace, self.id, body, None)
        with self._session() as session:
            saved.change(session, *where)

    def told(self) -> list[dict[str, Any]]:
        with self._session() as session:
            found = events.read_after(session, self.store.workspace.id, 0)
        return [each.payload for each in found if each.topic == watching.CHANGED]

    def moves(self) -> tuple[SegmentMove, ...]:
        where = (self.store.warehouse, self.store.workspace, self.id)
        with self._session() as session:
            return over_time.history(session, *where).moves


@pytest.fixture
def watched(make_store: MakeStore) -> Watched:
    return Watched(make_store(ordered(range(40))))


def test_a_change_is_told_once_and_stands_in_the_history(watched: Watched) -> None:
    assert (watched.look(), watched.told(), watched.moves()) == (0, [], ())
    watched.grows(40, 55)
    assert (watched.look(), watched.look()) == (1, 0)
    (payload,) = watched.told()
    wanted = {"segment_id": watched.id, "version": 1, "before": 40, "customers": 55}
    assert {name: payload[name] for name in wanted} == wanted
    # As a word: the ids in it are of hexadecimal digits.
    assert not re.search(r"\bc41\b", str(payload))
    (move,) = watched.moves()
    assert (move.before, move.customers, move.version) == (40, 55, 1)
    watched.grows(55, 80)
    assert watched.look() == 1
    assert [(each.before, each.customers) for each in watched.moves()] == [(55, 80), (40, 55)]


def test_small_steps_are_told_when_they_have_added_up(watched: Watched) -> None:
    watched.grows(40, 46)
    assert watched.look() == 0
    watched.grows(46, 52)
    assert watched.look() == 1
    (payload,) = watched.told()
    assert (payload["before"], payload["customers"]) == (40, 52)


def test_who_looks_at_it_first_takes_nothing_from_the_others(watched: Watched) -> None:
    watched.grows(40, 60)
    where = (watched.store.warehouse, watched.store.workspace, watched.id)
    with watched.store.database.transaction(watched.store.workspace.id) as session:
        assert saved.counted(session, *where).audience.customers == 60
    assert watched.look() == 1


def test_other_rules_are_another_size_and_no_change(watched: Watched) -> None:
    watched.grows(40, 60)
    watched.changed(rules(rule("orders", ">=", 2)))
    assert (watched.look(), watched.told()) == (0, [])


def test_a_deleted_one_is_told_of_no_more(watched: Watched) -> None:
    with watched.store.database.transaction(watched.store.workspace.id) as session:
        saved.drop(session, watched.id)
    watched.grows(40, 90)
    assert (watched.look(), watched.told()) == (0, [])


def many_orders() -> dict[str, Any]:
    """Person n has ordered n times, for ten more each time, and bought as many things."""
    made = [
        order(f"o{who}-{at}", DAY - timedelta(days=3 * at + who), 1000 * at, customer_key=f"c{who}")
        for who in range(1, 13)
        for at in range(1, who + 1)
    ]
    lines = [line(one, f"Thing {at % 4}", 1, DAY) for at, one in enumerate(made)]
    return {"orders": made, "sales_ledger": [sale(one) for one in made], "order_lines": lines}


def wanted(number: int) -> dict[str, Any]:
    """Rules of every kind, no two of them the same audience by design."""
    made = (
        rule("orders", ">=", number % 13), rule("spent", ">", 20 * number),
        rule("product", "is", f"Thing {number % 5}"), rule("aov", "<=", number),
        rule("last_order_days", ">", 100 + number), rule("rfm_group", "is", "CHAMPIONS"),
    )  # fmt: skip
    return rules(made[number % 6], made[number % 4])


def test_many_are_counted_as_each_by_itself_and_several_by_one_statement(
    make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, many = make_store(many_orders()), 60
    with store.database.transaction(store.workspace.id) as session:
        for number in range(many):
            told = rules(rule("rfm_group", "is", "EARLIER")) if number == 7 else wanted(number)
            session.add(
                SegmentRow(
                    id=f"{store.workspace.id}-{number}", workspace_id=store.workspace.id,
                    name=f"S{number}", rules=told,
                )
            )  # fmt: skip
    asked: list[str] = []
    query = Warehouse.query

    def counting(self: Warehouse, workspace_id: str, version: int, sql: str, *more: Any) -> Any:
        asked.append(sql)
        return query(self, workspace_id, version, sql, *more)

    with store.database.transaction(store.workspace.id) as session, monkeypatch.context() as patch:
        patch.setattr(Warehouse, "query", counting)
        watching.look(session, store.warehouse, store.workspace)
    assert len(asked) == 2
    where = (store.warehouse, store.workspace)
    with store.database.transaction(store.workspace.id) as session:
        rows = session.exec(select(SegmentRow)).all()
        found = {row.name: row.counted for row in rows}
        assert found.pop("S7") is None, "a rule of another release is left alone"
        alone = {
            row.name: preview(session, *where, SegmentRules.model_validate(row.rules)).customers
            for row in rows
            if row.name != "S7"
        }
    assert found == alone
    assert len(set(alone.values())) > 5


@pytest.mark.parametrize(
    ("before", "now", "notable"),
    [(0, 9, False), (0, 10, True), (100, 110, True), (100, 90, True), (101, 111, False),
     (1000, 1099, False), (1000, 900, True), (40, 31, False), (10, 0, True), (0, 0, False)],
)  # fmt: skip
def test_ten_customers_and_a_tenth_are_notable(before: int, now: int, notable: bool) -> None:
    assert watching.is_notable(before, now) is notable


def test_an_import_has_them_counted(watched: Watched, settings: Settings) -> None:
    own = watched.store.workspace.id
    with watched.store.database.transaction(own) as session:
        events.emit(session, own, "import.completed", {"import_id": "i", "status": "completed"})
    database = watched.store.database
    while not _names(database, own) & {segment_jobs.COUNT} and jobs.run_next(database, settings):
        pass
    assert segment_jobs.COUNT in _names(database, own)


def _names(database: Database, own: str) -> set[str]:
    with database.transaction(own) as session:
        return set(session.exec(select(JobRow.name).where(JobRow.workspace_id == own)).all())
