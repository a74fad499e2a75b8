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


def evaluate(questions: Sequence[Row], catalogue: Mapping[str, object]) -> tuple[Row, list[Row]]:
    """The scores and the predictions. Without expectations the scores are None."""
    parser = Parser(catalogue)
    parser.parse("total sales last 30 days", date(2026, 1, 1))  # the dictionaries are read once
    predictions = [_predict(parser, row) for row in questions]
    return _scores(questions, predictions), predictions


def read_rows(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _predict(parser: Parser, row: Row) -> Row:
    today = date.fromisoformat(row["anchor"])
    started = time.perf_counter()
    parsed = parser.parse(row["question"], today)
    query = _shape(parsed.question.at(today)) if parsed.question else None
    elapsed = (time.perf_counter() - started) * 1000
    return {
        "id": row["id"],
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
    scored = bool(rows) and all("outcome" in row for row in rows)
    result: Row = {
        "n": len(rows), "exact": None, "by_difficulty": None, "wrong": None, "missed": None,
        "nonanswers_handled": None, "p50_ms": _percentile(times, 0.5),
        "p95_ms": _percentile(times, 0.95), "failures": [],
    }  # fmt: skip
    return result | _graded(rows, predictions) if scored else result


def _graded(rows: Sequence[Row], predictions: Sequence[Row]) -> Row:
    exact, wrong, missed, handled, refusable = 0, 0, 0, 0, 0
    levels: dict[str, list[bool]] = defaultdict(list)
    failures = []
    for row, got in zip(rows, predictions, strict=True):
        right, slots = _right(row, got)
        exact += right
        levels[row["difficulty"]].append(right)
        if row["outcome"] != "answer":
            refusable += 1
            handled += got["outcome"] != "answer"
        wrong += got["outcome"] == "answer" and not right
        missed += row["outcome"] == "answer" and got["outcome"] != "answer"
        if not right:
            failures.append(
                {"id": row["id"], "question": row["question"], "got": got, "slots": slots}
            )
    count = max(1, len(rows))
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
    readings = [row["expect"], *row.get("accept", [])]
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
        return (value["start"], value["end"]) if value else None
    if slot == "filters":
        return sorted(json.dumps(_filter(one), sort_keys=True) for one in value or [])
    if slot == "order":
        return [(one["by"], one["dir"]) for one in value or []]
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
