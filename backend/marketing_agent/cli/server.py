"""`serve` and `demo`: PostgreSQL, a worker process and the HTTP server, ended together."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
import uvicorn

from marketing_agent.api.app import create_app
from marketing_agent.cli import demo_data
from marketing_agent.cli.claims import folder_claimed, listen, port_claimed
from marketing_agent.cli.output import say
from marketing_agent.cli.product import DataDir, Product, open_product, settings_for
from marketing_agent.kernel import garbage
from marketing_agent.kernel.postgres import worker_environment
from marketing_agent.observability.logs import configure_logs
from marketing_agent.tenancy import links, sign_in

Host = Annotated[str, typer.Option(help="Address to listen on")]
Port = Annotated[int, typer.Option(help="Port to listen on")]
_GRACE_SECONDS = 4
# Doors refuse what is over a megabyte with an error of their own; beyond this the connection ends.
_FRAME_BYTES = 4 << 20
_WORKER_SECONDS = 4.0


def serve(host: Host = "127.0.0.1", port: Port = 8000, data_dir: DataDir = None) -> None:
    """Serves the web app and the API in the foreground."""
    with _installation(host, port, data_dir) as (product, listener):
        with product.database.system() as session:
            link = links.make_link(session, "setup") if sign_in.setup_needed(session) else None
        if link:
            say(
                f"\n  Make the first owner (works once):\n  {_opened_at(product, listener, link)}\n"
            )
        _serve(product, listener)


def demo(host: Host = "127.0.0.1", port: Port = 8000, data_dir: DataDir = None) -> None:
    """Writes two sample stores, imports them, and serves them with a one-time sign-in link."""
    with _installation(host, port, data_dir or Path("data/demo")) as (product, listener):
        link = demo_data.prepare(product)
        say(f"\n  Open the demo (signs you in once):\n  {_opened_at(product, listener, link)}\n")
        _serve(product, listener)


@contextmanager
def _installation(
    host: str, port: int, data_dir: Path | None
) -> Iterator[tuple[Product, socket.socket]]:
    """Port and folder are claimed first: a refusal comes before anything was started."""
    _end_on_signals()
    with (
        port_claimed(host, port) as listener,
        folder_claimed(settings_for(data_dir)),
        open_product(data_dir) as product,
    ):
        yield product, listener


def _end_on_signals() -> None:
    """A signal unwinds the stack, so that worker and PostgreSQL end too.

    The HTTP server handles signals itself while it runs, and raises them again once it is down.
    """
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, _leave)


def _leave(_signal: int, _frame: object) -> NoReturn:
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, signal.SIG_IGN)  # a second one must not cut the way out short
    raise SystemExit(0)


def _opened_at(product: Product, listener: socket.socket, path: str) -> str:
    """The whole address of a page: below the public one if set, else where this process listens."""
    if product.settings.public_url:
        return product.settings.public_url.rstrip("/") + path
    host, port = listener.getsockname()[:2]
    if host in ("127.0.0.1", "0.0.0.0", "::", "::1"):  # noqa: S104  (compared, not listened on)
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{path}"


def _serve(product: Product, listener: socket.socket) -> None:
    listen(listener)
    configure_logs(product.settings.log_level)
    app = create_app(product.settings, product.database)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        proxy_headers=True,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        ws_max_size=_FRAME_BYTES,
    )
    try:
        with _worker(product):
            garbage.keep_what_is_loaded()
            _Server(config, app.state.stopping.set).run(sockets=[listener])
    finally:
        product.postgres.stop(force=True)


class _Server(uvicorn.Server):
    """Tells the app's streams to end as soon as a signal comes, so that shutdown is not held up."""

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_stop = on_stop

    def handle_exit(self, sig: int, frame: object) -> None:
        self._on_stop()
        super().handle_exit(sig, frame)  # type: ignore[arg-type]


@contextmanager
def _worker(product: Product) -> Iterator[None]:
    """A worker process beside the server, started again whenever it dies."""
    if not product.settings.inline_worker:
        yield
        return
    done = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(product, done))
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def _keep_worker(product: Product, done: threading.Event) -> None:
    environment = worker_environment(product.settings, product.postgres.url)
    command = [sys.executable, "-m", "marketing_agent.worker", "--parent", str(os.getpid())]
    while not done.is_set():
        process = subprocess.Popen(command, env=environment)  # noqa: S603  (our own module)
        while process.poll() is None and not done.wait(0.2):
            pass
        _end(process)
        done.wait(1.0)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    os.kill(process.pid, signal.SIGTERM)
    try:
        process.wait(_WORKER_SECONDS)
    except subprocess.TimeoutExpired:
        # Whatever it was doing is taken up again by the next worker.
        process.kill()
        process.wait()
