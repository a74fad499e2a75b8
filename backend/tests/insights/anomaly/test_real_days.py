"""A real retailer's eight months: shut on Saturdays, at the turn of the year and on holidays."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from marketing_agent.insights.anomaly.schemas import Daily
from marketing_agent.insights.anomaly.service import alarms_across

# Good Friday, from which Easter is one gap, a royal wedding, the first and last Mondays of May.
HOLIDAYS = {date(2011, 4, 22), date(2011, 4, 29), date(2011, 5, 2), date(2011, 5, 30)}
# More units came back that day than went out.
RETURNED = date(2011, 6, 14)


def _lines(folder: Path) -> Iterator[dict[str, str]]:
    for path in sorted(folder.glob("online-retail-*.csv.gz")):
        with gzip.open(path, "rt") as stream:
            yield from csv.DictReader(stream)


@pytest.fixture(scope="module")
def metrics(shared_data: Path) -> dict[str, Daily]:
    units: dict[date, Decimal] = defaultdict(Decimal)
    invoices: dict[date, set[str]] = defaultdict(set)
    for line in _lines(shared_data / "uci-online-retail"):
        day = date.fromisoformat(line["InvoiceDate"][:10])
        units[day] += Decimal(line["Quantity"])
        invoices[day].add(line["InvoiceNo"])
    if not units:
        pytest.skip("the retailer's files are not on this machine")
    counts = {day: Decimal(len(each)) for day, each in invoices.items()}
    return {"units": Daily(units), "orders": Daily(counts)}


def test_holidays_are_missed_and_a_day_of_returns_is_a_drop(metrics: dict[str, Daily]) -> None:
    found = alarms_across(metrics)
    for each in found.values():
        assert {one.day for one in each if one.kind == "missing"} == HOLIDAYS
    assert [one.day for one in found["units"] if one.kind == "drop"] == [RETURNED]
    assert max(map(len, found.values())) <= 7


def test_days_known_to_be_shut_are_no_news(metrics: dict[str, Daily]) -> None:
    easter = {date(2011, 4, day) for day in (22, 24, 25)}
    found = alarms_across(metrics, closed=HOLIDAYS | easter)
    assert not [one for each in found.values() for one in each if one.kind == "missing"]
