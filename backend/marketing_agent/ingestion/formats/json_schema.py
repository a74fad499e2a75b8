"""JSON Schemas of the export forms, as published in `docs/contracts/exports`.

A schema describes one row: its cells as text, by header. It tells a form apart from others by the
same columns as `detection` does; headers are compared without case there and as written here.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from marketing_agent.ingestion.formats import load
from marketing_agent.ingestion.readers.order_cells import CELLS
from marketing_agent.warehouse.canonical.json_schema import CONTRACTS_VERSION, DIALECT

_DOCUMENTS = ("shopify.yaml", "marketing.yaml")
_READ_TOGETHER = ("from", "from_all", "else_from", "else_from_all")
Body = Mapping[str, Any]


def schema_files() -> dict[str, str]:
    """Text of each schema file by its name."""
    schemas = {
        name: _schema(name, body)
        for document in _DOCUMENTS
        for name, body in load(document).items()
    }
    schemas["report"] = _report(load("reports.yaml"))
    return {
        f"{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas.items()
    }


def _schema(name: str, body: Body) -> dict[str, Any]:
    becomes = _becomes(body)
    named = [*body["requires"], *becomes, *body.get("personal", ()), *body.get("ids", ())]
    properties = {title: _cell(title, body, becomes.get(title, [])) for title in named}
    conditions = [_one_of(group) for group in body.get("any_of", ())]
    conditions += [_some_name_begins(start) for start in body.get("starts_with", ())]
    schema = _head(name, body["label"]) | {
        "description": body.get(
            "keep_out", f"A row of an export that is read as: {body['label']}."
        ),
        "properties": properties,
        "required": list(body["requires"]),
    }
    if conditions:
        schema["allOf"] = conditions
    if "forbids" in body:
        schema["not"] = _one_of(body["forbids"])
    return schema


def _head(name: str, title: str) -> dict[str, Any]:
    return {
        "$schema": DIALECT,
        "$id": f"urn:marketing-agent:contract:v{CONTRACTS_VERSION}:export:{name}",
        "title": title,
        "type": "object",
    }


def _becomes(body: Body) -> dict[str, list[str]]:
    """Header → what it is read as."""
    found: dict[str, list[str]] = {}

    def note(headers: Iterable[str], target: str) -> None:
        for header in headers:
            found.setdefault(header, []).append(target)

    if body.get("reader") in ("orders", "checkouts"):
        for meaning, header in CELLS.items():
            note([header], meaning)
    for column, headers in body.get("columns", {}).items():
        note(headers, column)
    for table, columns in body.get("tables", {}).items():
        for column, spec in columns.items():
            note([h for key in _READ_TOGETHER for h in spec.get(key, ())], f"{table}.{column}")
    for column, headers in body.get("contacts", {}).items():
        note(headers, f"contacts.{column}")
    return found


def _cell(title: str, body: Body, becomes: list[str]) -> dict[str, Any]:
    confirm = body.get("confirm", {})
    cell: dict[str, Any] = {"type": ["string", "null"]}
    if title in confirm.get("matches", {}):
        cell["pattern"] = f"^(?:{confirm['matches'][title]})?$"
    if title in confirm.get("empty", ()):
        cell["maxLength"] = 0
    if becomes:
        cell["x-becomes"] = becomes
    if title in body.get("personal", ()):
        cell["x-personal"] = True
    return cell


def _one_of(headers: Iterable[str]) -> dict[str, Any]:
    return {"anyOf": [{"required": [header]} for header in headers]}


def _some_name_begins(start: str) -> dict[str, Any]:
    """For columns whose header goes on with the account's currency, such as `Cost (USD)`."""
    return {"not": {"propertyNames": {"not": {"pattern": f"^{re.escape(start)}"}}}}


def _report(words: Body) -> dict[str, Any]:
    """The vocabulary: a report has at least one of its numbers, and what else it likes."""
    properties: dict[str, Any] = {}
    for grain, aliases in words["time"].items():
        properties |= {alias: {"type": "string", "x-becomes": f"time.{grain}"} for alias in aliases}
    for name, spec in words["dimensions"].items():
        properties |= {alias: _dimension(name, spec) for alias in _aliases(spec)}
    numbers: list[str] = []
    for unit, metrics in words["metrics"].items():
        for name, spec in metrics.items():
            numbers += _aliases(spec)
            properties |= {alias: _number(name, unit, spec) for alias in _aliases(spec)}
    return _head("report", "Aggregated report") | {
        "description": "A row of a report. Headers are compared in lower case, `_` read as a "
        "blank; columns of other names are kept as they are.",
        "properties": properties,
        "anyOf": [{"required": [number]} for number in numbers],
    }


def _aliases(spec: Any) -> list[str]:
    aliases: list[str] = spec if isinstance(spec, list) else spec["aliases"]
    return aliases


def _dimension(name: str, spec: Any) -> dict[str, Any]:
    marks = {} if isinstance(spec, list) else {k: v for k, v in spec.items() if k != "aliases"}
    return {"type": ["string", "null"], "x-becomes": f"dimension.{name}"} | {
        f"x-{mark}": value for mark, value in marks.items()
    }


def _number(name: str, unit: str, spec: Any) -> dict[str, Any]:
    additive = unit in ("money", "count")
    if not isinstance(spec, list):
        additive = spec.get("additive", additive)
    return {
        "type": ["string", "null"],
        "x-becomes": f"metric.{name}",
        "x-unit": unit,
        "x-additive": additive,
    }
