"""Questions as people type them, each with the meaning that a person gave it."""

from pathlib import Path
from typing import Any

import pytest

from marketing_agent.ask.parser import Parser
from marketing_agent.metrics.query import SemanticQuery
from tests.ask.catalogue import EVERYDAY
from tests.ask.notation import Meaning, Written, read

FILE = Path(__file__).with_name("everyday.txt")
PARSER = Parser(EVERYDAY)
QUESTIONS = list(read(FILE))
# Order and limit count where the meaning names them.
_IF_NAMED = ("order", "limit")


@pytest.mark.parametrize("written", QUESTIONS, ids=lambda one: one.text)
def test_it_means_what_a_person_said(written: Written) -> None:
    parsed = PARSER.parse(written.text, written.today)
    if parsed.question is None:
        assert written.may_ask, parsed.message
        return
    found = _found(parsed.question.at(written.today))
    assert written.meanings, found
    assert any(_same(found, one) for one in written.meanings), (found, written.meanings)


def test_there_are_hundreds() -> None:
    assert len(QUESTIONS) > 400
    assert sum(not one.meanings for one in QUESTIONS) > 60


def _same(found: Meaning, said: Meaning) -> bool:
    return all(found[key] == value for key, value in said.items() if value or key not in _IF_NAMED)


def _found(query: SemanticQuery) -> Meaning:
    row: dict[str, Any] = query.model_dump(mode="json")
    return row | {
        "metrics": sorted(row["metrics"]),
        "dimensions": sorted(row["dimensions"]),
        "time": (row["time"]["start"], row["time"]["end"]),
        "filters": sorted(str(_filter(one)) for one in row["filters"]),
        "order": [(one["by"], one["dir"]) for one in row["order"]],
        "compare": row["compare"] and (row["compare"]["start"], row["compare"]["end"]),
    }


def _filter(one: dict[str, Any]) -> tuple[str, str, object]:
    value = one.get("value")
    if isinstance(value, list):
        value = sorted(value)
    return one["field"], one["op"], float(value) if isinstance(value, int | float) else value
