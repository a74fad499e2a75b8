"""Why a number changed: the parts add up to the cent, and agree with plain queries."""

from decimal import Decimal
from typing import Any

import pytest

from tests.agents.tools.conftest import Hand
from tests.metrics.shops import TODAY

DAY = str(TODAY)


def _parts(split: dict[str, Any]) -> Decimal:
    drivers = [Decimal(each["contribution"]) for each in split["drivers"]]
    return sum(drivers, Decimal(split["others"]) + Decimal(split["unexplained"]))


def _rows(hand: Hand, metric: str, *dimensions: str) -> list[list[Any]]:
    found = hand.done(
        "run_query",
        metrics=[metric],
        dimensions=list(dimensions),
        time="last_week",
        compare="previous_period",
        as_of=DAY,
    )
    rows: list[list[Any]] = found["data"]["rows"]
    return rows


@pytest.mark.parametrize("metric", ["total_sales", "orders", "aov", "refund_rate", "sessions"])
def test_every_split_adds_up_to_the_change(viewer: Hand, metric: str) -> None:
    found = viewer.done("explain_change", metric=metric, as_of=DAY)["data"]
    ((value, before, *_),) = _rows(viewer, metric)
    assert Decimal(found["value"]) == pytest.approx(Decimal(str(value)), abs=Decimal("0.00001"))
    assert Decimal(found["before"]) == pytest.approx(Decimal(str(before)), abs=Decimal("0.00001"))
    change = Decimal(found["value"]) - Decimal(found["before"])
    assert Decimal(found["change"]) == change
    assert len([one for one in found["breakdowns"] if one["kind"] == "dimension"]) >= 2
    for split in found["breakdowns"]:
        assert _parts(split) == change, split["label"]


def test_contributions_are_the_differences_of_a_plain_query(viewer: Hand) -> None:
    found = viewer.done("explain_change", metric="total_sales", by=["customer_type"], as_of=DAY)
    split = found["data"]["breakdowns"][-1]
    plain = {
        str(row[0]): Decimal(str(row[1] or 0)) - Decimal(str(row[2] or 0))
        for row in _rows(viewer, "total_sales", "customer_type")
    }
    told = {str(each["member"]): Decimal(each["contribution"]) for each in split["drivers"]}
    assert told == plain
    assert split["dimension"] == "customer_type"


def test_sales_are_orders_times_sales_per_order(viewer: Hand) -> None:
    found = viewer.done("explain_change", metric="net_sales", as_of=DAY)["data"]
    split = found["breakdowns"][0]
    orders, per_order = split["drivers"]
    ((now, before, *_),) = _rows(viewer, "orders")
    assert split["kind"] == "factors"
    assert (Decimal(orders["value"]), Decimal(orders["before"])) == (now, before)
    size = [Decimal(found[name]) / count for name, count in (("value", now), ("before", before))]
    expected = (now - before) * (size[0] + size[1]) / 2
    assert abs(Decimal(orders["contribution"]) - expected) < Decimal("0.01")
    assert Decimal(per_order["contribution"]) == Decimal(found["change"]) - Decimal(
        orders["contribution"]
    )


def test_the_text_names_days_amounts_and_drivers(viewer: Hand) -> None:
    found = viewer.done("explain_change", metric="total_sales", as_of=DAY)
    data = found["data"]
    first = data["sentences"][0]
    assert first.startswith(
        f"Total sales came to ${Decimal(data['value']):,.2f} from 16 November to 22 Nov"
    )
    assert f"${abs(Decimal(data['change'])):,.2f} " in first
    assert found["text"] == " ".join(data["sentences"])
    assert 3 <= len(data["sentences"]) <= 4


def test_days_without_data_are_said_and_not_broken_down(viewer: Hand) -> None:
    found = viewer.done(
        "explain_change", metric="total_sales", time="2026-11-16..2026-11-22",
        compare="2015-01-01..2015-01-07", as_of=DAY,
    )  # fmt: skip
    data = found["data"]
    assert (data["change"], data["breakdowns"]) == (None, [])
    assert "no data" in found["text"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"metric": "no_such_metric"}, 404),
        ({"metric": "total_sales", "time": "whenever"}, 422),
        ({"metric": "total_sales", "time": "all_time"}, 422),
        ({"metric": "total_sales", "by": ["no_such_dimension"]}, 422),
    ],
)
def test_what_cannot_be_explained_says_why(
    viewer: Hand, arguments: dict[str, Any], status: int
) -> None:
    answer = viewer.call("explain_change", **arguments, as_of=DAY)
    assert answer.status_code == status, answer.text
