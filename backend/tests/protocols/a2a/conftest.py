"""The product on a port of the loopback, with a worker beside it, and the SDK's own client."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from a2a.client import ClientConfig, create_client
from a2a.types import Message, Part, Role, SendMessageRequest

from marketing_agent.api.app import create_app
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, WorkspaceCreate
from tests.agents.conftest import Crew, crew, headers
from tests.loops import in_a_loop, serving
from tests.protocols.agui.test_agui import Recorded

__all__ = ["crew", "headers"]
Talk = Callable[[Callable[[Any], Any]], Any]


@pytest.fixture
def address(crew: Crew) -> Iterator[str]:
    """The crew's app over real HTTP, while a worker carries out what is due."""
    crew.tools.__class__ = Recorded
    app = create_app(crew.settings, Database(crew.database.url, pool_size=8))
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(0.02):
            crew.work()

    worker = threading.Thread(target=work)
    with serving(app) as url:
        worker.start()
        yield url
        stop.set()
    worker.join()


@pytest.fixture(params=["JSONRPC", "HTTP+JSON"])
def talk(request: pytest.FixtureRequest, address: str, headers: dict[str, str]) -> Talk:
    """Runs work with the SDK's client in each binding."""

    def run(work: Callable[[Any], Any], streaming: bool = False) -> Any:
        async def inner() -> Any:
            async with httpx.AsyncClient(headers=headers, timeout=60) as http:
                config = ClientConfig(
                    httpx_client=http,
                    streaming=streaming,
                    supported_protocol_bindings=[request.param],
                )
                async with await create_client(address, config) as client:
                    return await work(client)

        return in_a_loop(inner())

    return run


def of_another_workspace(crew: Crew) -> dict[str, str]:
    """Headers with the key of an owner next door."""
    with crew.database.system() as session:
        new = WorkspaceCreate(name="Other", timezone="UTC", currency="EUR")
        other = tenancy.create_workspace(session, new)
    with crew.database.transaction(other.id) as session:
        caller = tenancy.system_caller(other)
        key = tenancy.create_api_key(session, caller, ApiKeyCreate(name="o", role="owner")).key
    return {"Authorization": f"Bearer {key}"}


def said(*parts: Part, **more: str) -> SendMessageRequest:
    """A message of a user."""
    more.setdefault("message_id", f"m-{time.monotonic_ns()}")
    return SendMessageRequest(message=Message(role=Role.ROLE_USER, parts=parts, **more))
