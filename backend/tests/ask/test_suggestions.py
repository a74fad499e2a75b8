"""What is offered while somebody types."""

import pytest

from tests.ask.test_answers import ask
from tests.metrics.shops import Shop


def suggested(shop: Shop, typed: str) -> list[str]:
    found = shop.client.get(
        "/api/v1/ask/suggestions", params={"typed": typed}, headers=shop.headers
    )
    assert found.status_code == 200, found.text
    return list(found.json()["items"])


def test_known_questions_hold_every_word(shop: Shop) -> None:
    found = suggested(shop, "Refund week last")
    assert found
    assert all(word in one.lower() for one in found for word in ("refund", "week", "last"))
    assert len(found) <= 8
    assert len({one.casefold() for one in found}) == len(found)


def test_a_word_typed_begins_a_word_that_is_known(shop: Shop) -> None:
    ask(shop, "units sold by vendor in the last 178 days")
    assert suggested(shop, "vend 178") == ["units sold by vendor in the last 178 days"]
    assert suggested(shop, "endor 178") == suggested(shop, "vendor 78 days 17") == []


def test_what_was_asked_here_comes_first_and_only_with_an_answer(shop: Shop) -> None:
    ask(shop, "units sold by vendor in the last 77 days")
    ask(shop, "wibble by vendor in the last 77 days")
    assert suggested(shop, "77 days vendor") == ["units sold by vendor in the last 77 days"]
    assert suggested(shop, "UNITS sold by vendor in the last 77 days") == []


def test_a_follow_up_is_not_offered_by_itself(shop: Shop) -> None:
    first = ask(shop, "units sold by vendor in the last 78 days")
    ask(shop, "in the last 79 days", previous_id=first["id"])
    assert suggested(shop, "in the last 79") == []
    history = shop.client.get("/api/v1/ask/history", headers=shop.headers).json()["items"]
    kept = {item["prompt"]: item["entry_id"] for item in history}
    assert kept["units sold by vendor in the last 78 days"]
    assert kept["in the last 79 days"] is None


@pytest.mark.parametrize("typed", ["%", "_____________________", "total\\sales", "' OR 1=1 --"])
def test_signs_are_only_signs(shop: Shop, typed: str) -> None:
    assert suggested(shop, f"{typed} zzz") == []
