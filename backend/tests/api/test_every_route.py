"""Rules that hold on every route of the document: foreign ids, idempotency keys."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from marketing_agent.ingestion import service as ingestion
from marketing_agent.insights.alerts import service as alerts
from marketing_agent.insights.alerts.schemas import Finding
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Workspace
from tests.described import described

Keys = Callable[..., dict[str, str]]
EFFECTS = ("post", "put", "patch", "delete")
# Without a key's workspace, or with an answer that is a cookie.
NOT_BY_KEY = {
    "set_up",
    "login",
    "join",
    "use_sign_in_link",
    "logout",
    "create_workspace",
    "decide_app_request",
}
RULES = {"groups": [{"rules": [{"field": "orders", "op": ">", "value": 1}]}]}
BODIES = {
    "update_workspace": {"name": "Mine now"},
    "change_member": {"role": "viewer"},
    "update_saved_question": {"name": "Mine now"},
    "update_widget": {"name": "Mine now"},
    "ask_feedback": {"helpful": False},
    "update_prompt_entry": {"pinned": True},
    "change_plan": {"confirm": True},
    "answer_call": {"text": "mine"},
    "decide_approval": {"approved": True, "digest": "0" * 64},
    "update_automation": {"name": "Mine now"},
    "update_webhook": {"paused": True},
    "switch_automation": {"to": "off"},
    "approve_remote_agent": {"card_hash": "0" * 64},
    "approve_server_tool": {"hash": "0" * 64},
    "call_from_server_view": {"name": "look"},
    "attach_server_resource": {"uri": "note://theirs"},
    "stop_server_view": {"reason": "flood"},
    "test_alert_channel": {"channel": "nobody"},
    "acknowledge_alert": {},
    "snooze_alert": {"days": 1},
    "resolve_alert": {"note": "mine"},
    "update_segment": {"name": "Mine now", "rules": RULES},
}
ORDERS = """\
Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,\
Lineitem quantity,Lineitem name,Lineitem price,Id
#1001,ada@example.com,paid,2026-10-01 10:00:00 -0400,USD,20.00,5.00,0.00,25.00,\
2026-10-01 10:00:00 -0400,2,Lamp,10.00,5001
"""


def _routes() -> list[tuple[str, str, str]]:
    return [
        (method, path, str(operation["operationId"]))
        for path, item in described()["paths"].items()
        for method, operation in item.items()
        if method in (*EFFECTS, "get")
    ]


ROUTES = _routes()
# How a split is asked for, and by whom, is a matter of its own tests.
BY_ID = [route for route in ROUTES if "_id}" in route[1] and route[2] != "split_import"]
KEYED = [route for route in ROUTES if route[0] in EFFECTS and route[2] not in NOT_BY_KEY]


def test_foreign_ids_are_404_on_every_route_with_an_id(
    client: TestClient,
    make_workspace: Callable[..., Workspace],
    key_for: Keys,
    database: Database,
    settings: Settings,
    tmp_path: Path,
) -> None:
    theirs, ours = make_workspace(), key_for(make_workspace())
    (tmp_path / "orders.csv").write_text(ORDERS)
    done = ingestion.import_path(database, settings, theirs.id, tmp_path / "orders.csv")
    headers = key_for(theirs)
    new = {"email": f"{theirs.slug}@example.com", "name": "Eve", "role": "viewer"}
    member = client.post("/api/v1/members", json=new, headers=headers).json()
    ids = (
        {
            "workspace_id": theirs.id,
            "import_id": done.import_id,
            "file_id": done.files[0].id,
            "user_id": member["user_id"],
            "key_id": client.get("/api/v1/api-keys", headers=headers).json()["items"][0]["id"],
        }
        | _asked(client, headers)
        | _saved(client, headers)
        | _run(client, headers)
        | _sending(client, headers)
        | _automation(client, headers, member["user_id"])
        | _alert(database, theirs)
        | _segment(client, headers)
        | _report(database, theirs)
        | _webhook(client, headers)
        | _push(database, theirs)
        | _remote(database, theirs)
        | _server(database, theirs)
        | _document(client, headers)
        | _frame(client, headers)
        | _app(database, theirs, member["user_id"])
        | _job(database, theirs)
    )
    assert len(BY_ID) >= 9
    for method, path, name in BY_ID:
        body = BODIES.get(name)
        answer = client.request(method, path.format(**ids), headers=ours, json=body)
        assert answer.status_code == 404, f"{name}: {answer.text}"
    still = client.get(f"/api/v1/imports/{done.import_id}", headers=headers).json()
    assert still["status"] == "completed"
    assert len(client.get("/api/v1/members", headers=headers).json()["items"]) == 1


def _remote(database: Database, workspace: Workspace) -> dict[str, str]:
    """An agent of somebody else's that this workspace has added; its card is not fetched here."""
    added = text(
        "INSERT INTO remote_agent (id, workspace_id, card_url, card, card_hash)"
        " VALUES (:id, :own, 'https://example.com/card', '{}', 'x')"
    )
    with database.transaction(workspace.id) as session:
        session.execute(added, {"id": f"remote-{workspace.id}", "own": workspace.id})
    return {"agent_id": f"remote-{workspace.id}"}


