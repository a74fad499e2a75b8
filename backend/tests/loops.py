"""Asynchronous work in tests."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_T = TypeVar("_T")


def in_a_loop(work: Coroutine[Any, Any, _T]) -> _T:
    """What `work` comes to, in a thread of its own: a browser keeps a loop running in this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()
