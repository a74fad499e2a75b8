"""What lies under each number: SQL, rows that add up to it, and the files they came from."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import pytest

from marketing_agent.metrics.loader import load_model
from marketing_agent.metrics.semantics import Holds, Measure, Source
from tests.metrics.shops import Shop

MODEL = load_model()
RANGE = "2026-10-01..2026-10-31"
Row = dict[str, str]
# Rows do not show who a customer is, so nobody can be counted once in them.
_BY_PERSON = {"returning_customers"}


def _rows(shop: Shop, key: str) -> dict[str, list[Row]]:
    """All rows under a number by table, from the files that a user downloads."""
    tables = shop.get(f"/kpis/{key}/rows", range=RANGE, limit=1)["tables"]
    found = {}
    for table in tables:
        answer = shop.ask(f"/kpis/{key}/rows.csv", range=RANGE, table=table)
        assert answer.status_code == 200, answer.text
        found[table] = list(csv.DictReader(io.StringIO(answer.text)))
        page = shop.get(f"/kpis/{key}/rows", range=RANGE, table=table, limit=1)
        assert page["total"] == len(found[table])
    return found


def _side(source: Source, role: Any, rows: dict[str, list[Row]]) -> float:
    terms = source.terms(role)
    return sum(t.sign * _measured(t.measure, rows[t.measure.entity]) for t in terms)


def _measured(measure: Measure, rows: list[Row]) -> float:
    mine = [row for row in rows if all(_holds(row, *asked) for asked in measure.where.items())]
    if measure.count:
        return len(mine)
    names = [column.removesuffix("_minor") for column in measure.sum]
    return sum(float(row[name] or 0) for row in mine for name in names)


def _holds(row: Row, column: str, asked: object) -> bool:
    if isinstance(asked, Holds):
        return row[column] != ""
    return row[column] == asked


def _answered(shop: Shop) -> Iterable[dict[str, Any]]:
    found = [tile for tile in shop.get("/kpis", range=RANGE) if tile["status"] == "ok"]
    assert len(found) >= 18
    return found


def _source(shop: Shop, tile: dict[str, Any]) -> Source:
    metric = MODEL.metric(tile["key"])
    statement = shop.get(f"/kpis/{tile['key']}/sql", range=RANGE)["sql"]
    tables = shop.get(f"/kpis/{tile['key']}/rows", range=RANGE, limit=1)["tables"]
    fitting = [
        source
        for source in metric.sources
        if source.kind == tile["source"]["kind"] and list(source.entities()) == tables
    ]
    assert len(fitting) == 1, statement
    return fitting[0]


def _check_rows(shop: Shop) -> None:
    for tile in _answered(shop):
        rows, source = _rows(shop, tile["key"]), _source(shop, tile)
        assert any(rows.values()), tile["key"]
        for role in source.roles:
            if _BY_PERSON & {term.measure.name for term in source.terms(role)}:
                continue
            total = _side(source, role, rows)
            assert tile[role] == pytest.approx(total, abs=0.004), (tile["key"], role)


def test_rows_add_up_to_each_number_with_all_files(whole: Shop) -> None:
    _check_rows(whole)


def test_rows_add_up_to_each_number_of_reports(reported: Shop) -> None:
    _check_rows(reported)


def test_rows_add_up_to_each_number_of_exports(exported: Shop) -> None:
    _check_rows(exported)


def test_the_stored_sql_is_the_one_that_ran(whole: Shop) -> None:
    for tile in _answered(whole):
        found = whole.get(f"/kpis/{tile['key']}/sql", range=RANGE)
        assert found["sql_id"] == tile["sql_id"]
        assert found["sql"].lstrip().upper().startswith("WITH")
        own = MODEL.metric(tile["key"]).window
        assert own or found["params"]["start"] == "2026-10-01"


def test_lineage_names_the_files_of_each_number(whole: Shop) -> None:
    names = {file["path"].rsplit("/", 1)[1] for file in whole.truth["files"]}
    for tile in _answered(whole):
        found = whole.get(f"/kpis/{tile['key']}/lineage", range=RANGE)
        assert found["files"], tile["key"]
        for file in found["files"]:
            assert file["name"].rsplit("/", 1)[-1] in names
            assert file["rows"] > 0
            assert len(file["sha256"]) == 64
            assert file["imported_at"]


def _files(shop: Shop, key: str) -> dict[str, int]:
    found = shop.get(f"/kpis/{key}/lineage", range=RANGE)["files"]
    return {file["name"].rsplit("/", 1)[-1]: file["rows"] for file in found}


@pytest.mark.parametrize(
    ("key", "files"),
    [
        ("total_sales", {"orders_export_1.csv", "transactions_export_1.csv"}),
        ("email_revenue", {"klaviyo_campaigns.csv", "klaviyo_flows_monthly.csv"}),
        ("roas", {"meta_ads_daily.csv", "google_ads_daily.csv"}),
        (
            "mer",
            {
                "orders_export_1.csv",
                "transactions_export_1.csv",
                "meta_ads_daily.csv",
                "google_ads_daily.csv",
            },
        ),
    ],
)
def test_lineage_names_exactly_the_files_that_count(whole: Shop, key: str, files: set[str]) -> None:
    found = _files(whole, key)
    assert set(found) == files
    page = whole.get(f"/kpis/{key}/rows", range=RANGE, limit=1)
    totals = [
        whole.get(f"/kpis/{key}/rows", range=RANGE, limit=1, table=table)["total"]
        for table in page["tables"]
    ]
    # The transactions brought no row: they moved some that the orders brought to their day.
    assert sum(found[name] for name in files if not name.startswith("trans")) == sum(totals)


def test_lineage_of_a_refund_names_the_orders_and_what_dated_it(whole: Shop) -> None:
    rows = _rows(whole, "returns")["sales_ledger"]
    dated = [r for r in rows if r["kind"] == "refund" and r["event_date_known"] == "True"]
    assert dated
    found = _files(whole, "returns")
    assert found == {"orders_export_1.csv": len(rows), "transactions_export_1.csv": len(dated)}
