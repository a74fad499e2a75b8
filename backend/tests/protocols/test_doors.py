"""Every registered door: what it says of itself is so, and the documented way adds another."""

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse

from marketing_agent.agents.runs.schemas import Source
from marketing_agent.api.app import create_app
from marketing_agent.protocols import registry
from marketing_agent.protocols.adapter import ProtocolAdapter
from marketing_agent.tenancy.apps.doors import DOORS
from tests.agents.conftest import Crew, client, crew, headers
from tests.protocols.agui.test_agui import _worker

__all__ = ["client", "crew", "headers"]
REPOSITORY = Path(__file__).resolve().parents[3]
# What other agents read before they have a key.
OPEN = {
    "/.well-known/agent-card.json",
    "/.well-known/jwks.json",
    "/.well-known/oauth-protected-resource",
}
# Where an app comes to the token that a door takes; each checks who asks in its own tests.
OAUTH = {
    "/.well-known/oauth-authorization-server",
    "/.well-known/oauth-protected-resource",
    "/.well-known/oauth-protected-resource{path:path}",
    "/oauth/register",
    "/oauth/revoke",
    "/oauth/token",
}
OPERATIONS = {"/healthz", "/readyz", "/metrics", "/api/openapi.json"}


def _paths(door: ProtocolAdapter) -> set[str]:
    """The paths that a door adds to an app."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    door.mount(app)
    return _of(app.routes)


def _of(routes: Iterable[Any]) -> set[str]:
    """Paths outside the REST API, those of included routers too."""
    found: set[str] = set()
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            found.add(route.path)
        elif inner.prefix != "/api/v1":
            found |= _of(inner.routes)
    return found - {""}


def _doors(client: TestClient) -> tuple[ProtocolAdapter, ...]:
    app: Any = client.app
    doors: tuple[ProtocolAdapter, ...] = app.state.doors
    return doors


def test_each_door_is_mounted_where_it_says_and_there_is_no_other(client: TestClient) -> None:
    app: Any = client.app
    doors = _doors(client)
    assert len({door.about.key for door in doors}) == len(doors) == len(registry.OPENERS)
    for door in doors:
        assert door.about.key in get_args(Source)
        found = _paths(door)
        assert (door.about.path in found) if door.about.path else not found
    theirs = set().union(*map(_paths, doors))
    assert _of(app.routes) - OPERATIONS - OAUTH - {"/embed/{token}"} == theirs


def test_no_door_opens_without_a_key(client: TestClient) -> None:
    walked = 0
    for door in _doors(client):
        for path in _paths(door) - OPEN:
            asked = path.replace("{rest:path}", "rest/tasks")
            if door.about.transport == "websocket":
                with pytest.raises(WebSocketDenialResponse) as denied:
                    with client.websocket_connect(asked):
                        pass
                assert denied.value.status_code == 401
            else:
                assert client.post(asked, json={}).status_code == 401, asked
            walked += 1
    assert walked >= 6


def test_every_door_on_the_network_takes_tokens_of_apps(client: TestClient) -> None:
    opened = {path for door in _doors(client) for path in _paths(door) - OPEN}
    roots = {path.rstrip("/") for path in opened if not path.endswith("{rest:path}")}
    assert roots == set(DOORS)


def test_doors_are_listed_over_rest(client: TestClient, headers: dict[str, str]) -> None:
    listed = client.get("/api/v1/protocols", headers=headers).json()["items"]
    assert listed == [door.about.model_dump(mode="json") for door in _doors(client)]
    assert client.get("/api/v1/protocols").status_code == 401


def test_doors_are_in_the_documentation(client: TestClient) -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    for door in _doors(client):
        assert door.about.name in readme
        file, _, anchor = door.about.guide.partition("#")
        headings = re.findall(r"^#+ (.+)$", (REPOSITORY / file).read_text("utf-8"), re.MULTILINE)
        assert anchor in {re.sub(r"\W+", "-", one.lower()) for one in headings}, door.about.guide


def test_a_protocols_packages_load_when_it_is_spoken() -> None:
    heavy = ("langchain_core", "ag_ui", "a2a", "mcp")
    code = (
        "import marketing_agent.api.app, sys;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_documented_door_works_as_it_stands(
    crew: Crew, headers: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (REPOSITORY / "docs" / "adding-a-protocol.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.+?)```", page, re.DOTALL)
    file = tmp_path / "plain.py"
    file.write_text(code, "utf-8")
    spec = importlib.util.spec_from_file_location("plain", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "plain", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(registry, "OPENERS", (*registry.OPENERS, module.open_door))
    with TestClient(create_app(crew.settings, crew.database)) as client:
        end = _worker(crew)
        answer = client.post("/plain", content="How many orders last month?", headers=headers)
        end()
        assert answer.text == "How many orders last month?: 42."
        assert client.post("/plain", content="", headers=headers).status_code == 422
        assert client.post("/plain", content="Orders?").status_code == 401
        listed = client.get("/api/v1/protocols", headers=headers).json()["items"]
        assert listed[-1]["key"] == "plain"
