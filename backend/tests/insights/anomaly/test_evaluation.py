"""`eval anomaly`: folders as they come, labels, predictions, and what cannot be read."""

import gzip
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from marketing_agent.cli.main import app
from marketing_agent.insights.anomaly.evaluation import evaluate
from marketing_agent.kernel.errors import Invalid
from tests.insights.anomaly.daily_series import day as the_day
from tests.insights.anomaly.daily_series import shop

START = datetime(2024, 3, 1)
JUMP = 1500


def hours(path: Path, *, rows: int = 2000, jump: int = JUMP) -> Path:
    at = np.arange(rows)
    values = 50 + 20 * np.sin(at * np.pi / 12) + np.random.default_rng(1).standard_normal(rows)
    values[jump : jump + 30] += 90
    lines = [f"{START + timedelta(hours=int(n))},{values[n]:.4f}" for n in at]
    return write(path, "timestamp,value", *lines)


def days(path: Path, values: np.ndarray) -> Path:
    lines = [f"{the_day(n)},{value:.2f}" for n, value in enumerate(values) if not np.isnan(value)]
    return write(path, "date,value", *lines)


def write(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(line + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def labels(path: Path, **windows: list[list[str]]) -> Path:
    path.write_text(
        json.dumps({name.replace("__", "/") + ".csv": w for name, w in windows.items()})
    )
    return path


def run(*arguments: object) -> tuple[int, Any]:
    done = CliRunner().invoke(app, ["eval", "anomaly", *map(str, arguments), "--json"])
    if isinstance(done.exception, Invalid):
        return 1, done.exception.message
    assert done.exit_code == 0, done.output
    return 0, json.loads(done.stdout, parse_constant=lambda name: pytest.fail(name))


def test_series_with_labels_are_scored_and_every_row_is_told(tmp_path: Path) -> None:
    data = tmp_path / "nab"
    hours(data / "data/shop/calls.csv")
    hours(data / "data/quiet/other.csv.gz", jump=1999)
    window = [
        f"{START + timedelta(hours=JUMP - 5)}.000000",
        f"{START + timedelta(hours=JUMP + 60)}",
    ]
    marks = labels(tmp_path / "windows.json", shop__calls=[window], quiet__other=[])
    code, told = run(data, "--labels", marks, "--predictions", tmp_path / "rows.jsonl")
    assert code == 0
    assert 80 < told["score"] <= 100
    assert told["groups"] == {
        "quiet": {"score": None},
        "shop": {"score": told["groups"]["shop"]["score"]},
    }
    assert told["groups"]["shop"]["score"] >= told["score"]
    assert 0 < told["threshold"] <= 1.1
    assert told["at_alarm"]["threshold"] == 0.5
    assert told["cpu_s"] >= 0
    rows = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text().splitlines()]
    assert [row["i"] for row in rows] == [*range(2000)] * 2
    assert {row["file"] for row in rows} == {"quiet/other.csv", "shop/calls.csv"}
    assert all(0 <= row["score"] <= 1 and row["alarm"] is (row["score"] >= 0.5) for row in rows)
    raised = [row["i"] for row in rows if row["alarm"] and row["file"] == "shop/calls.csv"]
    assert any(JUMP <= row < JUMP + 5 for row in raised)


def test_without_labels_no_score_is_made_up(tmp_path: Path) -> None:
    hours(tmp_path / "shop/calls.csv")
    days(tmp_path / "sales.csv", shop(0, days=200))
    code, told = run(tmp_path)
    assert code == 0
    assert told["score"] is told["threshold"] is told["at_alarm"]["score"] is None
    assert told["groups"] == {".": {"score": None}, "shop": {"score": None}}
    assert told["rows"] == 2200


def test_series_that_no_label_names_are_in_no_score(tmp_path: Path) -> None:
    hours(tmp_path / "data/shop/calls.csv")
    alone = labels(
        tmp_path / "a.json",
        shop__calls=[[str(START + timedelta(hours=1400)), str(START + timedelta(hours=1600))]],
    )
    before = run(tmp_path, "--labels", alone)[1]["score"]
    hours(tmp_path / "data/shop/more.csv", jump=600)
    after = run(tmp_path, "--labels", alone)[1]
    assert after["score"] == before
    assert (after["files"], after["labelled"]) == (2, 1)


def test_days_are_judged_as_the_product_judges_days(tmp_path: Path) -> None:
    values = shop(0, days=300, noise=0.05)
    values[200] = 0
    days(tmp_path / "zero.csv", values)
    values[200:203] = np.nan
    days(tmp_path / "no_rows.csv", values)
    write(
        tmp_path / "stamped.csv",
        "timestamp,value",
        *[f"{the_day(n)} 00:00:00,{v:.2f}" for n, v in enumerate(shop(0, days=300, noise=0.05))],
    )
    _scores, judged = evaluate(tmp_path)
    by_name = {one.file.name: one for one in judged}
    assert all(one.file.daily for one in judged)
    assert by_name["zero.csv"].scores[200] >= 0.5
    # The day that lacks has no row: the first row after it tells of it.
    assert by_name["no_rows.csv"].scores[200] == 1
    assert the_day(203) == by_name["no_rows.csv"].file.days[200]


def test_days_with_a_zone_stay_the_days_of_that_zone(tmp_path: Path) -> None:
    values = shop(0, days=300, noise=0.05)
    values[200] = 0
    lines = [f"{the_day(n)}T00:00:00+{2 - n // 90 % 2:02}:00,{v:.2f}" for n, v in enumerate(values)]
    write(tmp_path / "zone.csv", "timestamp,value", *lines)
    _scores, (judged,) = evaluate(tmp_path)
    assert judged.file.days[200] == the_day(200)
    assert judged.scores[200] >= 0.5


ROW = "2024-01-01,5"
BROKEN = {
    "nothing": ([], "begins with nothing"),
    "header": (["day,amount", ROW], "begins with day,amount"),
    "word": (["date,value", "2024-01-01,many"], "line 2"),
    "endless": (["date,value", ROW, "2024-01-02,inf"], "line 3"),
    "enormous": (["date,value", "2024-01-01,1e308"], "line 2"),
    "no time": (["timestamp,value", "yesterday,1"], "line 2"),
    "half a row": (["date,value", "2024-01-01"], "line 2"),
    "order": (["date,value", "2024-01-02,1", ROW], "days must rise"),
    "twice": (["date,value", ROW, ROW], "days must rise"),
    "back": (
        ["timestamp,value", "2024-01-01 10:00,1", "2024-01-01 11:00,1", "2024-01-01 09:00,1"],
        "must not go back",
    ),
    "slip": (["date,value", "0204-01-01,1", ROW], "more than a hundred years"),
    "zeros": (["date,value", "2024-01-01,\x00"], "line 2"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_a_sentence(name: str, tmp_path: Path) -> None:
    lines, said = BROKEN[name]
    write(tmp_path / "shop/odd.csv", *lines)
    code, message = run(tmp_path, "--predictions", tmp_path / "rows.jsonl")
    assert code == 1
    assert said in message
    assert "odd.csv" in message
    assert not (tmp_path / "rows.jsonl").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv.gz", b"no gzip"),
        ("a.csv.gz", gzip.compress(b"date,value\n" * 99, mtime=0)[:-9]),
    ],
    ids=["no text", "no gzip", "cut off"],
)
def test_bytes_that_are_no_text_are_a_sentence(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    code, message = run(tmp_path)
    assert code == 1
    assert "a.csv" in message


def test_a_folder_without_series_or_with_one_twice_is_a_sentence(tmp_path: Path) -> None:
    assert run(tmp_path)[0] == 1
    hours(tmp_path / "a/b.csv")
    hours(tmp_path / "a/b.csv.gz")
    code, message = run(tmp_path)
    assert code == 1
    assert "twice" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"shop/none.csv": []}', "not in the folder"),
        ('{"shop/calls.csv": [["2031-01-01", "2031-01-02"]]}', "No row"),
        ('{"shop/calls.csv": [["soon", "later"]]}', "no time"),
        (
            '{"shop/calls.csv": [["2024-03-02", "2024-03-05"], ["2024-03-04", "2024-03-06"]]}',
            "overlap",
        ),
        ('{"shop/calls.csv": [["2024-03-02"]]}', "no JSON of windows"),
        ('["shop/calls.csv"]', "no JSON of windows"),
        ("{", "no JSON of windows"),
    ],
)  # fmt: skip
def test_labels_that_do_not_fit_are_a_sentence(text: str, said: str, tmp_path: Path) -> None:
    hours(tmp_path / "data/shop/calls.csv", rows=300, jump=200)
    (tmp_path / "labels.json").write_text(text)
    code, message = run(tmp_path, "--labels", tmp_path / "labels.json")
    assert code == 1
    assert said in message


