"""The sentence of acceptance over REST, offline, with the product's own tools and parser."""

from collections.abc import Callable
from typing import Any

import pytest

import marketing_agent.agents.runs.jobs
import marketing_agent.agents.tools.jobs  # noqa: F401  (as in a worker)
from marketing_agent.agents.runs.house import build_house, furnish
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.db import Database
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
    (approval,) = [a for a in rest("GET", "/approvals?status=open")["items"]
                   if a["run_id"] == run["id"]]  # fmt: skip
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
    (approval,) = [a for a in rest("GET", "/approvals?status=open")["items"]
                   if a["run_id"] == run["id"]]  # fmt: skip
    before = rest("GET", "/inbox")["items"]
    assert rest("POST", f"/runs/{run['id']}/cancel")["status"] == "cancelled"
    decision = {"approved": True, "digest": approval["digest"]}
    late = rest("POST", f"/approvals/{approval['id']}/decide", decision)
    assert (late["status"], late["decided_by"]) == ("expired", None)
    assert "stopped" in late["note"]
    _work(shop, database)
    assert rest("GET", "/inbox")["items"] == before
    assert rest("GET", f"/runs/{run['id']}")["status"] == "cancelled"


def _work(shop: Shop, database: Database) -> None:
    # The lane of runs: other shops of this database have work of their own.
    while jobs.run_next(database, shop.settings, "live"):
        pass
