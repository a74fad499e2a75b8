"""A look at the sample's data raises what was planted, once."""

from datetime import date, timedelta

from marketing_agent.insights.alerts import service
from marketing_agent.insights.alerts.scanning import scan
from marketing_agent.insights.alerts.schemas import Alerts, AlertSearch
from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.warehouse.service import open_warehouse
from tests.metrics.shops import NAMES, REPORTS, Shop, Shops


def look(shops: Shops, shop: Shop, day: date) -> tuple[list[str], Alerts]:
    with shops.database.transaction(shop.workspace.id) as session:
        warehouse, ask = open_warehouse(shop.settings), InsightAsk(as_of=day, range="last_7_days")
        new = scan(session, warehouse, shop.workspace, ask)
        wanted = AlertSearch(status="all", limit=200)
        return new, service.listed(session, shop.workspace, wanted)


def test_a_planted_day_is_raised_once_with_its_drivers(shops: Shops) -> None:
    shop = shops.new(NAMES[0], *REPORTS)
    (bots,) = [one for one in shop.truth["anomaly_days"] if one["kind"] == "bot_traffic"]
    day = date.fromisoformat(bots["date"])
    new, found = look(shops, shop, day + timedelta(days=2))
    assert len(new) == found.total >= 1
    (alert,) = [one for one in found.items if one.facts["metric"] == "sessions" and one.day == day]
    assert alert.title.startswith("Sessions rose ")
    assert alert.facts["value"] == bots["sessions"]
    assert (alert.severity, alert.kind) == ("notice", "anomaly")
    assert alert.page == f"/insights/why/?show=sessions&range={day}..{day}"
    again, _ = look(shops, shop, day + timedelta(days=3))
    assert not set(again) & set(new)
    assert {one.id for one in found.items} >= set(new)


def test_a_store_without_data_raises_nothing(shops: Shops) -> None:
    assert look(shops, shops.empty(), date(2026, 11, 24))[0] == []
