"""Files that people drop in by mistake get one sentence; blanks that pad a cell are not content."""

import csv
from pathlib import Path

import pytest

from marketing_agent.ingestion.decoding import DecodingError, decode


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('{"totals": {"orders": 3}}', "a JSON file"),
        ('[\n  {"id": 1}\n]', "a JSON file"),
        ("\ufeff[]", "a JSON file"),
        ("<!DOCTYPE html>\n<html><body>Sign in</body></html>", "a web page"),
        ('<?xml version="1.0"?><rows/>', "an XML file"),
        ("<svg viewBox='0 0 1 1'></svg>", "an XML file"),
        (r"{\rtf1\ansi Orders}", "a text processor's document"),
    ],
)
def test_other_formats_are_named(tmp_path: Path, content: str, what: str) -> None:
    raw = tmp_path / "raw"
    raw.write_text(content, encoding="utf-8")
    with pytest.raises(DecodingError, match=f"^This is {what}, not a CSV export.$"):
        decode(raw, tmp_path)


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"one"  ,"two"   ,3', ["one", "two", "3"]),
        ('""   ,"say ""hi"""  ,3', ["", 'say "hi"', "3"]),
        ('" , ","""  ,",3', [" , ", '"  ,', "3"]),
        ('"a ""quoted"" ,  word" ,two,"3"  ', ['a "quoted" ,  word', "two", "3"]),
        ('"over\ntwo "" , lines"  ,"b" ,c', ['over\ntwo " , lines', "b", "c"]),
    ],
)
def test_blanks_behind_a_closing_quote_are_left_out(
    tmp_path: Path, line: str, cells: list[str]
) -> None:
    raw = tmp_path / "raw"
    raw.write_text(f'A ,B ,C\n{line}\n"x"  ,"y" ,z\n     \n', encoding="utf-8", newline="")
    decoded = decode(raw, tmp_path)
    with decoded.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1:] == [cells, ["x", "y", "z"]]
    assert decoded.records == 2
