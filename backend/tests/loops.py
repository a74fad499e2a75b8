"""Asynchronous work in tests, and apps over real HTTP."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp

from marketing_agent.cli.claims import listen, port_claimed

_T = TypeVar("_T")


def beside(act: Callable[..., _T], *given: Any) -> _T:
    """What `act` gives, in a thread of its own: a browser keeps a loop running in this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(act, *given).result()


def in_a_loop(work: Coroutine[Any, Any, _T]) -> _T:
    """What `work` comes to, in a thread of its own."""
    return beside(asyncio.run, work)


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The address of an app on a port of the loopback."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    with port_claimed("127.0.0.1", 0) as listener:
        listen(listener)  # never let go of: nobody else comes to have the port meanwhile
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        try:
            yield url
        finally:
            server.should_exit = True
            thread.join()
