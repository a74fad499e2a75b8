"""JSON that others send: of a size and depth that an honest caller needs."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator

_MOST_BYTES = 64 * 1024
_DEEPEST = 12


def bounded(value: dict[str, Any]) -> dict[str, Any]:
    """JSON of a size and depth that an honest caller needs, and that a database can keep."""
    if nests_deeper(value, _DEEPEST):
        raise ValueError(f"is nested more than {_DEEPEST} deep")
    written = json.dumps(value, allow_nan=False, ensure_ascii=False)
    if len(written.encode()) > _MOST_BYTES:
        raise ValueError(f"has more than {_MOST_BYTES // 1024} kB")
    if "\\u0000" in written:
        raise ValueError("holds a NUL, which no database keeps")
    return value


def nests_deeper(value: object, most: int) -> bool:
    """Whether it nests more than so many levels, walked without recursion and no further."""
    level, depth = [value], 0
    while level and depth <= most:
        inner: list[object] = []
        for one in level:
            if isinstance(one, Mapping):
                inner.extend(one.values())
            elif isinstance(one, list | tuple):
                inner.extend(one)
        level, depth = inner, depth + 1
    return depth > most


Json = Annotated[dict[str, Any], AfterValidator(bounded)]
