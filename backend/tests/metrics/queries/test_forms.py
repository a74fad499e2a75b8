"""Trends, filters, orders, limits, comparisons, shares and running totals, against plain rows."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.metrics.queries.asking import Shop
from tests.metrics.queries.shop import DAYS, TODAY, shop

Key = Callable[[date], date]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


GRAINS: dict[str, Key] = {
    "day": lambda day: day,
    "week": _monday,
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "year": lambda day: day.replace(month=1, day=1),
}
WINDOW = (date(2026, 8, 5), date(2026, 11, 18))


def _days(window: tuple[date, date] = WINDOW) -> Iterator[date]:
    day = window[0]
    while day <= window[1]:
        yield day
        day += timedelta(days=1)


def _orders(**where: Any) -> list[dict[str, Any]]:
    return [o for o in shop()["orders"] if all(o[k] == v for k, v in where.items())]


def _inside(window: tuple[date, date], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if window[0] <= row["order_date"] <= window[1]]


@pytest.mark.parametrize("grain", GRAINS)
def test_a_trend_has_every_period_and_counts_nothing_as_zero(asked: Shop, grain: str) -> None:
    of = GRAINS[grain]
    expected = dict.fromkeys(sorted({of(day) for day in _days()}), 0)
    for one in _inside(WINDOW, shop()["orders"]):
        expected[of(one["order_date"])] += 1
    assert asked.rows("orders", grain=grain, days=WINDOW) == list(expected.items())


@pytest.mark.parametrize("grain", GRAINS)
def test_a_ratio_over_nothing_has_no_value(asked: Shop, grain: str) -> None:
    of = GRAINS[grain]
    units: dict[date, int] = defaultdict(int)
    count: dict[date, int] = defaultdict(int)
    for one in _inside(WINDOW, shop()["orders"]):
        units[of(one["order_date"])] += one["units"]
        count[of(one["order_date"])] += 1
    rows = asked.rows("items_per_order", grain=grain, days=WINDOW)
    assert [day for day, _ in rows] == sorted({of(day) for day in _days()})
    for day, value in rows:
        expected = round(units[day] / count[day], 8) if count[day] else None
        assert value == pytest.approx(expected)
    assert grain != "day" or None in [value for _, value in rows]


def test_a_trend_of_a_split_shows_every_member_in_every_period(asked: Shop) -> None:
    rows = asked.rows("orders", by="country", grain="month", days=WINDOW)
    months = {day.replace(day=1) for day in _days()}
    assert len(rows) == len(months) * 4
    assert sum(row[2] for row in rows) == len(_inside(WINDOW, shop()["orders"]))
    assert len({row[:2] for row in rows}) == len(rows)


def test_a_limited_trend_shows_the_first_members_whole(asked: Shop) -> None:
    rows = asked.rows("orders", by="country", grain="month", days=WINDOW, limit=2)
    counts: dict[Any, int] = defaultdict(int)
    for one in _inside(WINDOW, shop()["orders"]):
        counts[one["country"]] += 1
    best = sorted(counts, key=lambda c: -counts[c])[:2]
    assert {row[1] for row in rows} == set(best)
    assert sum(row[2] for row in rows) == sum(counts[c] for c in best)


@pytest.mark.parametrize(
    ("condition", "keeps"),
    [
        (("country", "=", "US"), lambda c: c == "US"),
        (("country", "!=", "US"), lambda c: c != "US"),
        (("country", "in", ["US", "DE"]), lambda c: c in ("US", "DE")),
        (("country", "not_in", ["US", "DE"]), lambda c: c not in ("US", "DE")),
        (("country", "is_null"), lambda c: c is None),
        (("country", "is_not_null"), lambda c: c is not None),
        (("country", "=", "it's; --"), lambda c: False),
    ],
)
def test_filters(asked: Shop, condition: Any, keeps: Callable[[Any], bool]) -> None:
    expected = sum(keeps(o["country"]) for o in shop()["orders"])
    assert asked.value("orders", where=[condition]) == expected


def test_a_filter_on_a_part_of_the_day(asked: Shop) -> None:
    late = asked.rows("orders", by="hour_of_day", where=[("hour_of_day", ">=", 18)])
    assert [row[0] for row in late] == sorted(row[0] for row in late)
    assert min(row[0] for row in late) >= 18
    mondays = sum(o["order_date"].weekday() == 0 for o in shop()["orders"])
    assert asked.value("orders", where=[("day_of_week", "=", "Monday")]) == mondays


def test_a_segment_filters_and_never_splits(asked: Shop) -> None:
    letters = [m for m in shop()["email_messages"] if m["channel"] == "email"]
    to = sum(m["recipients"] for m in letters if "VIP" in (m["lists"] or "").split(", "))
    assert asked.value("email_recipients", where=[("segment", "=", "VIP")]) == to
    rest = sum(m["recipients"] for m in letters if "VIP" not in (m["lists"] or "").split(", "))
    assert asked.value("email_recipients", where=[("segment", "!=", "VIP")]) == rest


def test_a_filter_on_a_metric_is_of_the_result(asked: Shop) -> None:
    every = asked.rows("orders", by="country")
    some = asked.rows("orders", by="country", where=[("orders", ">", 46)])
    assert some == [row for row in every if row[1] > 46]
    assert 0 < len(some) < len(every)
    rich = asked.rows("orders", by="country", where=[("total_sales", ">=", 1500.5)])
    sales = dict(asked.rows("total_sales", by="country"))
    assert {row[0] for row in rich} == {c for c, value in sales.items() if value >= 1500.5}
    assert all(len(row) == 2 for row in rich)


def test_order_and_limit(asked: Shop) -> None:
    every = asked.rows("units_sold", by="product", order=[("units_sold", "asc")])
    assert [row[1] for row in every] == sorted(row[1] for row in every)
    few = asked.rows("units_sold", by="product", order=[("units_sold", "asc")], limit=2)
    assert few == every[:2]
    names = asked.rows("units_sold", by="product", order=[("product", "desc")])
    assert [row[0] for row in names] == sorted((row[0] for row in names), reverse=True)
    assert asked.rows("units_sold", by="product")[0][1] == max(row[1] for row in every)


BEFORE = (date(2026, 8, 5), date(2026, 9, 20))
AFTER = (date(2026, 9, 21), date(2026, 11, 6))


def test_compare_shows_what_is_in_one_period_only(asked: Shop) -> None:
    """Codes by day: some weeks lack one of them."""
    week, last = (date(2026, 9, 7), date(2026, 9, 9)), (date(2026, 9, 4), date(2026, 9, 6))
    rows = asked.rows("orders", by="discount_code", days=week, compare=last)
    now, before = (
        {
            code: sum(o["discount_code"] == code for o in _inside(window, shop()["orders"]))
            for code in {o["discount_code"] for o in _inside(window, shop()["orders"])}
        }
        for window in (week, last)
    )
    assert set(now) != set(before), "the days no longer show the case"
    expected = {code: (now.get(code, 0), before.get(code, 0)) for code in set(now) | set(before)}
    assert {row[0]: (row[1], row[2]) for row in rows} == expected
    for _, value, previous, change, percent in rows:
        assert change == value - previous
        assert percent == (round(change / previous, 8) if previous else None)


def test_order_by_change(asked: Shop) -> None:
    rows = asked.rows(
        "units_sold", by="product", days=AFTER, compare=BEFORE, order=[("change", "desc")], limit=3
    )
    assert [row[3] for row in rows] == sorted((row[3] for row in rows), reverse=True)
    assert len(rows) == 3


def test_a_compared_trend_lies_side_by_side(asked: Shop) -> None:
    february = (date(2026, 9, 1), date(2026, 9, 30))
    march = (date(2026, 10, 1), date(2026, 10, 31))
    rows = asked.rows("orders", grain="day", days=march, compare=february)
    assert len(rows) == 31
    assert rows[0][:2] == (march[0], february[0])
    assert rows[-1][0] == march[1]
    assert rows[-1][1] is None
    assert sum(row[3] or 0 for row in rows) == len(_inside(february, shop()["orders"]))


def test_shares_add_up_to_one(asked: Shop) -> None:
    rows = asked.rows("total_sales", by="country", transform="share_of_total")
    assert sum(row[2] for row in rows) == pytest.approx(1)
    whole = asked.value("total_sales")
    assert all(row[2] == pytest.approx(row[1] / whole) for row in rows)
    first = asked.rows("total_sales", by="country", transform="share_of_total", limit=1)
    assert first == rows[:1]


def test_running_totals(asked: Shop) -> None:
    rows = asked.rows("total_sales", grain="week", transform="cumulative")
    so_far = 0.0
    for _, value, running in rows:
        so_far += value
        assert running == pytest.approx(so_far)
    assert rows[-1][2] == pytest.approx(asked.value("total_sales"))


def test_a_running_ratio_is_the_ratio_of_the_sums_so_far(asked: Shop) -> None:
    rows = asked.rows("aov", grain="month", transform="cumulative")
    assert rows[-1][2] == asked.value("aov")


def test_several_facts_meet_on_what_they_share(asked: Shop) -> None:
    answer = asked.ask("orders", "sessions", "ad_spend", "customers", grain="month")
    for position, key in enumerate(("orders", "sessions", "ad_spend", "customers"), start=1):
        alone = asked.rows(key, grain="month")
        assert [(row[0], row[position]) for row in answer.rows] == alone
    both = {row[0]: row[1:] for row in asked.rows("orders", "sessions", by="country")}
    assert both["Atlantis"][0] == 0
    assert both["CA"][1] == 0
    assert both["US"] == (
        dict(asked.rows("orders", by="country"))["US"],
        dict(asked.rows("sessions", by="country"))["US"],
    )


def test_since_the_beginning(asked: Shop) -> None:
    assert asked.value("orders", days=(None, TODAY)) == len(shop()["orders"])
    assert asked.ask("orders", days=(None, TODAY)).window.start <= DAYS[0]


def test_days_without_data_are_unknown_and_not_zero(asked: Shop) -> None:
    rows = asked.rows("sessions", grain="day", days=(TODAY - timedelta(days=2), TODAY))
    assert rows[0][1] > 0
    assert rows[-1] == (TODAY, None)


def test_no_rows_are_met_twice_by_a_lookup_with_twins(asked: Shop) -> None:
    twins = [line for line in shop()["order_lines"] if line["sku"] == "twin"]
    assert twins
    rows = asked.rows("units_sold", by="sku product")
    assert sum(row[2] for row in rows) == sum(line["quantity"] for line in shop()["order_lines"])


def test_money_is_exact_to_the_cent(asked: Shop) -> None:
    for row in asked.rows("aov", by="country"):
        assert row[1] == round(row[1], 2)
