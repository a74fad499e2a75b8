"""Where no semantic query can say it a model writes one SELECT, which two walls judge each time."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from marketing_agent.kernel.db import Database
from tests.contracts.conftest import Asker, Store
from tests.contracts.model_server import NEEDS_SQL, Scripted, query, sql

COUNTED = "SELECT country, COUNT(*) AS baskets FROM orders GROUP BY country ORDER BY country"
RECENT = (
    "select count(*) as baskets from orders -- drop table orders\n"
    "where order_date >= current_date - interval 10 day and order_date < current_date"
)


def test_it_is_answered_as_unverified_and_kept_as_a_draft(
    analyst: Asker, scripted: Scripted
) -> None:
    scripted.play(NEEDS_SQL, sql(COUNTED))
    words = "baskets per realm, wobbled"
    answer = analyst.ask(words)
    assert answer["outcome"] == "answer", answer["message"]
    assert answer["rows"] == analyst.select(COUNTED)
    assert (answer["draft"], answer["label"]) == (True, "Model-written, unverified")
    assert (answer["sql_by"], answer["semantic_query"]) == ("model", None)
    assert [(c["name"], c["role"]) for c in answer["columns"]] == [
        ("country", "dimension"),
        ("baskets", "value"),
    ]
    assert answer["chart"]["kind"] == "bar"
    assert answer["model"]["did"] == "wrote_sql"
    assert answer["model"]["tokens_in"] == 1800
    assert "sales_ledger" in scripted.texts()[1]
    assert "import_id" not in scripted.texts()[1]
    hit = analyst.ask(words)
    assert (hit["cache"]["hit"], hit["rows"], hit["draft"]) == (True, answer["rows"], True)
    assert len(scripted.requests) == 2
    entry = analyst.entry(hit)
    assert (entry["source"], entry["status"], entry["question"]) == ("llm", "draft", None)
    assert entry["sql"].startswith("SELECT")
    assert (entry["readings_saved"], entry["tokens_saved"]) == (1, 1900)


def test_relative_days_are_those_of_the_question(analyst: Asker, scripted: Scripted) -> None:
    scripted.play(NEEDS_SQL, sql(RECENT))
    words = "wobble of the sunsets gone by"
    for as_of, expected in (("2026-10-01", 20), ("2026-10-06", 10), ("2026-10-20", 0)):
        answer = analyst.ask(words, as_of=as_of)
        assert answer["rows"] == [[expected]], answer["message"]
        assert "drop table" not in answer["sql"]
    assert "CURRENT_DATE" in analyst.entry(answer)["sql"]
    assert answer["sentence"] == "Baskets: 0."


def test_a_date_worked_out_by_the_model_is_sent_back(analyst: Asker, scripted: Scripted) -> None:
    frozen = "SELECT COUNT(*) AS n FROM orders WHERE order_date >= DATE '2026-09-21'"
    scripted.play(NEEDS_SQL, sql(frozen), sql(RECENT))
    answer = analyst.ask("baskets since ten sunsets, wobbled")
    assert answer["rows"] == [[20]]
    assert "Use CURRENT_DATE" in scripted.texts()[2]


@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        ("DROP TABLE orders", "Only questions"),
        ("DELETE FROM orders", "Only questions"),
        ("SELECT 1 AS one; DELETE FROM orders", "one statement"),
        ("SELECT email FROM contacts", "contacts"),
        ("SELECT table_name FROM information_schema.tables", ""),
        ("SELECT * FROM read_csv('/etc/passwd')", ""),
        ("SELECT source_file FROM orders", "source_file"),
        ("SELECT repeat('x', 2000000000) AS x", ""),
        ("WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT n FROM r", ""),
        ("ATTACH 'other.duckdb'", "SELECT"),
        ("SELECT a.order_id FROM orders a, orders b, orders c", ""),
        ("", "missing"),
        ("SELECT " + "(" * 200 + "1" + ")" * 200 + " AS one", "nested"),
    ],
)
def test_hostile_sql_ends_as_a_question_back(
    analyst: Asker, scripted: Scripted, hostile: str, said: str
) -> None:
    before = analyst.select("SELECT COUNT(*) AS n FROM orders")
    scripted.play(NEEDS_SQL, sql(hostile))
    answer = analyst.ask(f"wobble it like {said} {len(hostile)}")
    assert (answer["outcome"], answer["sql"], answer["rows"]) == ("clarify", None, [])
    assert answer["model"]["reason"] == "unusable"
    assert len(scripted.requests) == 3
    assert said in scripted.texts()[2]
    assert answer["cache"]["entry_id"] is None
    assert analyst.select("SELECT COUNT(*) AS n FROM orders") == before


def test_sql_that_fails_on_the_data_tells_the_asker_and_not_the_model(
    analyst: Asker, scripted: Scripted
) -> None:
    scripted.play(NEEDS_SQL, sql("SELECT CAST(order_name AS INTEGER) AS n FROM orders"))
    answer = analyst.ask("wobble the names into numbers")
    assert (answer["outcome"], answer["code"]) == ("clarify", "sql.failed")
    assert len(scripted.requests) == 2
    assert "#1000" not in "".join(scripted.texts())
    assert answer["cache"]["entry_id"] is None


def test_the_guard_judges_what_is_in_the_cache(
    analyst: Asker, scripted: Scripted, database: Database
) -> None:
    scripted.play(NEEDS_SQL, sql("SELECT COUNT(*) AS n FROM customers"))
    words = "wobble of the flock"
    entry = analyst.ask(words)["cache"]["entry_id"]
    planted = text("UPDATE prompt_cache SET sql_text = 'DELETE FROM customers' WHERE id = :id")
    with database.transaction(analyst.workspace.id) as session:
        session.execute(planted, {"id": entry})
    answer = analyst.ask(words)
    assert (answer["outcome"], answer["code"]) == ("clarify", "sql.write")
    assert answer["rows"] == []


def test_who_may_not_write_sql_gets_none_of_a_model_until_it_is_confirmed(
    analyst: Asker, viewer: Asker, scripted: Scripted
) -> None:
    scripted.play(NEEDS_SQL, sql(COUNTED))
    words = "baskets per realm, wobbled twice"
    refused = viewer.ask(words)
    assert (refused["outcome"], refused["model"]["did"]) == ("clarify", "asked_back")
    assert len(scripted.requests) == 1
    scripted.play(NEEDS_SQL, sql(COUNTED))
    answer = analyst.ask(words)
    waiting = viewer.ask(words)
    assert (waiting["outcome"], waiting["code"]) == ("clarify", "sql_unconfirmed")
    assert waiting["rows"] == []
    assert analyst.change(answer, status="verified").status_code == 200
    confirmed = viewer.ask(words)
    assert confirmed["rows"] == answer["rows"]
    assert (confirmed["draft"], confirmed["label"], confirmed["sql_by"]) == (False, None, "model")


def test_people_edit_it_within_the_guard(analyst: Asker, scripted: Scripted) -> None:
    scripted.play(NEEDS_SQL, sql("SELECT COUNT(*) AS n FROM order_lines"))
    words = "wobble of the lines"
    answer = analyst.ask(words)
    bad = analyst.change(answer, sql="SELECT * FROM contacts")
    assert (bad.status_code, bad.json()["code"]) == (422, "sql.unknown_table")
    both = analyst.change(answer, sql="SELECT 1 AS a", question={"metrics": ["orders"]})
    assert both.status_code == 422
    edited = analyst.change(answer, sql="select sum(quantity) as n from order_lines")
    assert edited.status_code == 200, edited.text
    after = analyst.ask(words)
    assert (after["sql_by"], after["draft"]) == ("user", False)
    assert after["rows"] == analyst.select("SELECT SUM(quantity) AS n FROM order_lines")
    assert analyst.change(answer, question={"metrics": ["orders"]}).status_code == 200
    as_query = analyst.ask(words)
    assert (as_query["sql_by"], as_query["draft"]) == ("compiler", False)
    assert as_query["semantic_query"]["metrics"] == ["orders"]


def test_a_meaning_that_another_entry_has_is_not_taken_twice(
    analyst: Asker, scripted: Scripted
) -> None:
    analyst.ask("orders last 17 days")
    scripted.play(query(metrics=["units_sold"], time="last_17_days"))
    answer = analyst.ask("doodads in seventeen sunsets")
    taken = analyst.change(answer, question={"metrics": ["orders"], "time": "last_17_days"})
    assert (taken.status_code, taken.json()["code"]) == (409, "ask.meaning_taken")


def test_a_follow_up_is_told_the_sql_before(analyst: Asker, scripted: Scripted) -> None:
    scripted.play(NEEDS_SQL, sql("SELECT COUNT(*) AS n FROM products"))
    first = analyst.ask("wobble of the wares")
    scripted.play(query(metrics=["orders"], time="last_18_days"))
    answer = analyst.ask("and the baskets now, wobbled", previous_id=first["id"])
    assert answer["outcome"] == "answer"
    assert "FROM products" in scripted.asked()["before"]


def test_no_model_no_sql(open_store: Callable[..., Store], scripted: Scripted) -> None:
    scripted.play()
    owner = open_store(model=None).asker("owner")
    assert owner.ask("wobble of everything")["outcome"] == "clarify"
    assert owner.select("SELECT COUNT(*) AS n FROM orders") == [[244]]
    assert scripted.requests == []
