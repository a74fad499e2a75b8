"""The SQL of every metric and source, as text. `UPDATE_GOLDEN=1` writes it anew; read the diff."""

import os
from pathlib import Path

import pytest

from marketing_agent.metrics.compiler import DIALECTS, kpi_statement, print_sql
from marketing_agent.metrics.compiler.text import Dialect
from marketing_agent.metrics.loader import load_model
from marketing_agent.metrics.stored import TemplateKey, draft, rows_key

FOLDER = Path(__file__).parent / "sql"
MODEL = load_model()
CASES = [(m.key, s.name) for m in MODEL.metrics.values() for s in m.sources]
# One sum, one ratio of one fact, one of two facts and one of two reports show every construct.
OTHER_DIALECTS = [
    ("total_sales", "ledger"),
    ("returning_customer_rate", "ledger"),
    ("mer", "ledger"),
    ("campaign_aov", "report"),
]
UNDER = [("aov", "ledger"), ("net_sales", "ledger"), ("campaign_aov", "report"), ("mer", "report")]


def _check(name: str, sql: str) -> None:
    file = FOLDER / f"{name}.sql"
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(sql + "\n", encoding="utf-8")
    assert file.is_file(), f"{name} has no golden SQL; run with UPDATE_GOLDEN=1 and read the diff"
    assert file.read_text(encoding="utf-8") == sql + "\n"


@pytest.mark.parametrize(("key", "source"), CASES)
def test_kpi(key: str, source: str) -> None:
    statement = draft(TemplateKey(kind="kpi", key=key, source=source)).statement
    _check(f"duckdb/{key}.{source}", statement.sql)


@pytest.mark.parametrize("dialect", [d for d in DIALECTS if d != "duckdb"])
@pytest.mark.parametrize(("key", "source"), OTHER_DIALECTS)
def test_other_dialects(key: str, source: str, dialect: Dialect) -> None:
    metric = MODEL.metric(key)
    statement = print_sql(kpi_statement(MODEL, metric, metric.source(source)), dialect)
    _check(f"{dialect}/{key}.{source}", statement.sql)


@pytest.mark.parametrize("kind", ["rows", "count"])
@pytest.mark.parametrize(("key", "source"), UNDER)
def test_rows_and_counts(key: str, source: str, kind: str) -> None:
    metric = MODEL.metric(key)
    for entity in metric.source(source).entities():
        name = TemplateKey.model_validate(
            {"kind": kind, "key": rows_key(metric, entity), "source": source}
        )
        _check(f"{kind}/{key}.{source}.{entity}", draft(name).statement.sql)


@pytest.mark.parametrize(("key", "source"), UNDER)
def test_lineage(key: str, source: str) -> None:
    statement = draft(TemplateKey(kind="lineage", key=key, source=source)).statement
    _check(f"lineage/{key}.{source}", statement.sql)


@pytest.mark.parametrize("entity", [e for e, m in MODEL.measures_by_entity.items() if m])
def test_summary(entity: str) -> None:
    kind = MODEL.entities[entity].kind
    statement = draft(TemplateKey(kind="summary", key=entity, source=kind)).statement
    _check(f"summary/{entity}", statement.sql)


def test_nothing_else_is_kept() -> None:
    known = {f"{key}.{source}" for key, source in CASES}
    assert {file.stem for file in (FOLDER / "duckdb").glob("*.sql")} == known


def test_sql_holds_no_dates_and_no_clock() -> None:
    for key, source in CASES:
        sql = draft(TemplateKey(kind="kpi", key=key, source=source)).statement.sql.upper()
        assert "CURRENT_DATE" not in sql
        assert "NOW(" not in sql
        assert "20" not in sql.replace("'", ""), "a literal that looks like a date"
