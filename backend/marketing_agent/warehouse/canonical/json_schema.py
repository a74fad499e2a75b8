"""JSON Schemas of the canonical tables, as published in `docs/contracts`."""

import json

from marketing_agent.warehouse.canonical import Column, Table, canonical_tables

CONTRACTS_VERSION = 1
"""Of all published schemas: raised when a column leaves, or means something else."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {
    "BIGINT": {"type": "integer"},
    "INTEGER": {"type": "integer"},
    "DOUBLE": {"type": "number"},
    "DECIMAL(18,4)": {"type": "number"},
    "BOOLEAN": {"type": "boolean"},
    "DATE": {"type": "string", "format": "date"},
    "TIMESTAMP": {"type": "string", "format": "date-time"},
    "VARCHAR": {"type": "string"},
}


def schema_files() -> dict[str, str]:
    """Text of each schema file by its name."""
    return {
        f"{table.name}.schema.json": json.dumps(_schema(table), indent=2) + "\n"
        for table in canonical_tables().values()
    }


def _schema(table: Table) -> dict[str, object]:
    return {
        "$schema": DIALECT,
        "$id": f"urn:marketing-agent:contract:v{CONTRACTS_VERSION}:table:{table.name}",
        "title": table.name,
        "description": table.description,
        "type": "object",
        "properties": {column.name: _property(column) for column in table.columns},
        "required": [column.name for column in table.columns if column.required],
        "additionalProperties": False,
        "x-natural-key": list(table.key),
    }


def _property(column: Column) -> dict[str, object]:
    kind = _TYPES[column.type]
    allowed = kind["type"] if column.required else [kind["type"], "null"]
    return {**kind, "type": allowed, "description": column.description}
