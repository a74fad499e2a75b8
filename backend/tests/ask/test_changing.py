"""An answer changed part by part equals the same question asked outright."""

from typing import Any

import pytest

from tests.ask.test_answers import ask
from tests.metrics.shops import TODAY, Shop

FIRST = "total sales by country last 90 days vs the 90 days before"


def change(shop: Shop, before: dict[str, Any] | None, **parts: Any) -> dict[str, Any]:
    previous = {"previous_id": before["id"]} if before else {}
    return ask(shop, "changed by hand", change=parts, **previous)


@pytest.mark.parametrize(
    ("parts", "outright"),
    [
        ({"metrics": ["orders"]}, "orders by country last 90 days vs the 90 days before"),
        ({"compare": None}, "total sales by country last 90 days"),
        ({"time": "last_7_days"}, "total sales by country last 7 days vs the 7 days before"),
        (
            {"dimensions": [], "grain": "month"},
            "total sales by month last 90 days vs the 90 days before",
        ),
        ({"limit": 2}, "top 2 countries by total sales last 90 days vs the 90 days before"),
    ],
)
def test_a_part_set_anew_leaves_the_others(
    shop: Shop, parts: dict[str, Any], outright: str
) -> None:
    found, expected = change(shop, ask(shop, FIRST), **parts), ask(shop, outright)
    assert found["outcome"] == expected["outcome"] == "answer"
    assert found["columns"] == expected["columns"]
    assert found["rows"] == expected["rows"]
    assert found["sentence"] == expected["sentence"]


def test_parts_alone_are_a_whole_question(shop: Shop) -> None:
    parts = {
        "metrics": ["total_sales", "orders"],
        "grain": "month",
        "time": "2025-01-01..2025-12-31",
    }
    found = change(shop, None, **parts)
    assert found["rows"] == ask(shop, "total sales and orders by month in 2025")["rows"]
    assert found["question"]["time"] == parts["time"]


def test_what_hung_on_a_part_goes_with_it(shop: Shop) -> None:
    before = ask(shop, "which 3 countries grew most in total sales last 90 days vs the 90 before")
    assert before["question"]["order"][0]["by"] == "change"
    alone = change(shop, before, compare=None)
    assert alone["question"]["order"] == []
    whole = change(shop, alone, dimensions=[])
    assert whole["question"]["limit"] is None
    assert len(whole["rows"]) == 1


def test_a_filter_can_be_taken_off(shop: Shop) -> None:
    narrow = ask(shop, "total sales in canada last 90 days")
    assert narrow["question"]["filters"]
    wide = change(shop, narrow, filters=[])
    assert wide["rows"] == ask(shop, "total sales last 90 days")["rows"]


def test_a_change_is_followed_up_in_words_and_kept_in_the_history(shop: Shop) -> None:
    changed = change(shop, ask(shop, FIRST), metrics=["orders"])
    after = ask(shop, "last 7 days", previous_id=changed["id"])
    assert after["question"]["metrics"] == ["orders"]
    history = shop.client.get("/api/v1/ask/history", headers=shop.headers).json()
    assert "changed by hand" in [item["prompt"] for item in history["items"]]


def test_what_no_file_tells_keeps_its_parts(shop: Shop) -> None:
    found = change(shop, None, metrics=["aov"], dimensions=["device"])
    assert found["outcome"] == "clarify"
    assert found["question"]["dimensions"] == ["device"]
    assert found["rows"] == []


@pytest.mark.parametrize(
    "parts",
    [{}, {"metrics": []}, {"grain": "day"}, {"metrics": ["orders"], "sql": "SELECT 1"}],
    ids=["nothing", "no metric", "no metric before", "unknown part"],
)
def test_a_change_that_makes_no_question_is_refused(shop: Shop, parts: dict[str, Any]) -> None:
    body = {"question": "changed by hand", "as_of": str(TODAY), "change": parts}
    answer = shop.client.post("/api/v1/ask", json=body, headers=shop.headers)
    assert answer.status_code == 422
    assert answer.json()["title"]
