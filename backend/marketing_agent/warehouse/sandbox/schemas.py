"""Frozen values that cross the sandbox's boundary."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """What one statement may use."""

    deadline_s: float = 10.0
    memory_mb: int = 512
    max_rows: int = 1000
    max_bytes: int = 8 * 1024 * 1024


@dataclass(frozen=True)
class SandboxResult:
    """Rows as JSON values: text, numbers, booleans, null; days and instants as ISO 8601 text."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    """Types of the columns, as the engine names them."""
    rows: list[list[object]]
    truncated: bool
    """There were more rows than `max_rows` or more bytes than `max_bytes`."""
    ms: float
    """Time in the engine, in milliseconds."""


@dataclass(frozen=True)
class Walls:
    """What the system let the sandbox put up beside the engine's own settings."""

    limits: bool
    """Memory, processor time, open files, file size, processes and core dumps are limited."""
    network: bool
    """A network namespace without interfaces."""
    files: bool
    """Landlock: the open file of the version is read, and no other can be opened."""
    calls: bool
    """Seccomp: no socket, no process and no program can be made."""