def _server(database: Database, workspace: Workspace) -> dict[str, str]:
    """An MCP server of somebody else's with one tool; it is not called here."""
    server = text(
        "INSERT INTO tool_server (id, workspace_id, name, url)"
        " VALUES (:id, :own, 'theirs', 'https://example.com/mcp')"
    )
    tool = text(
        "INSERT INTO tool_server_tool (server_id, name, workspace_id) VALUES (:id, 'look', :own)"
    )
    known = {"id": f"server-{workspace.id}", "own": workspace.id}
    with database.transaction(workspace.id) as session:
        session.execute(server, known)
        session.execute(tool, known)
    return {"server_id": known["id"], "tool": "look"}


def _document(client: TestClient, headers: dict[str, str]) -> dict[str, str]:
    """A document of that workspace."""
    file = {"file": ("terms.txt", b"Their terms.", "text/plain")}
    made = client.post("/api/v1/documents", files=file, headers=headers)
    return {"document_id": made.json()["id"]}


def _frame(client: TestClient, headers: dict[str, str]) -> dict[str, str]:
    """A frame of that workspace."""
    new = {"kind": "kpis", "origins": ["https://example.com"]}
    made = client.post("/api/v1/frames", json=new, headers=headers)
    return {"frame_id": made.json()["id"]}


def _app(database: Database, workspace: Workspace, user_id: str) -> dict[str, str]:
    """An app that a member of that workspace has connected."""
    client = (
        "INSERT INTO app_client (id, name, redirect_uris, auth_method)"
        " VALUES (:id, 'Helper', '[]', 'none')"
    )
    grant = (
        "INSERT INTO app_grant (id, workspace_id, user_id, client_id, role, resources)"
        " VALUES (:id, :own, :user, :id, 'viewer', '[]')"
    )
    known = {"id": f"app-{workspace.id}", "own": workspace.id, "user": user_id}
    with database.system() as session:
        session.execute(text(client), known)
        session.execute(text(grant), known)
    return {"app_id": known["id"]}


def _job(database: Database, workspace: Workspace) -> dict[str, str]:
    """A job of that workspace, for a day that does not come here."""
    later = now() + timedelta(days=9)
    with database.transaction(workspace.id) as session:
        return {"job_id": jobs.enqueue(session, workspace.id, "test.theirs", run_after=later)}


def _webhook(client: TestClient, headers: dict[str, str]) -> dict[str, str]:
    """A webhook of that workspace, and something that it is to be told."""
    new = {"url": "https://8.8.8.8/hook", "topics": ["message.sent"]}
    hook = client.post("/api/v1/webhooks", json=new, headers=headers).json()["id"]
    told = client.post(f"/api/v1/webhooks/{hook}/ping", headers=headers).json()["id"]
    return {"webhook_id": hook, "delivery_id": told}


def _push(database: Database, workspace: Workspace) -> dict[str, str]:
    """An update of a task of that workspace that its webhook did not take."""
    told = text(
        "INSERT INTO a2a_push_delivery (id, workspace_id, run_id, config_key, config_id, url, seq,"
        " kind, status, settled_at) SELECT :id, :own, id, 'key', 'mine', 'https://example.com/', 1,"
        " 'task', 'dead', now() FROM agent_run WHERE workspace_id = :own LIMIT 1"
    )
    with database.transaction(workspace.id) as session:
        session.execute(told, {"id": f"push-{workspace.id}", "own": workspace.id})
    return {"push_id": f"push-{workspace.id}"}


def _segment(client: TestClient, headers: dict[str, str]) -> dict[str, str]:
    body = {"name": "Theirs", "rules": RULES}
    made = client.post("/api/v1/segments", json=body, headers=headers)
    return {"segment_id": made.json()["id"]}


