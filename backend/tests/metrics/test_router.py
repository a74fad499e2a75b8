"""The routes of numbers: shapes, pages, files, pins."""

import csv
import io
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marketing_agent.api import problems
from marketing_agent.metrics import service
from marketing_agent.metrics.router import router
from marketing_agent.metrics.schemas import FileOrigin, Kpi, Summary
from marketing_agent.tenancy.http import current_caller
from marketing_agent.tenancy.schemas import Caller
from tests.metrics.conftest import Store
from tests.metrics.synthetic import TODAY, everything

AS_OF = f"as_of={TODAY}"


@pytest.fixture
def client(stores_by_source: dict[str, Store]) -> Iterator[TestClient]:
    store = stores_by_source["ledger"]
    app = FastAPI()
    app.state.database, app.state.warehouse = store.database, store.warehouse
    problems.install(app)
    app.include_router(router)
    caller = Caller(workspace_id=store.workspace.id, user_id=None, role="marketer", kind="api_key")
    app.dependency_overrides[current_caller] = lambda: caller
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_kpis(client: TestClient) -> None:
    body = client.get(f"/kpis?{AS_OF}&keys=total_sales,aov").json()
    assert [item["key"] for item in body] == ["total_sales", "aov"]
    assert set(body[0]) == set(Kpi.model_fields)
    assert body[0]["window"]["label"] == "Last 30 days"


def test_summary_holds_every_field_and_pins_stay(client: TestClient) -> None:
    body = client.get(f"/summary?{AS_OF}").json()
    assert set(body) == set(Summary.model_fields)
    assert sum(len(section["tiles"]) for section in body["sections"]) >= 30
    assert client.put("/summary/pins", json={"keys": ["aov", "mer"]}).json() == {
        "keys": ["aov", "mer"]
    }
    assert client.get(f"/summary?{AS_OF}").json()["pins"] == ["aov", "mer"]
    assert client.put("/summary/pins", json={"keys": ["profit"]}).status_code == 404


def test_sql_is_the_stored_one(client: TestClient) -> None:
    kpi = client.get(f"/kpis?{AS_OF}&keys=aov").json()[0]
    body = client.get(f"/kpis/aov/sql?{AS_OF}").json()
    assert body["sql_id"] == kpi["sql_id"]
    assert set(body["params"]) == {"start", "end", "previous_start", "previous_end"}
    assert len(body["hash"]) == 64


def test_rows_page_and_add_up(client: TestClient) -> None:
    kpi = client.get(f"/kpis?{AS_OF}&keys=total_sales").json()[0]
    page = client.get(f"/kpis/total_sales/rows?{AS_OF}&limit=500").json()
    at = [column["name"] for column in page["columns"]].index("total_sales")
    assert page["total"] == len(page["rows"])
    assert round(sum(row[at] for row in page["rows"]), 2) == kpi["value"]
    second = client.get(f"/kpis/total_sales/rows?{AS_OF}&limit=3&offset=3").json()
    assert second["rows"] == page["rows"][3:6]


def test_rows_of_the_other_side_of_a_ratio(client: TestClient) -> None:
    page = client.get(f"/kpis/mer/rows?{AS_OF}&table=ad_spend").json()
    assert page["tables"] == ["sales_ledger", "ad_spend"]
    assert page["total"] == 60
    assert client.get(f"/kpis/mer/rows?{AS_OF}&table=customers").status_code == 422


def test_a_spreadsheet_runs_nothing(client: TestClient) -> None:
    answer = client.get(f"/kpis/email_recipients/rows.csv?{AS_OF}")
    subjects = [row["subject"] for row in csv.DictReader(io.StringIO(answer.text))]
    assert "'=1+1" in subjects
    assert not any(subject.startswith(("=", "+", "-", "@")) for subject in subjects)


def test_lineage_counts_the_rows_of_each_file(client: TestClient) -> None:
    origin = FileOrigin(
        file_id="file-orders", name="orders.csv", kind="orders", imported_at=None, sha256="ab"
    )
    service.register_files(lambda _session, _ids: {"file-orders": origin})
    try:
        body = client.get(f"/kpis/orders/lineage?{AS_OF}").json()
    finally:
        service.register_files(lambda _session, _ids: {})
    assert body["tables"] == ["orders"]
    (file,) = body["files"]
    kpi = client.get(f"/kpis?{AS_OF}&keys=orders").json()[0]
    assert (file["name"], file["rows"]) == ("orders.csv", kpi["value"])
    assert len(everything()["orders"]) > file["rows"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/kpis/profit/sql", 404, "unknown_metric"),
        ("/kpis?keys=profit", 404, "unknown_metric"),
        ("/kpis?range=someday", 422, "bad_range"),
        ("/kpis?as_of=0001-01-01", 422, "bad_range"),
        ("/kpis/orders/rows?range=2001-01-01..2001-01-02", 404, "no_answer"),
        ("/kpis/orders/rows?limit=501", 422, None),
    ],
)
def test_what_cannot_be_answered(
    client: TestClient, path: str, status: int, code: str | None
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    if code:
        assert answer.json()["code"] == code
