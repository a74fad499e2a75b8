"""Hostile files in a process of their own: refused or loaded within 512 MB more memory."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ingestion.conftest import Shop
from tests.ingestion.exports import ORDER_HEADER, order, orders_csv, some_orders
from tests.ingestion.processes import finished, started

MORE_BYTES = 512 << 20
_BLOCK = b"x" * (1 << 20)


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("orders.csv", "w", force_zip64=True) as member:
            for _ in range(700):
                member.write(_BLOCK)


def _gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(700):
            file.write(_BLOCK)


def _wide(path: Path) -> None:
    with path.open("w") as file:
        file.write(",".join(f"column {n}" for n in range(20_000)) + "\n")
        for _ in range(3000):
            file.write("1," * 19_999 + "1\n")


def _wide_rows(path: Path) -> None:
    with path.open("w") as file:
        file.write(orders_csv([order(1)]))
        for _ in range(3000):
            file.write("1," * 19_999 + "1\n")


def _one_line(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(700):
            file.write(_BLOCK)


def _one_cell(path: Path) -> None:
    with path.open("wb") as file:
        file.write(some_orders(5) + b'#9,"')
        for _ in range(700):
            file.write(_BLOCK)
        file.write(b'"\n')


def _blank_lines(path: Path) -> None:
    with path.open("wb") as file:
        file.write(",".join(ORDER_HEADER).encode())
        for _ in range(48):
            file.write(b"\n" * (1 << 20))


CASES: dict[str, tuple[Callable[[Path], None], str]] = {
    "bomb.zip": (_bomb, "zip bomb"),
    "bomb.csv.gz": (_gzip_bomb, "unpacks to far more"),
    "wide.csv": (_wide, "20,000 columns"),
    "wide rows.csv": (_wide_rows, "20,000 columns"),
    "one line.csv": (_one_line, "longer than"),
    "one cell.csv": (_one_cell, "longer than"),
    "blank lines.csv": (_blank_lines, "no rows"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_memory_stays_bounded(shop: Shop, tmp_path: Path, name: str) -> None:
    make, words = CASES[name]
    make(tmp_path / name)
    (tmp_path / "first.csv").write_bytes(some_orders(100))
    process = started(shop, tmp_path / "first.csv", tmp_path / name)
    first, bad = finished(process)
    assert first["status"] == "completed"
    assert bad["status"] == "refused"
    assert words in bad["reason"]
    assert bad["peak_bytes"] - first["peak_bytes"] < MORE_BYTES
    assert (shop.version, shop.orders) == (1, 100)
