"""The canonical tables, declared as data in the YAML files beside this module.

The declaration creates the tables of a version, checks staged rows and is published as JSON Schema
in `docs/contracts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml


@dataclass(frozen=True)
class Column:
    """One column of a canonical table."""

    name: str
    type: str
    """DuckDB type without NOT NULL."""
    required: bool
    """NULL is refused when a version is built."""
    derived: bool
    """Computed by the warehouse; staged rows do not carry it."""
    description: str


@dataclass(frozen=True)
class Table:
    """One canonical table."""

    name: str
    description: str
    key: tuple[str, ...]
    """Natural key: unique in every version."""
    replace: tuple[str, ...]
    """A newer import replaces all rows that share these columns; equals `key` unless declared."""
    columns: tuple[Column, ...]

    @property
    def staged_columns(self) -> tuple[Column, ...]:
        """Columns that staged rows carry, in order; `import_id` and `source_file` come last."""
        return tuple(column for column in self.columns if not column.derived)


_LINEAGE = {
    "import_id": ["VARCHAR", "Import that brought the row; empty on rows computed from others"],
    "source_file": ["VARCHAR", "File of the import that the row comes from"],
}


@cache
def canonical_tables() -> Mapping[str, Table]:
    """All canonical tables by name, in the order in which they are built."""
    folder = files(__package__)
    declared: dict[str, Table] = {}
    for name in ("sales.yaml", "catalogue.yaml", "marketing.yaml"):
        for table, body in yaml.safe_load(folder.joinpath(name).read_text("utf-8")).items():
            declared[table] = _table(table, body)
    return MappingProxyType(declared)


def _table(name: str, body: Mapping[str, object]) -> Table:
    columns = {**_mapping(body["columns"]), **_LINEAGE}
    key = _words(body["key"])
    return Table(
        name=name,
        description=" ".join(str(body["description"]).split()),
        key=key,
        replace=_words(body["replace"]) if "replace" in body else key,
        columns=tuple(_column(column, _words(spec)) for column, spec in columns.items()),
    )


def _column(name: str, spec: tuple[str, ...]) -> Column:
    kind, description, *marks = spec
    return Column(
        name=name,
        type=kind.removesuffix(" NOT NULL"),
        required=kind.endswith(" NOT NULL"),
        derived="derived" in marks,
        description=description,
    )


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("columns must be a mapping")
    return value


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("expected a list")
    return tuple(str(item) for item in value)
