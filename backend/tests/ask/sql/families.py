"""The processes of one sandbox, told from those of others in the same test process."""

import time
from collections.abc import Callable

import psutil


def is_warden(process: psutil.Process) -> bool:
    """Whether it is a warden or a statement below one."""
    try:
        return "sandbox.warden" in " ".join(process.cmdline())
    except psutil.Error:  # ended meanwhile, or waits to be collected
        return False


def wardens(pid: int | None = None) -> list[psutil.Process]:
    """The wardens below a process and the statements they run."""
    return [one for one in psutil.Process(pid).children(recursive=True) if is_warden(one)]


class Family:
    """Every warden that this process starts from now on, and what runs below it.

    Another sandbox makes processes of its own whenever it likes: below a warden it has by now.
    """

    def __init__(self) -> None:
        self._before = {one.pid for one in psutil.Process().children()}

    def heads(self) -> list[psutil.Process]:
        """The wardens themselves."""
        children = psutil.Process().children()
        return [one for one in children if one.pid not in self._before and is_warden(one)]

    def members(self) -> list[psutil.Process]:
        """Wardens first, each before its statements."""
        return [one for head in self.heads() for one in (head, *_below(head))]

    def pids(self) -> set[int]:
        """The ids of all."""
        return {one.pid for one in self.members()}


def _below(head: psutil.Process) -> list[psutil.Process]:
    try:
        return wardens(head.pid)
    except psutil.Error:
        return []


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it came true in time; generous, since a machine may be busy."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return condition()
