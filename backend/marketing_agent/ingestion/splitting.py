"""Telling the files of several stores apart: folders, currency and order names."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from marketing_agent.ingestion.formats import normal
from marketing_agent.ingestion.schemas import StoreGuess

_PREFIX = re.compile(r"^(\D*)\d")


@dataclass(frozen=True)
class OrderMarks:
    """What the first orders of a file say of their store."""

    name: str
    currency: str | None
    prefix: str | None
    ids: frozenset[tuple[str, str]]
    """Order name and id of the first orders."""


def order_marks(name: str, head: bytes) -> OrderMarks | None:
    """The marks of an orders export by its first bytes; None for any other file."""
    rows = csv.reader(io.StringIO(head.decode("utf-8-sig", errors="replace")))
    header = [normal(cell) for cell in next(rows, [])]
    if not {"name", "created at", "lineitem quantity"} <= set(header):
        return None
    found = []
    for row in rows:
        if len(row) == len(header):
            found.append(dict(zip(header, row, strict=True)))
    orders = [row for row in found if row["name"] and row.get("currency", "x")]
    currencies = {row["currency"] for row in orders if row.get("currency")}
    prefixes = [m.group(1) for row in orders if (m := _PREFIX.match(row["name"]))]
    return OrderMarks(
        name,
        currencies.pop() if len(currencies) == 1 else None,
        max(set(prefixes), key=prefixes.count) if prefixes else None,
        frozenset((row["name"], row["id"]) for row in orders if row.get("id")),
    )


def guess_stores(names: Iterable[str], marks: Iterable[OrderMarks]) -> list[StoreGuess]:
    """The stores of a set of files; fewer than two means one store."""
    every = list(names)
    by_folder: dict[str, list[OrderMarks]] = {}
    for mark in marks:
        by_folder.setdefault(_folder(mark.name), []).append(mark)
    reason = _difference([found[0] for found in by_folder.values()])
    if len(by_folder) < 2 or reason is None:
        return []
    return [
        StoreGuess(
            name=folder or "files",
            files=[name for name in every if _folder(name) == folder],
            currency=found[0].currency,
            order_prefix=found[0].prefix,
            reason=reason,
        )
        for folder, found in sorted(by_folder.items())
    ]


def _folder(name: str) -> str:
    return name.split("/")[0] if "/" in name else ""


def _difference(marks: list[OrderMarks]) -> str | None:
    if len({mark.currency for mark in marks if mark.currency}) > 1:
        return "The folders hold orders in different currencies."
    if len({mark.prefix for mark in marks if mark.prefix is not None}) > 1:
        return "The order names of the folders begin differently."
    ids: dict[str, str] = {}
    for mark in marks:
        for name, order_id in mark.ids:
            if ids.setdefault(name, order_id) != order_id:
                return "The folders hold different orders under the same names."
    return None
