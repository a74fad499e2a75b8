"""Questions over HTTP: the numbers equal the truth, the tiles and each other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from marketing_agent.tenancy.schemas import Workspace
from tests.ask.phrasing import varied
from tests.metrics.shops import TODAY, Shop

KeyFor = Callable[..., dict[str, str]]
BRIEF = {
    "What is the total revenue for {} in the last 30 days?": "revenue_last_30_days",
    "What is the average order value (AOV) from all campaigns for {} "
    "in the 30 days before the last 30 days?": "aov_all_campaigns_prior_30_days",
    "What is the average conversion rate from all campaigns for {} "
    "in the last 30 days?": "conversion_rate_all_campaigns_last_30_days",
    "What is the average email click-through rate (CTR) from all email campaigns for {} "
    "in the 30 days before the last 30 days?": "email_ctr_all_campaigns_prior_30_days",
}


def ask(shop: Shop, question: str, **more: Any) -> dict[str, Any]:
    body = {"question": question, "as_of": str(TODAY)} | more
    answer = shop.client.post("/api/v1/ask", json=body, headers=shop.headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def value(answer: dict[str, Any]) -> float:
    assert answer["outcome"] == "answer", answer["message"]
    at = [c["role"] for c in answer["columns"]].index("value")
    (row,) = answer["rows"]
    return float(row[at])


@pytest.mark.parametrize("question", BRIEF)
def test_the_questions_of_the_brief_are_known_and_equal_their_tiles(
    shop: Shop, question: str
) -> None:
    tile = shop.kpi(BRIEF[question])
    for name in ("business", shop.workspace.name):
        answer = ask(shop, question.format(name))
        assert answer["cache"]["hit"]
        assert answer["cache"]["source"] == "seed"
        assert value(answer) == pytest.approx(float(tile["value"]), abs=1e-9)
        assert answer["sql"]
        assert answer["chart"]["kind"] == "number"
        assert answer["sentence"]


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("What is the revenue of the {} in the last 30 days?", "revenue_last_30_days"),
        ("What is the AOV from all campaigns for {} in the 30 days before the last 30 days?",
         "aov_all_campaigns_prior_30_days"),
        ("conversion rate from all campaigns for {} last 30 days",
         "conversion_rate_all_campaigns_last_30_days"),
        ("e-mail CTR from all e-mail campaigns for {} in the 30 days before the last 30",
         "email_ctr_all_campaigns_prior_30_days"),
    ],
)  # fmt: skip
def test_other_wordings_of_the_brief_are_hits_on_the_first_ask(
    shop: Shop, question: str, key: str
) -> None:
    tile = shop.kpi(key)
    for name in ("business", shop.workspace.name):
        answer = ask(shop, question.format(name))
        assert answer["cache"]["hit"], question
        assert value(answer) == pytest.approx(float(tile["value"]), abs=1e-9)
        assert answer["cache"]["source"] == "seed"


def test_every_month_equals_the_truth(shop: Shop) -> None:
    answer = ask(shop, "total sales and orders by month in 2025")
    assert [c["name"] for c in answer["columns"]] == ["date", "total_sales", "orders"]
    truth = shop.truth["by_month"]
    expected = [
        (
            f"{month}-01",
            truth[month]["money"]["total_sales"] / 100,
            truth[month]["counts"]["orders"],
        )
        for month in sorted(truth)
        if month.startswith("2025")
    ]
    assert [(row[0], row[1], row[2]) for row in answer["rows"]] == expected


def test_a_split_adds_up_to_the_whole(shop: Shop) -> None:
    whole = value(ask(shop, "total sales last 90 days"))
    split = ask(shop, "total sales by country last 90 days")
    assert sum(row[1] for row in split["rows"]) == pytest.approx(whole, abs=0.005)
    assert split["chart"] == {"kind": "bar", "x": "country", "y": ["total_sales"], "split": None}


def test_paraphrases_share_one_entry(shop: Shop) -> None:
    first = ask(shop, "units sold in the last 45 days by vendor")
    assert not first["cache"]["hit"]
    second = ask(shop, "by vendor: how many units sold over the past 45 days?")
    assert second["cache"]["hit"]
    assert second["cache"]["entry_id"] == first["cache"]["entry_id"]
    assert second["rows"] == first["rows"]


def test_most_of_varied_questions_are_known(shop: Shop) -> None:
    """500 questions as people word them, drawn from a grammar that the seeds do not know."""
    answers = [ask(shop, one.text) for one in varied(500, seed=7)]
    assert {answer["outcome"] for answer in answers} <= {"answer", "clarify"}
    assert sum(answer["cache"]["hit"] for answer in answers) >= 300


def test_a_follow_up_refers_to_the_question_before(shop: Shop) -> None:
    first = ask(shop, "net sales last month")
    second = ask(shop, "and by product?", previous_id=first["id"])
    assert second["semantic_query"]["metrics"] == ["net_sales"]
    assert sum(row[1] for row in second["rows"]) == pytest.approx(value(first), abs=0.005)


def test_refusals_and_questions_back_have_no_numbers(shop: Shop) -> None:
    for question, outcome, code in (
        ("delete all orders", "refuse", "write"),
        ("is business good", "clarify", "no_metric"),
        ("sales of purple unicorns", "clarify", "unknown_word"),
        ("gross margin by vendor last month", "clarify", "no_answer"),
    ):
        answer = ask(shop, question)
        assert (answer["outcome"], answer["code"]) == (outcome, code)
        assert answer["message"]
        assert (answer["rows"], answer["sql"]) == ([], None)


def test_history_feedback_and_entries(shop: Shop, key_for: KeyFor) -> None:
    owner = key_for(shop.workspace)
    answer = ask(shop, "gross sales last month by vendor")
    path = f"/api/v1/ask/{answer['id']}/feedback"
    assert shop.client.post(path, json={"helpful": True}, headers=shop.headers).status_code == 204
    newest = shop.get("/ask/history")["items"][0]
    assert (newest["prompt"], newest["outcome"]) == (answer["prompt"], "answer")
    entry_id = answer["cache"]["entry_id"]
    path = f"/api/v1/prompt-cache/{entry_id}"
    pinned = shop.client.patch(path, json={"pinned": True}, headers=owner).json()
    assert pinned["pinned"]
    assert pinned["feedback_up"] == 1
    listed = shop.get("/prompt-cache", limit=500)
    assert listed["items"][0]["id"] == entry_id
    assert listed["total"] > 100
    assert shop.client.delete(path, headers=shop.headers).status_code == 403
    assert shop.client.delete(path, headers=owner).status_code == 204
    assert shop.client.delete(path, headers=owner).status_code == 404


def test_an_expired_entry_is_read_anew(shop: Shop, key_for: KeyFor) -> None:
    answer = ask(shop, "discounts in the last 33 days")
    path = f"/api/v1/prompt-cache/{answer['cache']['entry_id']}"
    done = shop.client.patch(path, json={"status": "expired"}, headers=key_for(shop.workspace))
    assert done.status_code == 200
    again = ask(shop, "discounts in the last 33 days")
    assert not again["cache"]["hit"]
    assert ask(shop, "discounts in the last 33 days")["cache"]["hit"]


@pytest.mark.parametrize(
    ("meaning", "reason"),
    [
        ({"metrics": ["net_salse"]}, "net_salse"),
        ({"metrics": ["net_sales"], "dimensions": ["moon"]}, "moon"),
        ({"metrics": ["net_sales"], "time": "last_30_moons"}, "last_30_moons"),
    ],
)
def test_a_meaning_that_says_nothing_is_refused_with_the_reason(
    shop: Shop, key_for: KeyFor, meaning: dict[str, object], reason: str
) -> None:
    answer = ask(shop, "net sales in the last 34 days")
    path = f"/api/v1/prompt-cache/{answer['cache']['entry_id']}"
    owner = key_for(shop.workspace)
    refused = shop.client.patch(path, json={"question": meaning}, headers=owner)
    assert 400 <= refused.status_code < 500
    assert reason.replace("_", " ") in refused.json()["title"].replace("_", " ")
    again = ask(shop, "net sales in the last 34 days")
    assert again["cache"]["hit"]
    assert again["question"]["metrics"] == ["net_sales"]
    edited = {"metrics": ["orders"], "time": "last_34_days"}
    assert shop.client.patch(path, json={"question": edited}, headers=owner).status_code == 200
    assert ask(shop, "net sales in the last 34 days")["question"]["metrics"] == ["orders"]
    assert shop.client.delete(path, headers=owner).status_code == 204


def test_another_workspace_shares_nothing(
    shop: Shop, workspace: Workspace, key_for: KeyFor
) -> None:
    answer = ask(shop, "orders last month")
    other = key_for(workspace)
    body = {"question": "and by day?", "previous_id": answer["id"]}
    assert shop.client.post("/api/v1/ask", json=body, headers=other).status_code == 404
    path = f"/api/v1/prompt-cache/{answer['cache']['entry_id']}"
    assert shop.client.patch(path, json={"pinned": True}, headers=other).status_code == 404
    empty = shop.client.post("/api/v1/ask", json={"question": "orders last month"}, headers=other)
    assert empty.json()["outcome"] == "clarify"
    assert not empty.json()["cache"]["hit"]


def test_a_window_holds_whole_days_that_end_yesterday(shop: Shop) -> None:
    answer = ask(shop, "orders last 30 days")
    assert answer["window"] == {
        "start": str(TODAY - timedelta(days=30)),
        "end": str(TODAY - timedelta(days=1)),
    }
