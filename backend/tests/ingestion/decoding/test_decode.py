"""Decoding gives the same cells back whatever the encoding, or one clear sentence."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketing_agent.ingestion.decoding import DecodingError, decode

CELL = st.text(
    st.characters(codec="cp1252", exclude_characters="\0", exclude_categories=("Cc", "Cs")),
    max_size=12,
)


def written(rows: list[list[str]], delimiter: str, line_end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return text.getvalue()


def read_back(data: bytes) -> list[list[str]]:
    with TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        raw.write_bytes(data)
        decoded = decode(raw, Path(folder))
        with decoded.path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    assert decoded.records == len(rows) - 1
    return rows


@settings(deadline=None, max_examples=40)
@given(
    body=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_cells_survive(body: list[list[str]], encoding: str, delimiter: str, line_end: str) -> None:
    rows = [["Name", "Order total", "Created at"], *(["x" * 40, *row[1:]] for row in body)]
    assert read_back(written(rows, delimiter, line_end).encode(encoding)) == rows


def test_latin_1_is_read() -> None:
    assert read_back("Name,Città\nZoë,Forlì\n".encode("latin-1")) == [
        ["Name", "Città"], ["Zoë", "Forlì"],
    ]  # fmt: skip


def test_preamble_is_skipped(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.write_text('# GA4\n# 2024\n\nDay,Cost,Clicks\n2024-01-01,"5,718",3\n')
    decoded = decode(raw, tmp_path)
    assert decoded.header == ("Day", "Cost", "Clicks")
    assert (decoded.header_line, decoded.records) == (4, 1)


def test_decimal_comma_is_noticed(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.write_text("Tag;Umsatz\n2024-01-01;1.234,50\n2024-01-02;7,25\n")
    decoded = decode(raw, tmp_path)
    assert (decoded.delimiter, decoded.decimal_mark) == (";", ",")


def test_clean_file_is_not_copied(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.write_text('a,b\n1,"x\ny"\n2,"q""z"\n')
    decoded = decode(raw, tmp_path)
    assert (decoded.path, decoded.records) == (raw, 2)


@pytest.mark.parametrize(
    ("data", "is_cut"),
    [
        (b"a,b,c\n1,2,3\n", False),
        (b"a,b,c\n1,2,3", False),
        (b"a,b,c", False),
        (b"a,b,c\n1,2,3\n4,5", True),
        (b"a,b,c\n1,2,3\n4", True),
        (b"a,b,c\n1,2\n4,5,6", False),  # a short row before the last is that row's own matter
        (b"a,b,c\n1,2\n", False),
        (b'a,b,c\n1,2,3\n"x\ny",5', True),
        (b'a,b,c\n1,2,"x,y"', False),
        (b"\xef\xbb\xbfa,b,c\n1,2", True),
        (b"a;b;c\r\n1;2;3\r\n4;5", True),
        (b"a;b;c\r\n1;2;3\r\n4;5;6\r\n", False),
        ("a,b,c\n1,2,3\n4,éa".encode("latin-1"), True),
        ("a,b,c\n1,2".encode("utf-16"), True),
        (b"a,b,c\r1,2,3\r4,5", True),
        (b"a,b,c\r1,2,3\r", False),
    ],
)
def test_a_row_that_the_end_of_the_file_cuts_is_noticed(
    tmp_path: Path, data: bytes, is_cut: bool
) -> None:
    raw = tmp_path / "raw"
    raw.write_bytes(data)
    assert decode(raw, tmp_path).is_cut_off is is_cut


@pytest.mark.parametrize("rows", [1, 5_000, 200_000])
def test_a_cut_row_is_noticed_behind_many(tmp_path: Path, rows: int) -> None:
    raw = tmp_path / "raw"
    whole = "a,b,c\n" + '1,"two\nlines",3\n' * rows
    for cut, is_cut in ((0, False), (1, False), (2, False), (3, True)):
        raw.write_text(whole[: len(whole) - cut])
        assert decode(raw, tmp_path).is_cut_off is is_cut


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "photograph"),
        (bytes(range(256)) * 8, "binary"),
        (",".join(f"c{n}" for n in range(20_000)).encode() + b"\n", "20,000 columns"),
        (b"a,b\n1," + b"x" * 1_500_000 + b"\n", "longer than"),
        (b"a,b\n1,x\0y\n" + b"1,2\n" * 200, "NUL"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "line 3 is never closed"),
        ("a,b\n1,é".encode()[:-1], "cut off"),
    ],
)
def test_unreadable_files_get_one_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    raw = tmp_path / "raw"
    raw.write_bytes(data)
    with pytest.raises(DecodingError, match=words) as caught:
        decode(raw, tmp_path)
    assert caught.value.message.endswith(".")
