"""The routes of semantic queries, the stored SQL behind answers, and the value index."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from marketing_agent.api import problems
from marketing_agent.metrics import answers
from marketing_agent.metrics.query_router import router
from marketing_agent.metrics.query_schemas import MetricCatalogue, QueryAnswer
from marketing_agent.tenancy.http import current_caller
from marketing_agent.tenancy.schemas import Caller
from tests.metrics.queries.asking import Shop, query
from tests.metrics.queries.shop import PRODUCTS, shop


@pytest.fixture(scope="module")
def client(asked: Shop) -> Iterator[TestClient]:
    store = asked.store
    app = FastAPI()
    app.state.database, app.state.warehouse = store.database, store.warehouse
    problems.install(app)
    app.include_router(router)
    caller = Caller(workspace_id=store.workspace.id, user_id=None, role="viewer", kind="api_key")
    app.dependency_overrides[current_caller] = lambda: caller
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


BY_COUNTRY = query("orders", by="country").model_dump(mode="json")


def test_a_query(client: TestClient) -> None:
    body = client.post("/query", json=BY_COUNTRY).json()
    assert set(body) == set(QueryAnswer.model_fields)
    assert [column["role"] for column in body["columns"]] == ["dimension", "value"]
    assert sum(row[1] for row in body["rows"]) == len(shop()["orders"])
    source = {"metric": "orders", "kind": "ledger", "label": "Shopify orders", "overlaps": False}
    assert body["sources"] == [source]


def test_a_batch_goes_on_after_a_refusal(client: TestClient) -> None:
    wrong = BY_COUNTRY | {"metrics": ["ad_spend"], "dimensions": ["product"]}
    unknown = BY_COUNTRY | {"metrics": ["profit"]}
    body = client.post("/query/batch", json={"queries": [wrong, unknown, BY_COUNTRY]}).json()
    codes = [item["problem"] and item["problem"]["code"] for item in body["items"]]
    assert codes == ["unsupported_query", "unknown_metric", None]
    assert body["items"][2]["answer"]["rows"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"metrics": []},
        {"metrics": ["orders"] * 60},
        {"filters": [{"field": "country", "op": "in", "value": "US"}]},
        {"filters": [{"field": "country", "op": "like", "value": "US"}]},
        {"time": {"expr": "x", "start": "yesterday", "end": "2026-11-01"}},
        {"time": {"expr": "x", "start": "0001-01-01", "end": "2026-11-01"}},
        {"time": {"expr": "x", "start": "2026-11-01", "end": "9999-12-31"}},
        {"limit": 0},
        {"surprise": 1},
    ],
)
def test_a_wrong_query_is_the_askers(client: TestClient, wrong: dict[str, object]) -> None:
    assert client.post("/query", json=BY_COUNTRY | wrong).status_code == 422


def test_a_file_that_no_spreadsheet_runs(client: TestClient) -> None:
    body = BY_COUNTRY | {"metrics": ["sessions"], "dimensions": ["campaign"]}
    answer = client.post("/query.csv", json=body)
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["Campaign", "Sessions"]
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(rows) == 4


def test_values_never_stand_in_the_sql(client: TestClient) -> None:
    hostile = "'; DROP TABLE orders; --"
    body = BY_COUNTRY | {"filters": [{"field": "country", "op": "=", "value": hostile}]}
    answer = client.post("/query", json=body).json()
    assert answer["rows"] == []
    assert "DROP" not in answer["sql"]
    assert hostile in answer["params"].values()
    assert "2026" not in answer["sql"]


def test_queries_of_one_shape_share_one_stored_statement(client: TestClient, asked: Shop) -> None:
    other = query("orders", by="country", days=(shop()["orders"][5]["order_date"],) * 2)
    first = client.post("/query", json=BY_COUNTRY).json()
    second = client.post("/query", json=other.model_dump(mode="json")).json()
    assert first["sql_id"] == second["sql_id"]
    with asked.store.database.transaction(asked.store.workspace.id) as session:
        found = session.execute(
            text("SELECT sql_text, sha256, semantic_query FROM sql_template WHERE id = :id"),
            {"id": first["sql_id"]},
        ).one()
        runs = session.execute(
            text("SELECT count(*) FROM query_run WHERE template_id = :id"), {"id": first["sql_id"]}
        ).scalar_one()
    assert (found[0], found[1]) == (first["sql"], first["hash"])
    assert found[2]["time"]["start"] == "$start"
    assert runs >= 2


def test_preparing_again_keeps_stored_queries(client: TestClient, asked: Shop) -> None:
    first = client.post("/query", json=BY_COUNTRY).json()
    asked.store.summary()
    assert client.post("/query", json=BY_COUNTRY).json()["sql_id"] == first["sql_id"]


def test_the_catalogue(client: TestClient) -> None:
    body = client.get("/metrics").json()
    assert set(body) == set(MetricCatalogue.model_fields)
    metrics = {metric["key"]: metric for metric in body["metrics"]}
    assert metrics["orders"]["available"]
    assert "country" in metrics["orders"]["available_dimensions"]
    assert "device" not in metrics["orders"]["available_dimensions"]
    assert "product" not in metrics["ad_spend"]["dimensions"]
    assert metrics["inventory_on_hand"]["additivity"] == "semi_additive"
    assert not metrics["visitors"]["tile"]
    dimensions = {each["name"]: each for each in body["dimensions"]}
    assert not dimensions["collection"]["available"]
    assert dimensions["segment"] | {"splits": False, "available": True} == dimensions["segment"]


def test_values(asked: Shop) -> None:
    store = asked.store
    with store.database.transaction(store.workspace.id) as session:
        found = answers.values(session, store.warehouse, store.workspace)
    assert {title for _, title, *_ in PRODUCTS} <= set(found["products"])
    assert set(found["countries"]) == {"US", "DE", "CA", "Atlantis"}
    assert set(found["sales_channels"]) == {"online_store", "pos", "marketplace", "draft_order"}
    assert set(found["channels"]) == {
        "email",
        "paid_search",
        "paid_social",
        "organic_search",
        "direct",
    }
    assert set(found["segments"]) == {"VIP", "Newsletter", "At Risk"}
    assert found["flows"] == ["Welcome Series", "Win Back"]
    assert set(found["discount_codes"]) == {"WELCOME10", "TRAIL15"}
    assert set(found["locations"]) == {"Main Warehouse", "Berlin Store"}
    assert {"spring", "it's 50% off", "Letter 1", "Prospecting"} <= set(found["campaigns"])
    assert found["collections"] == []


def _countries() -> list[str]:
    """The countries of the orders, the most frequent first."""
    found = Counter(order["country"] for order in shop()["orders"])
    return [country for country, _ in found.most_common() if country]


def test_the_values_of_a_dimension_and_those_that_hold_a_word(client: TestClient) -> None:
    first, *others = _countries()
    assert client.get("/dimensions/country/values").json()["items"][0] == first
    typed = client.get("/dimensions/country/values", params={"typed": f" {first.lower()} "})
    assert first in typed.json()["items"]
    assert not set(typed.json()["items"]) & {each for each in others if first not in each}
    assert client.get("/dimensions/country/values?typed=zzz").json() == {"items": [], "more": False}


def test_a_dimension_without_listed_values_or_of_no_such_name(client: TestClient) -> None:
    assert client.get("/dimensions/day_of_week/values").json() == {"items": [], "more": False}
    refused = client.get("/dimensions/nothing/values")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert client.get(f"/dimensions/country/values?typed={'x' * 201}").status_code == 422
