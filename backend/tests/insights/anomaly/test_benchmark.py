"""The Numenta Anomaly Benchmark itself, where a copy of it is named by `NAB_DIR`."""

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest

from marketing_agent.insights.anomaly.evaluation import evaluate
from marketing_agent.insights.anomaly.files import File, read_folder, read_labels
from marketing_agent.insights.anomaly.nab import Series, optimum

_WHERE = os.environ.get("NAB_DIR")
pytestmark = pytest.mark.skipif(not _WHERE, reason="NAB_DIR names no copy of the benchmark")
# What its own scorer says of the results that are published beside it.
PUBLISHED = {
    "numenta": 70.1, "contextOSE": 69.9, "randomCutForest": 51.7, "twitterADVec": 47.1,
    "windowedGaussian": 39.6, "skyline": 35.7,
}  # fmt: skip


@pytest.fixture(scope="module")
def folder() -> Path:
    return Path(str(_WHERE))


@pytest.fixture(scope="module")
def labels(folder: Path) -> Path:
    return folder / "labels/combined_windows.json"


def test_one_configuration_is_better_than_random_cut_forest(folder: Path, labels: Path) -> None:
    told, judged = evaluate(folder, labels)
    assert told["labelled"] == len(judged) == 58
    assert told["score"] >= 53
    assert told["at_alarm"]["score"] >= 53
    assert told["groups"]["realAdExchange"]["score"] >= 60
    json.dumps(told, allow_nan=False)


@pytest.fixture(scope="module")
def files(folder: Path) -> list[File]:
    return read_folder(folder)


@pytest.mark.parametrize("detector", PUBLISHED)
def test_published_results_score_as_published(
    detector: str, folder: Path, labels: Path, files: list[File]
) -> None:
    if not (folder / "results" / detector).is_dir():
        pytest.skip("results of others are not in this copy")
    windows = read_labels(labels, files)
    series = []
    for file in files:
        group, name = file.name.split("/")
        with (folder / "results" / detector / group / f"{detector}_{name}").open() as stream:
            scores = [float(row["anomaly_score"]) for row in csv.DictReader(stream)]
        series.append(Series(np.array(scores), windows[file.name]))
    assert optimum(series).score == pytest.approx(PUBLISHED[detector], abs=0.06)
