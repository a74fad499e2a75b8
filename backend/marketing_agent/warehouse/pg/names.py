"""Names of the schemas that hold versions."""

import hashlib
import re

from marketing_agent.kernel.errors import Invalid
from marketing_agent.warehouse.canonical import canonical_tables
from marketing_agent.warehouse.schemas import Version

PREFIX = "warehouse_"
_LONGEST = 40
_SCHEMA = re.compile(rf"{PREFIX}(?P<workspace>.+)_(?P<number>\d+)")


def schema_of(version: Version) -> str:
    """The schema of a version. Version 0 is one schema for all, named after the tables' form."""
    if version.number == 0:
        form = hashlib.sha256(repr(dict(canonical_tables())).encode()).hexdigest()[:12]
        return f"{PREFIX}empty_{form}"
    if len(version.workspace_id) > _LONGEST:
        raise Invalid("An id of a workspace is longer than ids are.")
    return f"{PREFIX}{version.workspace_id}_{version.number}"


def number_in(schema: str, workspace_id: str) -> int | None:
    """The version that a schema of that workspace holds; None for schemas of others."""
    found = _SCHEMA.fullmatch(schema)
    if found is None or found["workspace"] != workspace_id:
        return None
    return int(found["number"])
