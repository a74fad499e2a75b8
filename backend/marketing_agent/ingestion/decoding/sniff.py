"""Guessing encoding, delimiter, header and decimal mark from the first bytes of a file."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from marketing_agent.ingestion.decoding.errors import DecodingError, EmptyFile, NotText, TooWide
from marketing_agent.ingestion.decoding.schemas import MAX_CELL_BYTES, MAX_COLUMNS

HEAD_BYTES = 1 << 20
_RECORDS_SEEN = 100
_LONGEST_PREAMBLE = 25
_DELIMITERS = ",;\t|"
_SIGNATURES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG photograph",
    b"GIF8": "a GIF picture",
    b"RIFF": "a picture or sound",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "an Excel workbook or zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"PAR1": "a Parquet file",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"SQLite format 3": "a database",
}
_MARKUP = {
    re.compile(rb"\s*[{\[]\s*([\[\]{}\"]|-?\d|true\b|false\b|null\b)"): "a JSON file",
    re.compile(rb"\s*<(!doctype html|html)\b", re.IGNORECASE): "a web page",
    re.compile(rb"\s*<(\?xml|[a-z][\w:-]*[\s>])", re.IGNORECASE): "an XML file",
    re.compile(rb"\{\\rtf"): "a text processor's document",
}
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
_DECIMAL_COMMA = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+),\d+")
_DECIMAL_POINT = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)\.\d+")

csv.field_size_limit(MAX_CELL_BYTES)


@dataclass(frozen=True)
class Shape:
    """How the cells of a file are laid out."""

    delimiter: str
    decimal_mark: str
    header: tuple[str, ...]
    header_line: int
    """From 1."""
    preamble: tuple[str, ...]


def sniff_encoding(head: bytes) -> str | None:
    """Encoding told by a byte order mark or by NUL bytes; None when the text itself must tell.

    Raises EmptyFile, and NotText for known binary files and bytes that no text has.
    """
    if not head.strip(b"\0 \t\r\n" + codecs.BOM_UTF8):
        raise EmptyFile("The file is empty.")
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            raise NotText(f"This is {kind}, not a CSV export.")
    for pattern, kind in _MARKUP.items():
        if pattern.match(head.removeprefix(codecs.BOM_UTF8)):
            raise NotText(f"This is {kind}, not a CSV export.")
    for bom, encoding in _BOMS.items():
        if head.startswith(bom):
            return encoding
    wide = _utf16_without_bom(head)
    if wide is None:
        _refuse_binary(head)
    return wide


def _utf16_without_bom(head: bytes) -> str | None:
    # Latin text in UTF-16 has a NUL in every second byte, on one side only.
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _refuse_binary(head: bytes) -> None:
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > 0.01 * len(head):
        raise NotText("The file holds binary data, not text.")


def single_byte_encoding(sample: bytes) -> str:
    """cp1252, or latin-1 where the bytes have no meaning in cp1252."""
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def sniff_shape(head: bytes, encoding: str) -> Shape:
    """Reads the first records; raises EmptyFile without a header and TooWide for one past caps."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    # Cut where the file will be cut when it is read: at any kind of line end.
    lines = list(io.StringIO(text, newline=""))
    found = {delimiter: list(_records(lines, delimiter)) for delimiter in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda mark: _score(found[mark]))
    records = found[delimiter]
    skipped = _preamble_records(records)
    if skipped >= len(records):
        raise _no_header(head)
    header = records[skipped].cells
    if len(header) > MAX_COLUMNS:
        raise TooWide(
            f"The file has {len(header):,} columns; an export has {MAX_COLUMNS:,} at most."
        )
    start = records[skipped].line
    cells = [cell for record in records[skipped + 1 :] for cell in record.cells]
    preamble = tuple(line.strip() for line in lines[: start - 1])
    return Shape(delimiter, _decimal_mark(delimiter, cells), tuple(header), start, preamble)


def _no_header(head: bytes) -> DecodingError:
    if len(head) < HEAD_BYTES:
        return EmptyFile("The file has no header row.")
    return TooWide(f"The first row is longer than {HEAD_BYTES:,} bytes.")


@dataclass(frozen=True)
class _Record:
    line: int
    cells: list[str]


def _records(lines: list[str], delimiter: str) -> Iterator[_Record]:
    reader = csv.reader(lines, delimiter=delimiter)
    start = 1
    try:
        for _, cells in zip(range(_RECORDS_SEEN), reader, strict=False):
            if cells:
                yield _Record(start, cells)
            start = reader.line_num + 1
    except csv.Error:
        return


def _score(records: list[_Record]) -> tuple[float, int]:
    widths = Counter(len(record.cells) for record in records if len(record.cells) > 1)
    if not widths:
        return (0.0, 0)
    width, times = widths.most_common(1)[0]
    return (times / len(records), width)


def _preamble_records(records: list[_Record]) -> int:
    """Number of leading records that are titles: comments, or far narrower than the table."""
    widths = Counter(len(record.cells) for record in records if not _is_comment(record))
    if not widths:
        return len(records)
    usual = max(widths, key=lambda width: (widths[width], width))
    narrow = max(2, usual / 2) if usual > 1 else 1
    for index, record in enumerate(records[: _LONGEST_PREAMBLE + 1]):
        if not _is_comment(record) and len(record.cells) >= narrow:
            return index
    return 0


def _is_comment(record: _Record) -> bool:
    return record.cells[0].lstrip("\ufeff").startswith("# ") or record.cells[0] == "#"


def _decimal_mark(delimiter: str, cells: list[str]) -> str:
    if delimiter == ",":
        return "."
    commas = sum(1 for cell in cells if _DECIMAL_COMMA.fullmatch(cell.strip()))
    points = sum(1 for cell in cells if _DECIMAL_POINT.fullmatch(cell.strip()))
    return "," if commas > points else "."
