"""CSV for people: text that a spreadsheet would run is shown, numbers stay numbers."""

import csv
import io

import pytest

from marketing_agent.kernel.spreadsheet import csv_document


def cell_of(value: object) -> str:
    ((cell,),) = csv.reader(io.StringIO(csv_document([[value]]), newline=""))
    return cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-2+3", "@now", "\t=1", "  =1", "\ufeff=1", "|calc", "=1,\n=2"]
)
def test_what_a_spreadsheet_would_run_is_shown(text: str) -> None:
    assert cell_of(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [(-1.5, "-1.5"), (-1e-05, "-1e-05"), ("+12 %", "'+12 %"), ("-12%", "-12%"), (None, '""')],
)
def test_numbers_stay_numbers(value: object, text: str) -> None:
    assert csv_document([[value]]) == f"{text}\r\n"


def test_other_text_is_left_alone() -> None:
    assert cell_of('plain, "quoted" = text') == 'plain, "quoted" = text'
