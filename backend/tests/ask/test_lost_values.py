"""A value that a known wording names is looked for again: what is gone is never a silent nought."""

import pytest

from marketing_agent.ask import cache
from marketing_agent.kernel.db import Database
from marketing_agent.metrics.question import Question
from tests.ask.test_answers import ask, value
from tests.metrics.shops import Shop


def _known(shop: Shop, database: Database, wording: str, field: str, named: str) -> None:
    """A wording that was read when the store had that value."""
    question = Question(
        metrics=("total_sales",),
        time="last_30_days",
        filters=({"field": field, "op": "=", "value": named},),
    )
    with database.transaction(shop.workspace.id) as session:
        key = cache.prompt_hash(wording)
        cache.remember(session, shop.workspace.id, wording, question, (), cache.Maker(), key)


@pytest.mark.parametrize("field", ["product", "vendor", "discount_code", "campaign"])
def test_a_value_that_is_gone_is_asked_back(shop: Shop, database: Database, field: str) -> None:
    wording = f"revenue of gorblatz {field} last 30 days"
    _known(shop, database, wording, field, "Gorblatz")
    answer = ask(shop, wording)
    assert answer["outcome"] == "clarify"
    assert "gorblatz" in answer["message"].lower()
    assert answer["rows"] == []


def test_a_value_of_another_name_now_is_read_anew(shop: Shop, database: Database) -> None:
    vendor = ask(shop, "total sales by vendor last 30 days")["rows"][0][0]
    wording = f"total sales of vendor {vendor} in the last 30 days"
    right = value(ask(shop, wording))
    with database.transaction(shop.workspace.id) as session:
        found = cache.lookup(session, cache.prompt_hash(wording))
        assert found
        assert found.entry.question
        filters = [one | {"value": "Its former name"} for one in found.entry.question["filters"]]
        found.entry.question = found.entry.question | {"filters": filters}
    again = ask(shop, wording)
    assert value(again) == right
    assert right > 0


def test_a_value_that_is_still_there_is_a_hit(shop: Shop) -> None:
    product = ask(shop, "total sales by product last 30 days")["rows"][0][0]
    wording = f"units sold of {product} last 30 days"
    assert not ask(shop, wording)["cache"]["hit"]
    assert ask(shop, wording)["cache"]["hit"]
