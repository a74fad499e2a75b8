"""The page of e-mail: the truth of the samples, the exported campaigns, planted send times."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from marketing_agent.insights.email.slots import slots
from tests.insights.pages import figures_of, gaps_of, page_of, rows_of, told
from tests.metrics.conftest import MakeStore
from tests.metrics.shops import NAMES, ORDERS, Shop, Shops


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


def test_figures_funnel_and_campaigns_are_those_of_the_truth(shop: Shop) -> None:
    page = page_of(shop, "email", range="last_30_days", limit=500)
    truth = shop.truth["last_30_days"]["email_campaigns"]
    found = figures_of(page)
    assert found["email_recipients"] == truth["recipients"]
    rate = truth["unique_opens"] / truth["delivered"]
    assert found["email_open_rate"] == pytest.approx(rate, abs=1e-6)
    names = ("recipients", "delivered", "unique_opens", "unique_clicks", "placed_orders")
    assert [row["people"] for row in rows_of(page, "funnel")] == [truth[key] for key in names]
    rows = rows_of(page, "campaigns")
    assert len(rows) == truth["messages"]
    assert round(sum(row["revenue_minor"] for row in rows) * 100) == truth["revenue"]
    texts = shop.truth["last_30_days"]["sms_campaigns"]
    if texts["messages"]:
        sms = rows_of(page, "sms")
        assert len(sms) == texts["messages"]
        assert "open_rate" not in sms[0]
    (beside,) = rows_of(page, "revenue")
    assert round(beside["total_sales"] * 100) == shop.truth["last_30_days"]["money"]["total_sales"]


def test_flows_are_those_of_the_export(shop: Shop) -> None:
    page = page_of(shop, "email", range="2026-01-01..2026-10-31", limit=500)
    lines = pd.read_csv(shop.file("klaviyo_flows_monthly.csv"))
    month = pd.to_datetime(lines["Month"], format="%m/%Y")
    inside = lines[(month >= "2026-01-01") & (month <= "2026-10-01")]
    theirs = inside.groupby("Flow Name")["Delivered"].sum().to_dict()
    assert {row["flow"]: row["email_delivered"] for row in rows_of(page, "flows")} == theirs


def letter(at: datetime, clicks: int, **more: Any) -> dict[str, Any]:
    return {
        "message_id": f"{at:%m%d%H}", "name": f"Letter {at:%d}", "subject": "Hello",
        "channel": "email", "sent_at": at, "send_date": at.date(), "recipients": 1000,
        "delivered": 1000, "unique_opens": 400, "unique_clicks": clicks, "orders": 1,
        "revenue_minor": 5000, "unsubscribes": 0, "spam_complaints": 0, "bounces": 0,
    } | more  # fmt: skip


def test_a_clear_best_weekday_is_suggested_and_noise_is_not(make_store: MakeStore) -> None:
    def page(best: int) -> dict[str, Any]:
        days = [date(2026, 8, 3), *(date(2026, 8, day) for day in range(4, 32))]
        sent = [
            letter(datetime(2026, 8, day.day, 10), best if day.weekday() == 1 else 20 + day.day % 3)
            for day in days
        ]
        return told(make_store({"email_messages": sent}), "email", range="2026-08-01..2026-08-31")

    assert any(line.startswith("Tuesday is the best weekday") for line in page(90)["sentences"])
    assert "No weekday is surely better than the others to send on." in page(21)["sentences"]


def test_shrinking_draws_few_letters_to_the_mean() -> None:
    many = {name: [(20, 1000)] * 30 for name in ("many", "a", "b", "c")}
    found = {each.name: each for each in slots(many | {"one": [(2, 20)]})}
    assert found["one"].rate == 0.1
    assert found["one"].shrunk < 0.03
    assert not found["one"].suggested
    assert found["many"].shrunk == pytest.approx(0.02, abs=0.001)
    assert slots({"one": [(1, 10)], "none": []}) == []
    assert slots({"a": [(0, 10)], "b": [(0, 10)]}) == []


def test_deliverability_is_warned_of(make_store: MakeStore) -> None:
    at = [datetime(2026, 11, day, 10) for day in (2, 3, 4, 5)]
    sent = [
        letter(at[0], 20, spam_complaints=4), letter(at[1], 20, spam_complaints=2),
        letter(at[2], 20, bounces=30), letter(at[3], 20, unsubscribes=10, spam_complaints=1),
    ]  # fmt: skip
    page = told(make_store({"email_messages": sent}), "email", range="last_30_days")
    status = [row["status"] for row in rows_of(page, "campaigns")][::-1]
    assert status == [
        "Complaints too high", "Complaints to watch", "High bounces", "High unsubscribes",
    ]  # fmt: skip
    assert any("0.18%, above 0.1%, to be watched" in line for line in page["sentences"])


def test_no_klaviyo_and_nothing(shops: Shops) -> None:
    for shop in (shops.imported(NAMES[0], *ORDERS), shops.empty()):
        page = shop.get("/insights/email")
        assert (page["parts"], page["sentences"]) == ([], [])
        assert "E-mail campaigns" in ", ".join(gaps_of(page))
