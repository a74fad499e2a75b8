"""A server of somebody else's, on the loopback, that keeps what it is sent."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

NAME = "hook.example.com"


@dataclass
class Hook:
    """A server of the loopback; `reply` answers each request, which are all kept."""

    requests: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    reply: Callable[[Any], None] | None = None
    port: int = 0
    names: list[str | None] = field(default_factory=list)

    def url(self, host: str = NAME, scheme: str = "http", path: str = "/hook") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


def answered(handler: Any, status: int = 200, body: bytes = b"ok") -> None:
    """The plainest answer."""
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def served(hook: Hook, wrap: Callable[[Any], Any] | None = None) -> Iterator[Hook]:
    """Serves the hook until the generator goes on; `wrap` puts TLS around its socket."""

    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            hook.requests.append((self.command, self.path, headers, body))
            (hook.reply or answered)(self)

        do_GET = do_POST = handle_one

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Handler) as server:
        if wrap:
            server.socket = wrap(server.socket)
        hook.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield hook
        server.shutdown()
        thread.join()


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A server of somebody else's."""
    yield from served(Hook())
