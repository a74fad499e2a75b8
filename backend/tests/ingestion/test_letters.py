"""Letters of two Klaviyo exports that name them by different ids: each counts once."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from tests.ingestion.conftest import MakeShop, Shop, adds_up

_RANGE = {"range": "2025-05-01..2025-05-31", "as_of": "2025-06-10"}


def _csv(rows: Sequence[Mapping[str, object]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _campaign(day: int, name: str, subject: str, recipients: int) -> dict[str, object]:
    return {
        "Campaign Name": name,
        "Subject": subject,
        "Send Time": f"{date(2025, 5, day)} 09:30:00",
        "Total Recipients": recipients,
        "Unique Opens": recipients // 2,
        "Unique Clicks": recipients // 10,
        "Successful Deliveries": recipients,
        "Revenue": 10.5,
        "Campaign ID": f"CAMPAIGN{day:02}{len(name):03}",
        "Campaign Channel": "Email",
    }


def _message(day: int, name: str, subject: str, delivered: int) -> dict[str, object]:
    return {
        "Campaign Message ID": f"MESSAGE{day:02}{len(name):03}",
        "Campaign Message Name": name,
        "Send Date": date(2025, 5, day),
        "Send Time": "09:30 AM",
        "Open Rate": 0.5,
        "Click Rate": 0.1,
        "Unique Opens": delivered // 2,
        "Unique Clicks": delivered // 10,
        "Bounces": 0,
        "Subject": subject,
        "Campaign Message Channel": "Email",
    }


CAMPAIGNS = _csv(
    [
        _campaign(1, "May launch", "It is here", 1000),
        _campaign(8, "May reminder", "Last days", 2000),
        _campaign(15, "May test", "[MULTIPLE VARIATIONS]", 3000),
        _campaign(29, "May closing", "Goodbye, May", 4000),
    ]
)
# By its subject, by its name, by its minute, none of them but within the days, and after them.
MESSAGES = _csv(
    [
        _message(1, "1 May", "It is here", 1000),
        _message(8, "May reminder", "Only two days left", 2000),
        _message(15, "15 May", "Hello there", 3000),
        _message(20, "20 May", "Nowhere else", 500),
        _message(30, "30 May", "Later than all", 700),
    ]
)
ONCE = 1000 + 2000 + 3000 + 4000 + 500 + 700
FILES = {"campaigns.csv": CAMPAIGNS, "messages.csv": MESSAGES}


def _recipients(shop: Shop) -> float:
    asked = {"keys": "email_recipients", **_RANGE}
    (kpi,) = shop.client.get("/api/v1/kpis", params=asked, headers=shop.headers()).json()
    assert isinstance(kpi["value"], float)
    return kpi["value"]


def _of(shown: Mapping[str, Any], name: str) -> dict[str, Any]:
    (file,) = [file for file in shown["files"] if file["name"] == name]
    assert adds_up(file)
    assert isinstance(file, dict)
    return file


@pytest.mark.parametrize("names", permutations(FILES))
def test_a_letter_of_both_exports_counts_once(shop: Shop, names: Sequence[str]) -> None:
    for name in names:
        shown = shop.upload({name: FILES[name]})
        file = _of(shown, name)
        assert (file["status"], shown["status"]) == ("loaded", "completed")
    assert _recipients(shop) == ONCE


def test_the_balance_of_the_report_tells_what_was_known_and_what_may_be(shop: Shop) -> None:
    shown = shop.upload(FILES)
    assert _recipients(shop) == ONCE
    report, campaigns = _of(shown, "messages.csv"), _of(shown, "campaigns.csv")
    assert (report["rows_in"], report["loaded"], report["duplicates"]) == (5, 2, 3)
    assert "the campaign export tells of too, which count by that: 3." in report["reason"]
    assert "not in it by name or subject, and count beside it: 1." in report["reason"]
    assert (campaigns["loaded"], campaigns["duplicates"], campaigns["reason"]) == (4, 0, None)


def test_the_report_counts_again_once_the_campaigns_are_taken_back(make_shop: MakeShop) -> None:
    shop, other = make_shop(), make_shop()
    campaigns = shop.upload({"campaigns.csv": CAMPAIGNS})
    shop.upload({"messages.csv": MESSAGES})
    path = f"/api/v1/imports/{campaigns['import_id']}/revert"
    assert shop.client.post(path, headers=shop.headers()).status_code == 200
    other.upload({"messages.csv": MESSAGES})
    assert _recipients(shop) == _recipients(other) == 1000 + 2000 + 3000 + 500 + 700
