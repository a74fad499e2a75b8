"""Scores the parser on a file of questions in the eval format, offline, with a catalogue."""

import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from marketing_agent.ask.parser import Parser
from marketing_agent.ask.schemas import Parsed
from marketing_agent.metrics.query import SemanticQuery

Row = dict[str, Any]
_SLOTS = (
    "metrics",
    "dimensions",
    "grain",
    "time",
    "filters",
    "compare",
    "transform",
    "order",
    "limit",
)
_OUTCOMES = ("answer", "clarify", "refuse")


def evaluate(questions: Sequence[Row], catalogue: Mapping[str, object]) -> tuple[Row, list[Row]]:
    """The scores and the predictions, in the order of the questions.

    Scores are over the rows that say what is expected, and None where no row does. Making the
    parser (the dictionaries, the value index) is the cold start and in no row's time.
    """
    parser = Parser(catalogue)
    parser.parse("total sales last 30 days", date(2026, 1, 1))
    parser.parse("a wrod taht nobody knows", date(2026, 1, 1))
    predictions = [_predict(parser, row, number) for number, row in enumerate(questions, 1)]
    return _scores(questions, predictions), predictions


def read_rows(path: Path) -> list[Row]:
    """The rows of a JSON Lines file; raises ValueError with the line that is no question."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ValueError(f"line {number} is no JSON") from error
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise ValueError(f"line {number} holds no question")
        rows.append(row)
    return rows


def _predict(parser: Parser, row: Row, number: int) -> Row:
    today = date.fromisoformat(row["anchor"]) if row.get("anchor") else date.today()
    started = time.perf_counter()
    parsed = parser.parse(row["question"], today)
    query = _shape(parsed.question.at(today)) if parsed.question else None
    elapsed = (time.perf_counter() - started) * 1000
    return {
        "id": row.get("id", number),
        "outcome": parsed.outcome,
        "semantic_query": query,
        "assumptions": _said(parsed),
        "ms": round(elapsed, 3),
    }


def _shape(query: SemanticQuery) -> Row:
    """Exactly the eval's shape: a filter on emptiness has no value."""
    row = query.model_dump(mode="json")
    row["filters"] = [{k: v for k, v in f.items() if v is not None} for f in row["filters"]]
    return row


def _said(parsed: Parsed) -> list[str]:
    texts = [assumption.text for assumption in parsed.assumptions]
    return [*texts, parsed.message] if parsed.message else texts


def _scores(rows: Sequence[Row], predictions: Sequence[Row]) -> Row:
    times = sorted(one["ms"] for one in predictions)
    scored = [(row, got) for row, got in zip(rows, predictions, strict=True) if _is_scored(row)]
    result: Row = {
        "n": len(rows), "exact": None, "by_difficulty": None, "wrong": None, "missed": None,
        "nonanswers_handled": None, "p50_ms": _percentile(times, 0.5),
        "p95_ms": _percentile(times, 0.95), "failures": [],
    }  # fmt: skip
    return result | _graded(scored) if scored else result


def _is_scored(row: Row) -> bool:
    """Whether the row says what is expected of it."""
    outcome = row.get("outcome")
    return outcome in _OUTCOMES and (outcome != "answer" or isinstance(row.get("expect"), dict))


def _graded(scored: Sequence[tuple[Row, Row]]) -> Row:
    exact, wrong, missed, handled, refusable = 0, 0, 0, 0, 0
    levels: dict[str, list[bool]] = defaultdict(list)
    failures = []
    for row, got in scored:
        right, slots = _right(row, got)
        exact += right
        levels[str(row.get("difficulty") or "unknown")].append(right)
        if row["outcome"] != "answer":
            refusable += 1
            handled += got["outcome"] != "answer"
        wrong += got["outcome"] == "answer" and not right
        missed += row["outcome"] == "answer" and got["outcome"] != "answer"
        if not right:
            failures.append(
                {"id": got["id"], "question": row["question"], "got": got, "slots": slots}
            )
    count = len(scored)
    return {
        "exact": exact / count,
        "by_difficulty": {level: sum(each) / len(each) for level, each in sorted(levels.items())},
        "wrong": wrong / count,
        "missed": missed / count,
        "nonanswers_handled": handled / refusable if refusable else None,
        "failures": failures,
    }


def _right(row: Row, got: Row) -> tuple[bool, list[str]]:
    """Whether the prediction is exact, and the slots that differ from the nearest reading."""
    if row["outcome"] != "answer":
        return got["outcome"] != "answer", []
    if got["outcome"] != "answer":
        return False, ["outcome"]
    readings = [row["expect"], *(row.get("accept") or [])]
    return min(
        ((not diff, diff) for diff in (_differing(one, got["semantic_query"]) for one in readings)),
        key=lambda each: len(each[1]),
    )


def _differing(expect: Row, got: Row) -> list[str]:
    slots = [name for name in _SLOTS if name not in ("order", "limit") or expect.get(name)]
    return [name for name in slots if _canonical(name, expect) != _canonical(name, got)]


def _canonical(slot: str, query: Row) -> object:
    value = query.get(slot)
    if slot in ("metrics", "dimensions"):
        return sorted(value or [])
    if slot in ("time", "compare"):
        return (value.get("start"), value.get("end")) if value else None
    if slot == "filters":
        return sorted(json.dumps(_filter(one), sort_keys=True) for one in value or [])
    if slot == "order":
        return [(one["by"], one.get("dir", "desc")) for one in value or []]
    return value


def _filter(one: Row) -> Row:
    value = one.get("value")
    if isinstance(value, list):
        value = sorted(value, key=str)
    if isinstance(value, float | int) and not isinstance(value, bool):
        value = round(float(value), 9)
    return {"field": one["field"], "op": one["op"], "value": value}


def _percentile(ordered: Sequence[float], part: float) -> float | None:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else None
