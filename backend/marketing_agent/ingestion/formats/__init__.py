"""File forms and the report vocabulary: data in the YAML files beside this module."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml


@dataclass(frozen=True)
class Field:
    """How one canonical column is read."""

    name: str
    type: str
    headers: tuple[str, ...] = ()
    """Candidate headers, normalised: the first that the file has is read."""
    all_of: tuple[str, ...] = ()
    """Headers that are read together, for types that join or divide cells."""
    fallback: tuple[str, ...] = ()
    """Headers used where `headers` or `all_of` give nothing."""
    required: bool = False
    default: str | None = None
    null_words: tuple[str, ...] = ()
    """Words that mean "no value" in this column, in lower case."""


@dataclass(frozen=True)
class Form:
    """One form of export file, known by its columns."""

    name: str
    kind: str
    label: str
    reader: str
    requires: frozenset[str]
    any_of: tuple[frozenset[str], ...]
    forbids: frozenset[str]
    starts_with: tuple[str, ...]
    matches: Mapping[str, str]
    """Header → pattern that every filled cell obeys."""
    empty: tuple[str, ...]
    """Headers whose cells are all empty."""
    ids: tuple[str, ...]
    personal: frozenset[str]
    keep_out: str | None
    repeat: str
    """What rows of the same key mean: `last` wins, or parts of a `sum`."""
    currency: str | None
    """Header that holds the currency of each row."""
    currency_in_header: str | None
    """Beginning of the header that holds the currency in brackets."""
    columns: Mapping[str, tuple[str, ...]]
    contacts: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, tuple[Field, ...]]


def normal(header: str) -> str:
    """A header as it is compared: one blank between words, no case, no byte order mark."""
    return " ".join(header.replace("\ufeff", "").replace("\u00a0", " ").split()).casefold()


@cache
def forms() -> tuple[Form, ...]:
    """Every form, in the order in which they are tried."""
    return tuple(
        _form(name, body)
        for document in ("shopify.yaml", "marketing.yaml")
        for name, body in load(document).items()
    )


def load(document: str) -> dict[str, Any]:
    """One of the YAML files of this folder."""
    loaded: dict[str, Any] = yaml.safe_load(
        files(__package__).joinpath(document).read_text("utf-8")
    )
    return loaded


def _form(name: str, body: Mapping[str, Any]) -> Form:
    confirm = body.get("confirm", {})
    return Form(
        name=name,
        kind=body.get("kind", name),
        label=body["label"],
        reader=body.get("reader", "rows"),
        requires=frozenset(_normals(body["requires"])),
        any_of=tuple(frozenset(_normals(group)) for group in body.get("any_of", ())),
        forbids=frozenset(_normals(body.get("forbids", ()))),
        starts_with=_normals(body.get("starts_with", ())),
        matches={normal(key): value for key, value in confirm.get("matches", {}).items()},
        empty=_normals(confirm.get("empty", ())),
        ids=_normals(body.get("ids", ())),
        personal=frozenset(_normals(body.get("personal", ()))),
        keep_out=body.get("keep_out"),
        repeat=body.get("repeat", "last"),
        currency=normal(body["currency"]) if "currency" in body else None,
        currency_in_header=_optional(body.get("currency_in_header")),
        columns=_header_map(body.get("columns", {})),
        contacts=_header_map(body.get("contacts", {})),
        tables=MappingProxyType(
            {
                table: tuple(_field(column, spec) for column, spec in columns.items())
                for table, columns in body.get("tables", {}).items()
            }
        ),
    )


def _field(name: str, spec: Mapping[str, Any]) -> Field:
    return Field(
        name=name,
        type=spec["type"],
        headers=_normals(spec.get("from", ())),
        all_of=_normals(spec.get("from_all", ())),
        fallback=_normals(spec.get("else_from", spec.get("else_from_all", ()))),
        required=spec.get("required", False),
        default=spec.get("default", spec.get("value")),
        null_words=tuple(word.lower() for word in spec.get("null_words", ())),
    )


def _header_map(columns: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: _normals(headers) for name, headers in columns.items()})


def _normals(headers: Any) -> tuple[str, ...]:
    return tuple(normal(header) for header in headers)


def _optional(header: str | None) -> str | None:
    return normal(header) if header else None
