"""Campaigns that are complained about raise alerts by the rules of the page of e-mail."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from marketing_agent.insights.alerts import service
from marketing_agent.insights.alerts.scanning import scan
from marketing_agent.insights.alerts.schemas import Alert, AlertSearch
from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.warehouse.service import open_warehouse
from tests.insights.pages import page_of, rows_of
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.shops import NAMES, Shops
from tests.metrics.shops import TODAY as SHOP_TODAY
from tests.metrics.synthetic import TODAY

LATE = TODAY + timedelta(days=40)


def letter(number: int, **more: Any) -> dict[str, Any]:
    """An e-mail to a thousand people, sent on one of the last thirty days."""
    at = datetime(2026, 11, 20, 10) - timedelta(days=number % 20)
    return {
        "message_id": f"m{number}", "name": f"Letter {number}", "subject": "Hello",
        "channel": "email", "sent_at": at, "send_date": at.date(), "recipients": 1000,
        "delivered": 1000, "unsubscribes": 0, "spam_complaints": 0, "bounces": 0,
    } | more  # fmt: skip


def look(store: Store, as_of: date = TODAY) -> dict[str, Alert]:
    """The open alerts of e-mail after a look, by title."""
    with store.database.transaction(store.workspace.id) as session:
        scan(session, store.warehouse, store.workspace, InsightAsk(as_of=as_of))
        found = service.listed(session, store.workspace, AlertSearch(kind="email", limit=200))
    return {one.title: one for one in found.items}


def test_each_limit_is_told_and_one_alone_is_none(make_store: MakeStore) -> None:
    sent = [
        letter(1, spam_complaints=3), letter(2, spam_complaints=2), letter(3, bounces=20),
        letter(4, unsubscribes=10), letter(5, spam_complaints=2, delivered=2001),
        letter(6, bounces=19, unsubscribes=9), letter(7, recipients=20, delivered=20, bounces=1),
        letter(8, recipients=90, delivered=90, spam_complaints=1, unsubscribes=1),
        *(letter(number) for number in range(9, 19)),
    ]  # fmt: skip
    found = look(make_store({"email_messages": sent}))
    assert {title: one.severity for title, one in found.items()} == {
        "Complaints too high: Letter 1": "critical",
        "Complaints to watch: Letter 2": "warning",
        "High bounces: Letter 3": "warning",
        "High unsubscribes: Letter 4": "warning",
    }
    one = found["Complaints too high: Letter 1"]
    assert one.body == (
        "Sent on 19 November 2026. 3 of 1,000 delivered complained of spam (0.30%); from 0.3% on "
        "mailbox providers turn mail away."
    )
    assert (one.facts, one.effect) == ({"spam_complaints_rate": 0.003}, None)
    assert one.page == "/insights/email/?range=2026-10-25..2026-11-23"


@pytest.mark.parametrize(
    ("each", "title", "severity"),
    [
        (1, "Complaints to watch over all campaigns", "warning"),
        (3, "Complaints too high over all campaigns", "critical"),
        (0, None, None),
    ],
)
def test_all_campaigns_together_are_judged_too(
    make_store: MakeStore, each: int, title: str | None, severity: str | None
) -> None:
    """One complaint in a thousand of each campaign is nothing by itself."""
    sent = [letter(number, spam_complaints=each) for number in range(5)]
    sent += [letter(9, channel="sms", unsubscribes=80)]
    found = look(make_store({"email_messages": sent}))
    together = {name: one for name, one in found.items() if "over all" in name}
    assert {name: one.severity for name, one in together.items()} == (
        {title: severity} if title else {}
    )
    assert all(f"{5 * each} of 5,000 delivered" in one.body for one in together.values())
    assert not any("nsubscribe" in name for name in found)  # texts have rates of their own


def test_many_bad_campaigns_are_few_alerts_and_end_with_their_days(make_store: MakeStore) -> None:
    sent = [letter(number, spam_complaints=5 + number) for number in range(25)]
    store = make_store({"email_messages": sent})
    found = look(store)
    assert len(found) == 12
    assert "15 more campaigns with high complaints, bounces or unsubscribes" in found
    assert {f"Complaints too high: Letter {number}" for number in range(15, 25)} <= set(found)
    assert look(store, LATE) == {}


def test_a_step_that_no_export_tells_is_no_trouble(make_store: MakeStore) -> None:
    sent = [letter(1, spam_complaints=None, bounces=None, delivered=None, unsubscribes=9)]
    assert look(make_store({"email_messages": sent})) == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_page_and_alerts_agree(shops: Shops, name: str) -> None:
    shop = shops.imported(name)
    with shops.database.transaction(shop.workspace.id) as session:
        scan(session, open_warehouse(shop.settings), shop.workspace, InsightAsk(as_of=SHOP_TODAY))
        search = AlertSearch(kind="email", status="all", limit=200)
        found = service.listed(session, shop.workspace, search).items
    rows = rows_of(page_of(shop, "email", range="last_30_days", limit=500), "campaigns")
    bad = {row["name"] for row in rows if row["status"] != "Fine"}
    told = {one.title.split(": ", 1)[1] for one in found if ": " in one.title}
    assert told <= bad
    assert len(told) == min(len(bad), 10)
