"""The prompt cache looked through over HTTP."""

import csv
import io

from tests.ask.test_answers import ask
from tests.metrics.shops import Shop


def test_entries_show_their_sql_hashes_and_use(shop: Shop) -> None:
    answer = ask(shop, "gross sales in the last 41 days")
    ask(shop, "gross sales in the last 41 days")
    (found,) = shop.get("/prompt-cache", q="last 41 days")["items"]
    assert found["id"] == answer["cache"]["entry_id"]
    assert found["statement"] == answer["sql"]
    assert (found["hits"], found["source"], found["status"]) == (1, "rule", "verified")
    assert found["average_ms"] > 0
    by_hash = shop.get("/prompt-cache", q=found["prompt_hash"])["items"]
    assert [one["id"] for one in by_hash] == [found["id"]]


def test_entries_are_filtered_sorted_and_paged(shop: Shop) -> None:
    seeds = shop.get("/prompt-cache", source="seed", sort="prompt", descending=False, limit=500)
    prompts = [one["prompt"] for one in seeds["items"] if not one["pinned"]]
    assert {one["source"] for one in seeds["items"]} == {"seed"}
    assert seeds["total"] > 100
    page = shop.get(
        "/prompt-cache", source="seed", sort="prompt", descending=False, limit=5, offset=3
    )
    assert [one["prompt"] for one in page["items"]] == prompts[3:8]
    assert shop.get("/prompt-cache", status="expired", q="no such words")["total"] == 0
    assert shop.ask("/prompt-cache", sort="question").status_code == 422


def test_entries_are_taken_away_as_a_file(shop: Shop) -> None:
    answer = shop.ask("/prompt-cache.csv", source="seed", sort="prompt", descending=False)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == shop.get("/prompt-cache", source="seed")["total"]
    assert all(row["prompt_hash"] and row["schema_version"] for row in rows)