def _report(database: Database, workspace: Workspace) -> dict[str, str]:
    """A report of theirs; none of its parts is reached."""
    added = text(
        "INSERT INTO report (id, workspace_id, title, insight, ask, page, first_day, last_day,"
        " parts) VALUES (:id, :own, 'Theirs', 'sales', '{}', '{}', '2026-11-01', '2026-11-01', 0)"
    )
    with database.transaction(workspace.id) as session:
        session.execute(added, {"id": f"report-{workspace.id}", "own": workspace.id})
    return {"report_id": f"report-{workspace.id}", "part": "figures"}


def _alert(database: Database, workspace: Workspace) -> dict[str, str]:
    """Something that their numbers say somebody should look at."""
    found = Finding(key="orders", kind="anomaly", severity="notice", title="Odd", body="Odd.")
    with database.transaction(workspace.id) as session:
        (alert,) = alerts.note(session, workspace, [found], ())
    return {"alert_id": alert}


def _automation(client: TestClient, headers: dict[str, str], owner_id: str) -> dict[str, str]:
    """An automation of that workspace."""
    new = {
        "name": "Theirs",
        "trigger": {"kind": "event", "event": "import.completed"},
        "action": {"kind": "instruction", "text": "Orders last week?"},
        "owner_id": owner_id,
    }
    made = client.post("/api/v1/automations", json=new, headers=headers)
    return {"automation_id": made.json()["id"]}


def _asked(client: TestClient, headers: dict[str, str]) -> dict[str, str]:
    """A question of that workspace, and what is known of its meaning."""
    question = {"question": "orders last month"}
    asked = client.post("/api/v1/ask", json=question, headers=headers).json()
    known = client.get("/api/v1/prompt-cache", headers=headers).json()["items"]
    return {"asked_id": asked["id"], "entry_id": known[0]["id"]}


def _saved(client: TestClient, headers: dict[str, str]) -> dict[str, str]:
    """A saved question and a widget of that workspace."""
    new = {"name": "Orders", "sql": "SELECT COUNT(*) AS n FROM orders"}
    question, widget = (
        client.post(f"/api/v1/{kind}", json=new, headers=headers).json()["id"]
        for kind in ("saved-questions", "widgets")
    )
    return {"question_id": question, "widget_id": widget}


def _run(client: TestClient, headers: dict[str, str]) -> dict[str, str]:
    """A run of that workspace, its thread, and a call that it does not wait for."""
    run = client.post("/api/v1/runs", json={"text": "orders"}, headers=headers).json()
    return {"run_id": run["id"], "thread_id": run["thread_id"], "call_id": "x"}


def _sending(client: TestClient, headers: dict[str, str]) -> dict[str, str]:
    """A message of that workspace that waits for approval, and one that was sent."""
    ids = {}
    for _ in range(2):
        new = {"subject": "Hello", "body": "Hello"}
        drafted = client.post("/api/v1/messages", json=new, headers=headers).json()
        call = {"arguments": {"message_id": drafted["id"]}}
        asked = client.post("/api/v1/tools/send_message", json=call, headers=headers).json()
        if not ids:
            route = f"/api/v1/approvals/{asked['id']}/decide"
            client.post(route, json={"approved": True, "digest": asked["digest"]}, headers=headers)
            used = call | {"approval_id": asked["id"]}
            client.post("/api/v1/tools/send_message", json=used, headers=headers)
        ids = {"message_id": drafted["id"], "approval_id": asked["id"]}
    mails = client.get("/api/v1/inbox", headers=headers).json()["items"]
    return ids | {"mail_id": mails[0]["id"]}


@pytest.mark.parametrize(("method", "path", "name"), KEYED, ids=[route[2] for route in KEYED])
def test_every_effect_route_takes_an_idempotency_key(
    client: TestClient, workspace: Workspace, key_for: Keys, method: str, path: str, name: str
) -> None:
    headers = key_for(workspace) | {"Idempotency-Key": f"k-{name}"}
    route = path.replace("{", "").replace("}", "")
    first = client.request(method, route, headers=headers, json={"unknown": 1})
    again = client.request(method, route, headers=headers, json={"unknown": 1})
    assert again.headers["idempotent-replay"] == "true"
    assert (again.status_code, again.content) == (first.status_code, first.content)
    other = client.request(method, route, headers=headers, json={"unknown": 2})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
