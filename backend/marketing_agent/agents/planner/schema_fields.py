"""A schema of somebody else's, cut to what planning needs: names, kinds and choices, no sentences.

Whatever a field's description, title, default or pattern says is left out: neither rules nor a
model get to read it.
"""

import re
from collections.abc import Mapping
from typing import Any

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}")
_CHOICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,39}")
_KINDS = ("string", "integer", "number", "boolean", "array", "object")
_FORMATS = ("date", "email", "uri")
_MOST_FIELDS, _MOST_CHOICES = 20, 30


def fields_of(schema: Any) -> dict[str, Any] | None:
    """`{"properties": {name: {"type", "format", "enum"}}, "required": [...]}` of a tool's input.

    None where it cannot be filled by its structure alone.
    """
    schema = schema if isinstance(schema, Mapping) else {}
    given, required = schema.get("properties", {}), schema.get("required", [])
    if not isinstance(given, Mapping) or not isinstance(required, list):
        return None
    names = [name for name in given if isinstance(name, str) and _NAME.fullmatch(name)]
    wanted = [one for one in required if isinstance(one, str)]
    kept = [*wanted, *(name for name in names if name not in wanted)][:_MOST_FIELDS]
    if not set(wanted) <= set(names) or len(wanted) > _MOST_FIELDS or len(wanted) < len(required):
        return None
    return {"properties": {name: _field(given[name]) for name in kept}, "required": wanted}


def _field(given: Any) -> dict[str, Any]:
    given = given if isinstance(given, Mapping) else {}
    options = given.get("anyOf") or given.get("oneOf")
    if isinstance(options, list):
        real = [one for one in options if isinstance(one, Mapping) and one.get("type") != "null"]
        given = real[0] if real else {}
    kind = given.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), None)
    found: dict[str, Any] = {"type": kind if kind in _KINDS else "string"}
    if given.get("format") in _FORMATS:
        found["format"] = given["format"]
    choices = given.get("enum")
    if isinstance(choices, list):
        said = [one for one in choices if isinstance(one, str) and _CHOICE.fullmatch(one)]
        found["enum"] = said[:_MOST_CHOICES]
    if found["type"] == "array":
        found["items"] = _field(given.get("items"))["type"]
    return found


def problem_of(fields: Mapping[str, Any], arguments: Mapping[str, Any]) -> str | None:
    """What is wrong with arguments, by the structure; references are taken as they are."""
    missing = [name for name in fields["required"] if name not in arguments]
    if missing:
        return f"{missing[0]} is missing: ask for it in reply."
    for name, value in arguments.items():
        field = fields["properties"].get(name)
        if field is None:
            return f"it takes no {name[:40]!r}."
        if isinstance(value, Mapping) and "$ref" in value:
            continue
        if not _fits(field, value):
            return f"{name} is a {field['type']}."
    return None


def _fits(field: Mapping[str, Any], value: Any) -> bool:
    if field.get("enum") and isinstance(value, str):
        return value in field["enum"]
    kinds: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "array": list,
        "object": dict,
    }
    is_flag = isinstance(value, bool)
    return isinstance(value, kinds[field["type"]]) and (is_flag == (field["type"] == "boolean"))
