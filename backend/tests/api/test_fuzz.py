"""Requests made up from the OpenAPI document: never a 500, always an answer the document allows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import sql
from schemathesis.checks import not_a_server_error
from schemathesis.python.asgi import ASGIClient
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from marketing_agent.api.app import create_app
from marketing_agent.ingestion import service as ingestion
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, Workspace, WorkspaceCreate
from tests.described import described

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ORDERS = """\
Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,\
Lineitem quantity,Lineitem name,Lineitem price,Id
#1001,ada@example.com,paid,2026-10-01 10:00:00 -0400,USD,20.00,5.00,0.00,25.00,\
2026-10-01 10:00:00 -0400,2,Lamp,10.00,5001
#1002,bo@example.com,paid,2026-10-02 10:00:00 -0400,USD,10.00,0.00,0.00,10.00,\
2026-10-02 10:00:00 -0400,1,Lamp,10.00,5002
#1003,cy@example.com,paid,2026-13-45 10:00:00 -0400,USD,10.00,0.00,0.00,10.00,\
2026-13-45 10:00:00 -0400,1,Lamp,10.00,5003
"""
EXAMPLES = 30
ENDLESS = {"GET /api/v1/events"}


@pytest.fixture(scope="module")
def fuzzed_database(postgres_url: str, template_database: str) -> Iterator[Database]:
    """A database of its own: made-up sign-ins must not lock other tests out."""
    name = f"fuzz_{uuid4().hex[:8]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        parts = (sql.Identifier(name), sql.Identifier(template_database))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*parts))
    database = Database(postgres_url.replace("/postgres?", f"/{name}?"), pool_size=4)
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def store(
    fuzzed_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Settings, Workspace]:
    """A workspace with a few orders in it, so that answers have something to say."""
    folder: Path = tmp_path_factory.mktemp("fuzz")
    own = Settings(data_dir=folder / "data")
    (folder / "orders.csv").write_text(ORDERS)
    new = WorkspaceCreate(name="Fuzz", timezone="America/New_York", currency="USD")
    with fuzzed_database.system() as session:
        workspace = tenancy.create_workspace(session, new)
    done = ingestion.import_path(fuzzed_database, own, workspace.id, folder / "orders.csv")
    assert (done.status, done.files[0].loaded, done.files[0].rejected) == ("completed", 2, 1)
    return own, workspace


@pytest.fixture(scope="module")
def caller(fuzzed_database: Database, store: tuple[Settings, Workspace]) -> dict[str, str]:
    _settings, workspace = store
    with fuzzed_database.transaction(workspace.id) as session:
        new = ApiKeyCreate(name="fuzz", role="owner")
        key = tenancy.create_api_key(session, tenancy.system_caller(workspace), new)
    return {"Authorization": f"Bearer {key.key}"}


@pytest.fixture(scope="module")
def fuzzed_app(fuzzed_database: Database, store: tuple[Settings, Workspace]) -> FastAPI:
    return create_app(store[0], fuzzed_database)


@pytest.fixture(scope="module")
def known(
    fuzzed_app: FastAPI, caller: dict[str, str], store: tuple[Settings, Workspace]
) -> dict[str, str]:
    """Ids that exist, by the name of the path's parameter."""
    client = TestClient(fuzzed_app, headers=caller)
    import_ = client.get("/api/v1/imports").json()["items"][0]
    return {
        "key": "total_sales",
        "workspace_id": store[1].id,
        "import_id": import_["import_id"],
        "file_id": import_["files"][0]["id"],
    }


def _operations() -> list[Any]:
    found = schemathesis.openapi.from_dict(described()).get_all_operations()
    return [pytest.param(one.ok(), id=one.ok().label) for one in found]


@pytest.mark.parametrize("operation", [p for p in _operations() if p.id not in ENDLESS])
def test_every_operation_keeps_its_word(
    operation: Any, fuzzed_app: FastAPI, caller: dict[str, str], known: dict[str, str]
) -> None:
    _check(operation, ASGIClient(fuzzed_app), caller, known)


def _check(operation: Any, wire: ASGIClient, caller: dict[str, str], known: dict[str, str]) -> None:
    @given(case=operation.as_strategy(), true_ids=st.booleans())
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    def check(case: schemathesis.Case, true_ids: bool) -> None:
        if true_ids and case.method == "GET":
            case.path_parameters = {n: known.get(n, v) for n, v in case.path_parameters.items()}
        case.call_and_validate(base_url=wire.base_url, session=wire, headers=caller, checks=CHECKS)

    check()
