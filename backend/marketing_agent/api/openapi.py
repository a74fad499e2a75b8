"""The OpenAPI document: public, every operation named, its security stated, errors declared."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from marketing_agent.agents.runs.events import PAYLOADS
from marketing_agent.api.problems import Problem
from marketing_agent.insights.changes.schemas import Change

_METHODS = {"get", "post", "put", "patch", "delete"}
# What no route answers with, and clients still read: events of a run, and what a tool gave.
_STREAMED: dict[str, TypeAdapter[Any]] = {"RunPayload": PAYLOADS, "Change": TypeAdapter(Change)}
_ERROR = {
    "description": "An error, as problem+json",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def build(app: FastAPI) -> dict[str, Any]:
    """The document of an app, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema()
        for name, shape in _STREAMED.items():
            _add(schemas, name, shape)
        for path in document["paths"].values():
            for method in _METHODS & path.keys():
                _complete(path[method])
        app.openapi_schema = document
    return app.openapi_schema


def _complete(operation: dict[str, Any]) -> None:
    operation["security"] = [
        {name: scopes} for item in operation.get("security", []) for name, scopes in item.items()
    ]
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = _ERROR


def _add(schemas: dict[str, Any], name: str, shape: TypeAdapter[Any]) -> None:
    """A schema under a name, and those it is made of beside it."""
    template = "#/components/schemas/{model}"
    made = shape.json_schema(ref_template=template, mode="serialization")
    parts = made.pop("$defs", {})
    for part, schema in {**parts, name: made}.items():
        schemas.setdefault(part, schema)
