"""One sample shop imported with each engine: pages, queries and questions give equal numbers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from marketing_agent.kernel.db import Database
from tests.conftest import SHARED
from tests.metrics.engines.equal import same
from tests.metrics.shops import TODAY, Shop, Shops

NAME = "Avalon_Sunshine"
# What names a workspace, an import or a run, and what depends on the machine or the dialect.
_BESIDE = {
    "id", "slug", "name", "sql", "sql_id", "hash", "dialect", "ms", "seconds", "cache", "import_id",
    "file_id", "imported_at", "created_at", "asked_id", "entry_id", "freshness",
}  # fmt: skip
QUESTIONS = [
    "how much did we make last month",
    "aov by country in the last 90 days",
    "top 5 products by units sold this year",
    "sales by week in 2026 compared to the year before",
    "share of sales by sales channel last quarter",
    "new vs returning customers by month in 2026",
    "conversion rate by channel last 30 days",
    "email click rate by campaign last 90 days",
    "running total of orders this month",
    "ltv by cohort",
    "mer by month in 2025",
    "revenue of countries with more than 5 orders in 2026",
]


@dataclass(frozen=True)
class Imported:
    duckdb: Shop
    postgres: Shop

    def ask(self, path: str, **params: Any) -> tuple[Any, Any]:
        """What a route answers on both engines."""
        found = [shop.ask(path, **params) for shop in (self.duckdb, self.postgres)]
        assert found[0].status_code == found[1].status_code, [each.text for each in found]
        return _kept(found[0].json()), _kept(found[1].json())

    def question(self, text: str, as_of: str) -> tuple[Any, Any]:
        found = []
        for shop in (self.duckdb, self.postgres):
            body = {"question": text, "as_of": as_of}
            answer = shop.client.post("/api/v1/ask", json=body, headers=shop.headers)
            assert answer.status_code == 200, answer.text
            found.append(_kept(answer.json()))
        return found[0], found[1]


def _kept(document: Any) -> Any:
    if isinstance(document, dict):
        return {key: _kept(value) for key, value in document.items() if key not in _BESIDE}
    return [_kept(each) for each in document] if isinstance(document, list) else document


@pytest.fixture(scope="module")
def imported(
    shops: Shops, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Imported]:
    """The shop's files, imported into a workspace of either engine as a user imports them."""
    postgres = {"warehouse": "postgres", "database_url": database.url}
    for tables in Shops(tmp_path_factory.mktemp("postgres"), database, **postgres).running():
        yield Imported(shops.imported(NAME), tables.imported(NAME))


@pytest.mark.parametrize("compare", ["previous_period", "previous_year"])
@pytest.mark.parametrize("days", ["last_30_days", "last_month", "2025-01-01..2025-12-31"])
def test_every_tile_and_the_summary(imported: Imported, days: str, compare: str) -> None:
    for path in ("/kpis", "/summary"):
        ours, theirs = imported.ask(path, range=days, compare=compare)
        assert "value" in json.dumps(ours)
        assert ours == theirs


def test_what_lies_under_a_number(imported: Imported) -> None:
    for key in ("total_sales", "aov", "conversion_rate", "email_revenue", "mer"):
        rows = imported.ask(f"/kpis/{key}/rows", limit=30)
        assert rows[0]["rows"]
        assert same(*rows), key
        ours, theirs = imported.ask(f"/kpis/{key}/lineage")
        assert ours == theirs


def test_what_can_be_asked(imported: Imported) -> None:
    assert same(*imported.ask("/metrics"))


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions(imported: Imported, text: str) -> None:
    ours, theirs = imported.question(text, str(TODAY))
    assert ours["outcome"] == "answer", ours["message"]
    assert ours["rows"]
    assert same(ours, theirs)


def test_the_questions_of_the_evaluation(imported: Imported) -> None:
    file = SHARED / "eval" / "questions.jsonl"
    if not file.is_file():
        pytest.skip("the evaluation is not beside the checkout")
    asked = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]
    answered = 0
    for each in asked:
        ours, theirs = imported.question(each["question"], each["anchor"])
        assert same(ours, theirs), each["question"]
        answered += ours["outcome"] == "answer"
    assert answered >= 20
