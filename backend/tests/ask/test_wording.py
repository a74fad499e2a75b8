"""Sentences say what the rows say."""

import re

import pytest

from tests.ask.test_answers import ask
from tests.metrics.shops import Shop


def money(text: str) -> list[float]:
    return [float(found.replace(",", "")) for found in re.findall(r"\$([\d,]+\.\d\d)", text)]


def test_one_figure_is_told_with_its_change(shop: Shop) -> None:
    found = ask(shop, "total sales last 30 days vs the 30 days before")
    now, before = (found["rows"][0][at] for at in (0, 1))
    change = now / before - 1
    assert money(found["sentence"]) == [pytest.approx(now, abs=0.005)]
    way = "up" if change > 0 else "down"
    expected = f", {way} {abs(change) * 100:.1f}% on the 30 days before."
    assert found["sentence"].endswith(expected)


def test_figures_over_time_add_up_to_the_sum_in_the_sentence(shop: Shop) -> None:
    found = ask(shop, "total sales by week last 90 days")
    total, highest = money(found["sentence"])
    values = [row[1] for row in found["rows"] if row[1] is not None]
    assert total == pytest.approx(sum(values), abs=0.01)
    assert highest == pytest.approx(max(values), abs=0.005)


def test_a_line_by_day_tells_the_average_day(shop: Shop) -> None:
    found = ask(shop, "average daily orders last month")
    values = [row[1] or 0 for row in found["rows"]]
    mean = sum(values) / len(values)
    assert f", {mean:,.2f} a day:" in found["sentence"]
    assert any("average day" in each["text"] for each in found["assumptions"])


def test_averages_are_never_added_up(shop: Shop) -> None:
    found = ask(shop, "average order value by week last 90 days")
    values = [row[1] for row in found["rows"] if row[1] is not None]
    assert "came to" not in found["sentence"]
    expected = [pytest.approx(each, abs=0.005) for each in (max(values), min(values))]
    assert money(found["sentence"]) == expected


def test_orders_of_several_products_are_never_added_up(shop: Shop) -> None:
    found = ask(shop, "orders by product by month last 90 days")
    assert [column["role"] for column in found["columns"]] == ["date", "dimension", "value"]
    assert [each["overlaps"] for each in found["sources"]] == [True]
    assert "came to" not in found["sentence"]
    assert "one with several counts in each" in " ".join(
        each["text"] for each in found["assumptions"]
    )
    plain = ask(shop, "orders by month last 90 days")
    assert [each["overlaps"] for each in plain["sources"]] == [False]
    assert "came to" in plain["sentence"]


def test_a_split_names_who_leads_and_who_moved_most(shop: Shop) -> None:
    found = ask(shop, "total sales by country last 90 days vs the 90 days before")
    names = [column["role"] for column in found["columns"]]
    at = {role: names.index(role) for role in ("dimension", "value", "change_pct")}
    leader = max(found["rows"], key=lambda row: row[at["value"]] or 0)
    assert found["sentence"].startswith(f"{leader[at['dimension']]} has the highest total sales")
    moved = [row for row in found["rows"] if row[at["change_pct"]] is not None]
    rose = max(moved, key=lambda row: row[at["change_pct"]])
    assert f"{rose[at['dimension']]} rose most" in found["sentence"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("total sales last month", r"^Total sales came to \$[\d,.]+ in [A-Z][a-z]+ \d{4}\.$"),
        ("conversion rate last month vs the month before", r"was [\d.]+%.*\d\.\d\d points on"),
        ("total sales and orders last 7 days vs the 7 days before", r", against the 7 days before"),
        ("worst 3 products by revenue last month", r" has the lowest total sales, "),
        ("share of sales by country last 90 days", r"%"),
    ],
)
def test_sentences_read_as_people_speak(shop: Shop, question: str, words: str) -> None:
    assert re.search(words, ask(shop, question)["sentence"])
