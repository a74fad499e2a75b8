"""What no server behind the door should be given: its answers would not be in plain words."""

import json
from typing import Any

from starlette.responses import JSONResponse

_PARSE, _INVALID = -32700, -32600


def problem_of(body: bytes) -> JSONResponse | None:
    """The answer to a body that is not one message of JSON-RPC 2.0; None for one that is."""
    try:
        found = json.loads(body)
    except RecursionError:
        return answered(400, _PARSE, "This nests too deep.")
    except ValueError:
        return answered(400, _PARSE, "This is not JSON.")
    if isinstance(found, list):
        return answered(400, _INVALID, "Send one message at a time: a batch is not taken here.")
    if not _is_message(found):
        return answered(400, _INVALID, "This is not a message of JSON-RPC 2.0.")
    return None


def too_large(why: str) -> JSONResponse:
    """The answer to a body that was read no further."""
    return answered(413, _INVALID, why)


def answered(status: int, code: int, why: str) -> JSONResponse:
    """An error of JSON-RPC to a message whose id is not known."""
    error = {"code": code, "message": why}
    return JSONResponse({"jsonrpc": "2.0", "id": None, "error": error}, status)


def _is_message(found: Any) -> bool:
    """A request, a notification, or what a client answers us."""
    if not isinstance(found, dict) or found.get("jsonrpc") != "2.0":
        return False
    named = found.get("id", "")
    if isinstance(named, bool) or not isinstance(named, str | int):
        return False
    if "method" not in found:
        return "result" in found or "error" in found
    return isinstance(found["method"], str) and isinstance(found.get("params", {}), dict)
