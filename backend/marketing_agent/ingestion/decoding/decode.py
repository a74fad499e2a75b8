"""Decoding one file: the clean ones by a scan, the others by writing them again."""

import csv
import io
from pathlib import Path
from uuid import uuid4

from marketing_agent.ingestion.decoding.errors import NotText
from marketing_agent.ingestion.decoding.rewrite import rewrite
from marketing_agent.ingestion.decoding.scan import Scan, scan
from marketing_agent.ingestion.decoding.schemas import MAX_CELL_BYTES, Decoded
from marketing_agent.ingestion.decoding.sniff import (
    HEAD_BYTES,
    Shape,
    single_byte_encoding,
    sniff_encoding,
    sniff_shape,
)

_SAMPLE_BYTES = 8 << 20


def decode(raw: Path, work_dir: Path) -> Decoded:
    """Makes sure that `raw` reads as clean CSV, writing a clean copy into `work_dir` if it must.

    Raises a DecodingError with one sentence for a file that no one could read. Rows of the wrong
    width are left for the reader to reject. Memory stays within a few megabytes.
    """
    with raw.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        told = sniff_encoding(head)
        stream.seek(0)
        seen = scan(stream) if told in (None, "utf-8-sig") else None
    encoding = told or _text_encoding(raw, seen)
    shape = sniff_shape(head, encoding)
    if seen is not None and _is_clean(seen, encoding, shape):
        open_row = _open_row_cells(raw, seen.open_record_at)
        return _decoded(raw, raw, encoding, shape, seen.records - 1, open_row)
    clean = work_dir / f"clean-{uuid4().hex}.csv"
    written = rewrite(raw, clean, encoding, shape)
    return _decoded(raw, clean, encoding, shape, written.records, written.open_row_cells)


def _open_row_cells(raw: Path, start: int | None) -> int | None:
    if start is None:
        return None
    with raw.open("rb") as stream:
        stream.seek(start)
        text = stream.read().decode("utf-8-sig")
    return len(next(csv.reader(io.StringIO(text, newline="")), []))


def _text_encoding(raw: Path, seen: Scan | None) -> str:
    if seen is not None and seen.utf8:
        if seen.cut_off:
            raise NotText("The file is cut off in the middle of a character.")
        return "utf-8"
    with raw.open("rb") as stream:
        return single_byte_encoding(stream.read(_SAMPLE_BYTES))


def _is_clean(seen: Scan, encoding: str, shape: Shape) -> bool:
    return (
        encoding in ("utf-8", "utf-8-sig")
        and seen.well_formed
        and seen.longest_record <= MAX_CELL_BYTES
        and shape.delimiter == ","
        and shape.header_line == 1
        and not any("\n" in cell for cell in shape.header)
    )


def _decoded(
    raw: Path, path: Path, encoding: str, shape: Shape, records: int, open_row_cells: int | None
) -> Decoded:
    return Decoded(
        path=path,
        header=shape.header,
        encoding=encoding,
        delimiter=shape.delimiter,
        decimal_mark=shape.decimal_mark,
        header_line=shape.header_line,
        preamble=shape.preamble,
        records=records,
        raw_bytes=raw.stat().st_size,
        clean_bytes=path.stat().st_size,
        open_row_cells=open_row_cells,
    )
