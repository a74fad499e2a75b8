"""The document of the API: long to write, so each process writes it once."""

import json
from functools import cache
from typing import Any

from marketing_agent.api.app import create_app
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database


def described() -> dict[str, Any]:
    """OpenAPI as the app gives it, in a copy of the caller's own."""
    document: dict[str, Any] = json.loads(_written())
    return document


@cache
def _written() -> str:
    return json.dumps(create_app(Settings(), Database("postgresql://localhost/none")).openapi())
