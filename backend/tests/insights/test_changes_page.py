"""The page of what changed: the planted days of the sample shops are found and explained."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.insights.pages import page_of, part_of, rows_of
from tests.metrics.shops import NAMES, REPORTS, Shop, Shops

TRAFFIC = {"site_down", "tracking_loss", "bot_traffic"}


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


def planted(shop: Shop) -> list[dict[str, Any]]:
    return [one for one in shop.truth["anomaly_days"] if one["kind"] in TRAFFIC]


def test_planted_days_are_found_and_few_others(shop: Shop) -> None:
    first, last = shop.truth["from"], shop.truth["until"]
    page = page_of(shop, "changes", range=f"{first}..{last}", limit=500)
    found = {row["day"]: row for row in rows_of(page, "found") if row["metric"] == "Sessions"}
    for one in planted(shop):
        row = found[one["date"]]
        assert ("rose" in row["what"]) is (one["kind"] == "bot_traffic")
        assert row["score"] >= 0.5
    assert len(found) < 40


def test_a_planted_day_is_explained_by_parts_that_add_up(shop: Shop) -> None:
    day = planted(shop)[0]["date"]
    page = page_of(shop, "changes", range=f"{day}..{day}", show="sessions")
    assert page["sentences"][0].startswith(("1 unusual", "2 unusual", "3 unusual", "4 unusual"))
    (line,) = rows_of(page, "line")
    assert (line["day"], line["value"]) == (day, planted(shop)[0]["sessions"])
    why = [part for part in page["parts"] if part["key"].startswith("why_")]
    for part in why:
        rows = rows_of(page, part["key"])
        assert sum(row["share"] for row in rows) == pytest.approx(1, abs=0.001)
        assert all(one["sql_id"] and one["params"] for one in part["statements"])
    assert why
    # Every part of which a sentence tells numbers opens to its query.
    assert all(part["statements"] for part in page["parts"] if part["rows"])
    assert part_of(page, "line")["statements"][0]["sql"].startswith(("SELECT", "WITH"))


def test_the_line_stands_beside_the_days_compared_with(shop: Shop) -> None:
    asked = {"range": "2026-09-01..2026-09-14", "show": "sessions"}
    for compare, start in (("previous_period", "2026-08-18"), ("previous_year", "2025-09-01")):
        page = page_of(shop, "changes", compare=compare, **asked)
        assert page["previous"]["start"] == start
        then = page["previous"]["start"] + ".." + page["previous"]["end"]
        before = rows_of(page_of(shop, "changes", range=then, show="sessions"), "line")
        line = rows_of(page, "line")
        assert [row["before"] for row in line] == [row["value"] for row in before]
        assert len(line) == 14
    alone = page_of(shop, "changes", compare="none", **asked)
    assert "before" not in rows_of(alone, "line")[0]


def test_an_odd_day_is_marked_and_what_drove_it_names_its_days(shop: Shop) -> None:
    day = planted(shop)[0]["date"]
    page = page_of(shop, "changes", range=f"{day}..{day}", show="sessions")
    (mark,) = part_of(page, "line")["annotations"]
    (row,) = [row for row in rows_of(page, "found") if row["metric"] == "Sessions"]
    assert (mark["at"], mark["label"]) == (day, row["what"])
    week = [date.fromisoformat(day) - timedelta(days=back) for back in (0, 7)]
    days = " against ".join(f"{each.day} {each:%b}" for each in week)
    for part in page["parts"]:
        assert not part["key"].startswith("why_") or part["note"].startswith(f"{days}.")


def test_a_store_of_reports_alone_is_watched_too(shops: Shops) -> None:
    reported = shops.imported(NAMES[0], *REPORTS)
    page = page_of(reported, "changes", show="sessions")
    assert len(rows_of(page, "line")) == 30


def test_days_after_the_data_are_not_called_usual(shop: Shop) -> None:
    page = page_of(shop, "changes", range="2030-01-01..2030-01-31")
    assert page["parts"] == []
    assert page["sentences"] == []
    (gap,) = page["gaps"]
    assert gap["why"].startswith("None of these days is known: the data ends on ")


def test_a_store_without_data_says_what_is_missing(shops: Shops) -> None:
    page = page_of(shops.empty(), "changes")
    assert page["parts"] == []
    (gap,) = page["gaps"]
    assert gap["what"] == "What changed"
    assert "orders export" in gap["add"]
