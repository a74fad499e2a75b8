"""What equal means between engines: everything exact, and 1e-9 of what is no exact number."""

import math
from typing import Any

from marketing_agent.kernel.errors import AppError
from marketing_agent.metrics.query import SemanticQuery
from tests.metrics.queries.asking import Shop as Asking

_BESIDE = {"ms", "sql", "sql_id", "hash", "dialect"}


def outcome(shop: Asking, query: SemanticQuery) -> Any:
    """All that an answer says, or why there is none."""
    try:
        answer = shop.answer(query)
    except AppError as error:
        return type(error).__name__, str(error)
    return answer.model_dump(exclude=_BESIDE)


def same(one: Any, other: Any) -> bool:
    """Equal in structure and value; numbers that are not whole may differ by 1e-9 of themselves."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other) and type(one) is type(other)
