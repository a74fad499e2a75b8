"""The few Linux calls that Python does not offer. Each says whether the kernel agreed."""

import ctypes
import os
import platform
import struct
import sys

_LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None, use_errno=True)

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000

# The numbers of these two are the same on every architecture.
_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_RESTRICT_SELF = 446
_LANDLOCK_VERSION = 1
# How many rights to files each version of Landlock can take away.
_LANDLOCK_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_ALL_KNOWN_RIGHTS = 16

_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_V3 = 0x20080522
# A server that runs as root may have to read a version that belongs to another user.
_READ_ANY_FILE = (1 << 1) | (1 << 2)


def die_with_parent(signal: int) -> bool:
    """The kernel sends `signal` when the thread that made this process ends."""
    return _prctl(_PR_SET_PDEATHSIG, signal)


def no_new_privileges() -> bool:
    """No program started from here gains rights; needed by the walls below."""
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def not_inspectable() -> bool:
    """Other processes of the same user cannot read this one's memory or descriptors."""
    return _prctl(_PR_SET_DUMPABLE, 0)


def leave_network() -> bool:
    """Moves into a network without interfaces; in a user namespace where root is not given."""
    if not _LINUX:
        return False
    tries = (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET)
    return any(_libc.unshare(flags) == 0 for flags in tries)


def drop_capabilities() -> bool:
    """Keeps no special right of root but that of reading files."""
    number = _CAPSET.get(platform.machine())
    if not _LINUX or number is None or os.geteuid() != 0:
        return False
    header = struct.pack("=Ii", _CAPABILITY_V3, 0)
    rights = struct.pack("=6I", _READ_ANY_FILE, _READ_ANY_FILE, 0, 0, 0, 0)
    return int(_libc.syscall(number, header, rights)) == 0


def no_more_files() -> bool:
    """Landlock: from now on no file can be opened, made, run or removed; open ones stay open."""
    version = _landlock(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), _LANDLOCK_VERSION)
    if version < 1:
        return False
    rights = (1 << _LANDLOCK_RIGHTS.get(version, _ALL_KNOWN_RIGHTS)) - 1
    rules = struct.pack("=Q", rights)
    ruleset = _landlock(_LANDLOCK_CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    return ruleset >= 0 and _landlock(_LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0


def filter_calls(program: bytes) -> bool:
    """Seccomp: a filter of packed instructions judges every later call of this process."""
    if not program:
        return False
    code = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: a length of two bytes, padding, a pointer.
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    return _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header)


def _prctl(option: int, *arguments: int | bytes) -> bool:
    if not _LINUX:
        return False
    given = [ctypes.c_ulong(one) if isinstance(one, int) else one for one in arguments]
    given += [ctypes.c_ulong(0)] * (4 - len(given))
    return bool(_libc.prctl(option, *given) == 0)


def _landlock(*arguments: object) -> int:
    return int(_libc.syscall(*arguments)) if _LINUX else -1
