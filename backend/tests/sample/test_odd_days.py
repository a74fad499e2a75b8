"""The odd days of traffic that are planted in a shop are found in its exports, and few others."""

from datetime import date
from decimal import Decimal

from marketing_agent.insights.anomaly.schemas import Daily
from marketing_agent.insights.anomaly.service import find
from tests.sample.shopfolder import ShopFolder

_TRAFFIC = {"site_down": "drop", "tracking_loss": "drop", "bot_traffic": "spike"}


def test_planted_days_of_traffic_are_found(shop: ShopFolder) -> None:
    first, last = shop.truth["from"], shop.truth["until"]
    rows = shop.read(f"acquisition/Sessions over time - {first} - {last}.csv")
    by_day = zip(rows["Day"], rows["Sessions"], strict=True)
    found = find(Daily({date.fromisoformat(day): Decimal(count) for day, count in by_day}))
    told = {one.raised: one for one in found}
    planted = [one for one in shop.truth["anomaly_days"] if one["kind"] in _TRAFFIC]
    assert len(planted) == len(_TRAFFIC)
    for one in planted:
        anomaly = told[date.fromisoformat(one["date"])]
        assert (anomaly.effect > 0) is (_TRAFFIC[one["kind"]] == "spike")
        assert anomaly.day == anomaly.raised
    assert len(found) <= len(rows) / 20
