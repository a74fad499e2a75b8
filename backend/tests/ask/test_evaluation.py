"""`eval ask`: scores, predictions and what becomes of odd rows."""

import json
from pathlib import Path
from typing import Any

import pytest

from marketing_agent.ask.evaluation import evaluate, read_rows
from tests.ask.catalogue import CATALOGUE

LAST_MONTH = {"expr": "x", "start": "2026-02-01", "end": "2026-02-28"}


def row(question: str, outcome: str = "answer", **expect: Any) -> dict[str, Any]:
    query = {
        "metrics": ["orders"], "dimensions": [], "grain": None, "time": LAST_MONTH, "filters": [],
        "order": [], "limit": None, "compare": None, "transform": None,
    } | expect  # fmt: skip
    found = {"id": question[:6], "question": question, "anchor": "2026-03-18", "outcome": outcome}
    return found | {"difficulty": "easy"} | ({"expect": query} if outcome == "answer" else {})


def test_right_wrong_missed_and_handled_are_told_apart() -> None:
    rows = [
        row("orders last month"),
        row("sales last month"),
        row("zorgle orders last month"),
        row("delete all orders", "refuse"),
        row("orders last week", "clarify"),
    ]
    scores, predictions = evaluate(rows, CATALOGUE)
    assert set(scores) == {
        "n", "exact", "by_difficulty", "wrong", "missed", "nonanswers_handled", "p50_ms", "p95_ms",
        "failures",
    }  # fmt: skip
    assert (scores["n"], scores["exact"], scores["missed"], scores["wrong"]) == (5, 0.4, 0.2, 0.4)
    assert scores["nonanswers_handled"] == 0.5
    assert scores["by_difficulty"] == {"easy": 0.4}
    assert [set(one) for one in predictions] == [
        {"id", "outcome", "semantic_query", "assumptions", "ms"}
    ] * 5
    assert predictions[0]["semantic_query"]["time"]["start"] == "2026-02-01"
    assert [one["slots"] for one in scores["failures"]][:2] == [["metrics"], ["outcome"]]


def test_another_accepted_reading_is_right() -> None:
    one = row("orders last month", metrics=["total_sales"])
    one["accept"] = [row("orders last month")["expect"]]
    assert evaluate([one], CATALOGUE)[0]["exact"] == 1.0


def test_without_expectations_the_scores_are_null_and_predictions_are_made() -> None:
    rows = [{"question": "orders last month", "anchor": "2026-03-18"}, {"question": "sales"}]
    scores, predictions = evaluate(rows, CATALOGUE)
    assert scores["n"] == 2
    assert [scores[k] for k in ("exact", "by_difficulty", "wrong", "missed")] == [None] * 4
    assert scores["nonanswers_handled"] is None
    assert scores["failures"] == []
    assert [one["id"] for one in predictions] == [1, 2]
    assert predictions[0]["outcome"] == "answer"


def test_rows_that_are_no_questions_are_named(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps({"question": "orders"}) + "\n\n{\n", "utf-8")
    with pytest.raises(ValueError, match="line 3"):
        read_rows(file)
    file.write_text('["orders"]\n', "utf-8")
    with pytest.raises(ValueError, match="line 1"):
        read_rows(file)
    file.write_text("\ufeff" + json.dumps({"question": "a \u2028 b"}) + "\r\n", "utf-8")
    assert read_rows(file)[0]["question"] == "a \u2028 b"
