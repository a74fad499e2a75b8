"""The sentence of acceptance over REST, offline, with the product's own tools and parser."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

import marketing_agent.agents.automations.jobs
import marketing_agent.agents.runs.jobs
import marketing_agent.agents.tools.jobs  # noqa: F401  (as in a worker)
from marketing_agent.agents.automations import firing
from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.house import build_house, furnish
from marketing_agent.events import service as events
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.time import zone
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import MemberCreate
from tests.metrics.shops import Shop, Shops

SENTENCE = "Why did revenue change last week? Send the summary to the team."


@pytest.fixture(scope="module")
def shop(database: Database, shops: Shops) -> Shop:
    shop = shops.new("Avalon_Sunshine")
    # Other tests share this database from folders of their own, and a process keeps one house.
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


def test_one_plan_one_approval_one_message(
    shop: Shop, rest: Callable[..., Any], database: Database
) -> None:
    with database.transaction(shop.workspace.id) as session:
        new = MemberCreate(email="ada@example.com", name="Ada", role="owner")
        tenancy.add_member(session, tenancy.system_caller(shop.workspace), new)
    run = rest("POST", "/runs", {"text": SENTENCE})
    _work(shop, database)
    waiting = rest("GET", f"/runs/{run['id']}")
    assert (waiting["status"], waiting["waiting_for"]) == ("waiting", "approval"), waiting
    tools = [step["tool"] for step in waiting["plan"]]
    assert tools == ["explain_change", "draft_message", "send_message"]
    approval = _asked_for(rest, run["id"])
    assert approval["preview"]["recipients"] == ["Ada <ada@example.com>"]
    assert "otal sales" in approval["preview"]["body"]
    before = rest("GET", "/inbox")["items"]
    decision = {"approved": True, "digest": approval["digest"]}
    for _twice in range(2):
        rest("POST", f"/approvals/{approval['id']}/decide", decision)
        _work(shop, database)
    done = rest("GET", f"/runs/{run['id']}")
    assert done["status"] == "completed", done
    after = rest("GET", "/inbox")["items"]
    assert len(after) - len(before) == 1
    assert rest("GET", f"/approvals/{approval['id']}")["status"] == "used"
    assert "otal sales" in done["answer"]
    blocks = rest("GET", f"/threads/{done['thread_id']}")["messages"][-1]["blocks"]
    assert len(blocks) == 3


def test_what_a_stopped_run_asked_for_is_withdrawn(
    shop: Shop, rest: Callable[..., Any], database: Database
) -> None:
    run = rest("POST", "/runs", {"text": SENTENCE})
    _work(shop, database)
    approval = _asked_for(rest, run["id"])
    before = rest("GET", "/inbox")["items"]
    assert rest("POST", f"/runs/{run['id']}/cancel")["status"] == "cancelled"
    decision = {"approved": True, "digest": approval["digest"]}
    late = rest("POST", f"/approvals/{approval['id']}/decide", decision)
    assert (late["status"], late["decided_by"]) == ("expired", None)
    assert "stopped" in late["note"]
    _work(shop, database)
    assert rest("GET", "/inbox")["items"] == before
    assert rest("GET", f"/runs/{run['id']}")["status"] == "cancelled"


def test_what_a_failed_run_asked_for_is_withdrawn(
    shop: Shop, rest: Callable[..., Any], database: Database
) -> None:
    run = rest("POST", "/runs", {"text": SENTENCE})
    _work(shop, database)
    approval = _asked_for(rest, run["id"])
    with database.transaction(shop.workspace.id) as session:
        taken_up = "UPDATE agent_run SET status = 'running', waiting_for = NULL WHERE id = :id"
        session.execute(text(taken_up), {"id": run["id"]})
        runs.given_up(session, run["id"])  # each worker that took it up has died
    assert rest("GET", f"/runs/{run['id']}")["status"] == "failed"
    decision = {"approved": True, "digest": approval["digest"]}
    late = rest("POST", f"/approvals/{approval['id']}/decide", decision)
    assert (late["status"], late["decided_by"]) == ("expired", None)
    assert "failed" in late["note"]


def test_so_is_what_a_run_asked_for_that_ran_out_of_its_budget(
    shop: Shop, rest: Callable[..., Any], database: Database
) -> None:
    run = rest("POST", "/runs", {"text": SENTENCE})
    _work(shop, database)
    approval = _asked_for(rest, run["id"])
    with database.transaction(shop.workspace.id) as session:
        over = ("UPDATE agent_run SET status = 'queued', waiting_for = NULL, "
                "spent = jsonb_set(spent, '{seconds}', '100000') WHERE id = :id")  # fmt: skip
        session.execute(text(over), {"id": run["id"]})
        jobs.enqueue(session, shop.workspace.id, runs.JOB, {"run_id": run["id"]})
    _work(shop, database)
    failed = rest("GET", f"/runs/{run['id']}")
    assert (failed["status"], failed["error"]["code"]) == ("failed", "budget.seconds")
    late = rest("GET", f"/approvals/{approval['id']}")
    assert (late["status"], late["decided_by"]) == ("expired", None)
    assert "failed" in late["note"]


def test_an_import_has_it_asked_and_one_message_waits_for_a_yes(
    shop: Shop,
    rest: Callable[..., Any],
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noon = datetime.now(zone(shop.workspace.timezone)).replace(hour=12)
    monkeypatch.setattr(firing, "now", lambda: noon)
    with database.transaction(shop.workspace.id) as session:
        new = MemberCreate(email="mara@example.com", name="Mara", role="marketer")
        owner = tenancy.add_member(session, tenancy.system_caller(shop.workspace), new)
    before = rest("GET", "/inbox")["items"]
    new_one = {
        "name": "After imports",
        "trigger": {"kind": "event", "event": "import.completed"},
        "action": {"kind": "instruction", "text": SENTENCE},
        "owner_id": owner.user_id,
    }
    made = rest("POST", "/automations", new_one)["id"]
    trial = rest("POST", f"/automations/{made}/try")
    _work(shop, database)
    shown = rest("GET", f"/runs/{trial['id']}")
    assert (shown["status"], shown["plan"][-1]["status"]) == ("completed", "skipped")
    assert [a for a in rest("GET", "/approvals")["items"] if a["run_id"] == trial["id"]] == []
    rest("POST", f"/automations/{made}/switch", {"to": "on"})
    with database.transaction(shop.workspace.id) as session:
        told = {"import_id": "i1", "status": "completed"}
        events.emit(session, shop.workspace.id, "import.completed", told)
    _work(shop, database)
    (due,) = [one for one in rest("GET", f"/automations/{made}/runs")["items"]
              if one["status"] != "trial"]  # fmt: skip
    assert (due["status"], due["run"]["waiting_for"]) == ("started", "approval"), due
    assert rest("GET", "/inbox")["items"] == before
    approval = _asked_for(rest, due["run"]["id"])
    decision = {"approved": True, "digest": approval["digest"]}
    rest("POST", f"/approvals/{approval['id']}/decide", decision)
    _work(shop, database)
    assert len(rest("GET", "/inbox")["items"]) == len(before) + 1
    assert rest("GET", f"/runs/{due['run']['id']}")["status"] == "completed"


def _asked_for(rest: Callable[..., Any], run_id: str) -> Any:
    """The one approval that waits for the run."""
    (found,) = [a for a in rest("GET", "/approvals?status=open")["items"] if a["run_id"] == run_id]
    return found


def _work(shop: Shop, database: Database) -> None:
    # The lane of runs: other shops of this database have work of their own.
    while jobs.run_next(database, shop.settings, "live"):
        pass
