"""What a job's handler is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database


@dataclass(frozen=True, slots=True)
class JobContext:
    """One run of a job. It may be the second run: handlers are idempotent."""

    job_id: str
    workspace_id: str
    payload: Mapping[str, Any]
    attempt: int
    database: Database
    settings: Settings


Handler = Callable[[JobContext], None]
GivenUp = Callable[[Session, str, Mapping[str, Any]], None]
"""Told of a job that is given up: a session of its workspace, the workspace's id, the payload."""
