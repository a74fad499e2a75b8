"""Writes two fictional shops in the exact forms of the true exports, with the truth beside them."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from marketing_agent.sample.exports.ads import write_ads
from marketing_agent.sample.exports.catalogue import write_catalogue
from marketing_agent.sample.exports.checkouts import write_checkouts
from marketing_agent.sample.exports.codes import write_discounts
from marketing_agent.sample.exports.customers import write_customers
from marketing_agent.sample.exports.email import write_email
from marketing_agent.sample.exports.orders import write_orders
from marketing_agent.sample.exports.transactions import write_transactions
from marketing_agent.sample.reports.acquisition import write_acquisition_reports
from marketing_agent.sample.reports.behavior import write_behavior_reports
from marketing_agent.sample.reports.customers import write_customer_reports
from marketing_agent.sample.reports.marketing import write_marketing_reports
from marketing_agent.sample.reports.sales import write_sales_reports
from marketing_agent.sample.spec import SHOPS, load_shop
from marketing_agent.sample.store import Store, simulate
from marketing_agent.sample.timeline import Timeline, store_yesterday
from marketing_agent.sample.truth import truth
from marketing_agent.sample.writers import Folder

DEFAULT_ORDERS = 6000
TRUTH = "truth.json"
_WRITERS = (
    write_sales_reports,
    write_customer_reports,
    write_acquisition_reports,
    write_behavior_reports,
    write_marketing_reports,
    write_orders,
    write_checkouts,
    write_catalogue,
    write_customers,
    write_discounts,
    write_transactions,
    write_email,
    write_ads,
)


@dataclass(frozen=True)
class ShopReport:
    """What was written for one shop: `files` are (path below `directory`, data rows)."""

    shop: str
    directory: Path
    currency: str
    timezone: str
    first_day: date
    last_day: date
    orders: int
    files: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SampleReport:
    shops: tuple[ShopReport, ...]
    seconds: float


def write_sample(
    directory: Path, *, orders: int = DEFAULT_ORDERS, seed: int = 7, until: date | None = None
) -> SampleReport:
    """Writes both shops below `directory`: 24 months that end with `until` (inclusive).

    `orders` is per shop. Without `until` each shop ends with yesterday on its own clock. The same
    arguments give the same bytes. Files of an earlier sample there are replaced.
    """
    if orders < 1:
        raise ValueError("a sample needs at least one order")
    started = time.monotonic()
    shops = tuple(_write_shop(directory, key, orders, seed, until) for key in SHOPS)
    return SampleReport(shops, time.monotonic() - started)


def _write_shop(
    directory: Path, key: str, orders: int, seed: int, until: date | None
) -> ShopReport:
    shop = load_shop(key)
    timeline = Timeline(until or store_yesterday(shop.timezone), shop.timezone)
    store = simulate(shop, timeline, orders, seed)
    root = directory / shop.name
    _remove_earlier(root)
    folder = Folder(root, timeline.iso[0], timeline.iso[-1])
    for write in _WRITERS:
        write(store, folder)
    _write_truth(store, folder)
    return ShopReport(
        shop.name,
        root,
        shop.currency,
        shop.timezone,
        timeline.start,
        timeline.until,
        orders,
        tuple(folder.written),
    )


def _write_truth(store: Store, folder: Folder) -> None:
    known = truth(store) | {"files": [{"path": p, "rows": n} for p, n in folder.written]}
    text = json.dumps(known, indent=1, ensure_ascii=False)
    (folder.root / TRUTH).write_text(f"{text}\n", encoding="utf-8")


def _remove_earlier(root: Path) -> None:
    """Removes what an earlier run listed, nothing else: names hold dates, so runs would mix."""
    listing = root / TRUTH
    if not listing.is_file():
        return
    for entry in json.loads(listing.read_text(encoding="utf-8")).get("files", []):
        path = (root / entry["path"]).resolve()
        if path.is_relative_to(root.resolve()):
            path.unlink(missing_ok=True)
