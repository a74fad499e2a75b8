"""The walls around a process: limits, network, files, system calls. Weaker where not on Linux."""

import resource
import signal
from contextlib import suppress
from pathlib import Path

from marketing_agent.warehouse.sandbox import call_filter, kernel_calls

_MB = 1024 * 1024
# Room for the engine's own code, stacks and allocator beside the memory that a query may use.
_ENGINE_MB = 1024
_OPEN_FILES = 32


def confine_warden() -> dict[str, bool]:
    """What all children share: no network and no way to new rights."""
    kernel_calls.no_new_privileges()
    return {"network": kernel_calls.leave_network()}


def shut_in() -> dict[str, bool]:
    """From here on the process opens no file, makes no process and reaches nobody."""
    kernel_calls.not_inspectable()
    kernel_calls.drop_capabilities()
    kernel_calls.no_new_privileges()
    files = kernel_calls.no_more_files()
    return {"files": files, "calls": kernel_calls.filter_calls(call_filter.program())}


def limit(memory_mb: int, seconds: int) -> bool:
    """Bounds what the process may use and ties its life to the warden's; false where it cannot."""
    kernel_calls.die_with_parent(signal.SIGKILL)
    wanted = {
        "RLIMIT_AS": _address_space() + (memory_mb + _ENGINE_MB) * _MB,
        "RLIMIT_CPU": seconds,
        "RLIMIT_NOFILE": _OPEN_FILES,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": 0,
    }
    return all([_lower(name, value) for name, value in wanted.items()])


def _lower(name: str, value: int) -> bool:
    """Sets soft and hard limit, so that the process cannot raise it again."""
    number = getattr(resource, name, None)
    if number is None:
        return False
    with suppress(ValueError, OSError):
        resource.setrlimit(number, (value, value))
        return True
    return False


def _address_space() -> int:
    """Bytes of addresses in use now; zero where the system does not tell."""
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
        return pages * resource.getpagesize()
    return 0
