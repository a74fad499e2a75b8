"""Keeps secrets and people's addresses out of logs."""

import re
from typing import Any

_SECRET_NAMES = re.compile(r"password|secret|token|authorization|cookie|api_?key|csrf", re.I)
_SECRET_TEXT = re.compile(
    r"ma_[A-Za-z0-9_-]{20,}|(?<=token=)[^&\s\"']+|(?<=ma_session=)[^;\s\"']+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
)
HIDDEN = "[hidden]"


def redact(name: str, value: Any) -> Any:
    """The value as it may be logged under that name."""
    if _SECRET_NAMES.search(name):
        return HIDDEN
    if isinstance(value, str):
        return _SECRET_TEXT.sub(HIDDEN, value)
    if isinstance(value, dict):
        return {key: redact(str(key), item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redact(name, item) for item in value]
    return value
