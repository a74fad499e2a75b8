"""The OpenAPI document: public, every operation named, its security stated, errors declared."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from marketing_agent.api.problems import Problem

_METHODS = {"get", "post", "put", "patch", "delete"}
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
