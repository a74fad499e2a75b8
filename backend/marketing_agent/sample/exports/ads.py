"""Ad platform exports: Meta by campaign and day (newest first), Google Ads by account and day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from marketing_agent.sample.headers import header
from marketing_agent.sample.money import fixed, sums
from marketing_agent.sample.store import Store
from marketing_agent.sample.writers import WITH_BLANKS, Folder

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_META_ID = 120_210_000_000_000_000
_CUSTOMER_ID = "123-456-7890"


def write_ads(store: Store, folder: Folder) -> None:
    meta = list(_meta(store))
    columns = header("meta_ads", store.shop.currency)
    folder.raw("marketing/meta_ads_daily.csv", columns, meta, _BOM, WITH_BLANKS)
    titles = f'Account Level - Daily Report\n"{_long(store, 0)} - {_long(store, -1)}"\n'
    folder.raw("marketing/google_ads_daily.csv", header("google_ads"), _google(store), titles)


def _long(store: Store, position: int) -> str:
    day: date = store.timeline.dates[position]
    return f"{day:%B} {day.day}, {day.year}"


def _meta(store: Store) -> Iterator[list[str]]:
    columns = header("meta_ads", store.shop.currency)
    first = min((int(c) for c in store.meta.campaign), default=0)
    for row in range(len(store.meta.day) - 1, -1, -1):
        index = int(store.meta.campaign[row])
        name = store.plan.campaigns[index].name
        cells = dict.fromkeys(columns, "")
        cells |= {
            "Day": store.timeline.iso[int(store.meta.day[row])],
            "Delivery status": "active",
            "Delivery level": "adset",
            "Ad Set Name": name,
            "Attribution setting": "7-day click or 1-day view",
            "Campaign ID": str(_META_ID + index - first),
            "Ad set ID": str(_META_ID + 1000 + index - first),
            "Result type": "Website purchases",
        }
        cells |= _meta_numbers(store, row)
        cells["Reporting starts"] = cells["Reporting ends"] = cells["Day"]
        yield list(cells.values())


def _meta_numbers(store: Store, row: int) -> dict[str, str]:
    m = store.meta
    spend, value = int(m.spend[row]), int(m.value[row])
    shown, clicks, bought = int(m.impressions[row]), int(m.clicks[row]), int(m.purchases[row])
    reach = shown * 10 // 17
    return {
        "Impressions": str(shown),
        "CPM (cost per 1,000 impressions)": _per(spend * 10, shown),
        "Reach": str(reach),
        "Frequency": _per(shown, reach),
        "CTR (all)": _per(clicks * 100, shown),
        "Landing page views": str(clicks * 9 // 10),
        "Purchases": str(bought) if bought else "",
        "Cost per purchase": _per(spend, bought * 100),
        "Purchases conversion value": fixed(value) if value else "",
        "Average purchases conversion value": _per(value, bought * 100),
        "Purchase ROAS (return on ad spend)": _per(value, spend) if value else "",
        f"Amount spent ({store.shop.currency})": fixed(spend),
        "Results": str(bought) if bought else "",
        "Cost per result": _per(spend, bought * 100),
        "Link clicks": str(clicks),
        "CPC (cost per link click)": _per(spend, clicks * 100),
    }


def _per(part: int, whole: int) -> str:
    """Up to eight decimals; blank for no data."""
    return f"{part / whole:.8f}".rstrip("0").rstrip(".") if whole else ""


def _google(store: Store) -> Iterator[list[str]]:
    days, g = store.timeline.days, store.google
    values = (g.spend, g.clicks, g.impressions, g.purchases, g.value)
    columns = [sums(g.day, column, days) for column in values]
    for day in np.flatnonzero(columns[0]).tolist():
        cost, clicks, shown, bought, value = (int(column[day]) for column in columns)
        currency = store.shop.currency
        yield [
            store.shop.name.replace("_", " "),
            _CUSTOMER_ID,
            store.timeline.iso[day],
            currency,
            _money(cost),
            f"{clicks:,}",
            f"{shown:,}",
            f"{100 * clicks / max(shown, 1):.2f}%",
            _quotient(cost, clicks * 100),
            _money(cost),
            _money(value),
            _quotient(value, cost),
            f"{bought}.00",
            _quotient(cost, bought * 100),
            currency,
        ]


def _money(minor: int) -> str:
    """Thousands are grouped: `85,900.75`."""
    return f"{minor // 100:,}.{minor % 100:02d}"


def _quotient(part: int, whole: int) -> str:
    return f"{part / whole:,.2f}" if whole else "0.00"