@pytest.mark.parametrize(
    "lines",
    [
        ["timestamp,value"],
        ["date,value", ROW],
        ["date,value", ROW, "2024-01-02,900", "2024-01-03,0"],
        ["date,value", *[f"{the_day(n)}," for n in range(90)]],
        ["date,value", *[f"{the_day(n)},NaN" for n in range(90)]],
        ["date,value", *[f"{the_day(n)},-7" for n in range(90)]],
        ["\ufeffTimestamp, Value ", *[f"{START + timedelta(minutes=n)},-2" for n in range(4)], ""],
        ["timestamp,value", *["2024-01-01 10:00:00,3"] * 400],
    ],
)  # fmt: skip
def test_series_that_tell_nothing_have_rows_without_alarms(
    lines: list[str], tmp_path: Path
) -> None:
    write(tmp_path / "odd.csv", *lines)
    code, told = run(tmp_path, "--predictions", tmp_path / "rows.jsonl")
    assert code == 0
    assert told["alarms"] == 0
    rows = (tmp_path / "rows.jsonl").read_text().splitlines()
    assert len(rows) == told["rows"] == len([line for line in lines if line]) - 1
    assert "NaN" not in "".join(rows)


def test_an_hour_that_comes_twice_when_clocks_are_set_back_is_read(tmp_path: Path) -> None:
    times = [START + timedelta(minutes=5 * n) for n in range(300)]
    times[200:] = [time - timedelta(minutes=60) for time in times[200:]]
    write(
        tmp_path / "a.csv", "timestamp,value", *[f"{time},{n % 5}" for n, time in enumerate(times)]
    )
    assert run(tmp_path)[1]["rows"] == 300


def test_predictions_that_cannot_be_written_are_a_sentence(tmp_path: Path) -> None:
    hours(tmp_path / "a.csv", rows=200, jump=150)
    code, message = run(tmp_path, "--predictions", tmp_path / "none/rows.jsonl")
    assert code == 1
    assert "cannot be written" in message


def test_without_json_the_figures_are_lines(tmp_path: Path) -> None:
    hours(tmp_path / "shop/a.csv", rows=200, jump=150)
    done = CliRunner().invoke(app, ["eval", "anomaly", str(tmp_path)])
    assert done.exit_code == 0
    assert "shop" in done.stdout
    assert "score                    -" in done.stdout
