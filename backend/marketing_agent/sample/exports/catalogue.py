"""products_export and inventory_export in their 2025-26 form."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.headers import header
from marketing_agent.sample.money import fixed, sums
from marketing_agent.sample.spec import Variant
from marketing_agent.sample.store import Store
from marketing_agent.sample.writers import Folder

Ints = NDArray[np.int64]
INVENTORY = header("inventory")
PRODUCTS = header("products")
_COVER_DAYS = 45
_RECENT_DAYS = 60


def write_catalogue(store: Store, folder: Folder) -> None:
    stock = stock_levels(store)
    folder.raw("sales/products_export_1.csv", PRODUCTS, _products(store, stock))
    folder.raw("sales/inventory_export_1.csv", INVENTORY, _inventory(store, stock))


def stock_levels(store: Store) -> Ints:
    """Units available by variant on the last day: some weeks of recent sales, 0 while sold out."""
    events = store.ledger.line_events
    recent = events.day >= store.timeline.days - _RECENT_DAYS
    variants = len(store.shop.variants)
    sold = np.maximum(sums(events.variant[recent], events.units[recent], variants), 0)
    cover = store.rng(6).uniform(0.25, 1.6, variants)
    stock = np.rint(sold / _RECENT_DAYS * _COVER_DAYS * cover).astype(np.int64) + 3
    for out in store.shop.stock_outs:
        if out.starts < out.days:
            stock[out.variant] = 0
    return stock


def _products(store: Store, stock: Ints) -> Iterator[list[str]]:
    seen: set[int] = set()
    for index, variant in enumerate(store.shop.variants):
        row = dict.fromkeys(PRODUCTS, "")
        row |= _variant_cells(variant, int(stock[index]))
        if variant.product not in seen:
            seen.add(variant.product)
            row |= _product_cells(variant)
        yield list(row.values())
        if variant.product not in {v.product for v in store.shop.variants[index + 1 :]}:
            yield _image_row(variant)


def _product_cells(v: Variant) -> dict[str, str]:
    return {
        "Title": v.title,
        "Body (HTML)": f"<p>{v.title}.</p>\n<ul>\n<li>Made to last</li>\n</ul>",
        "Vendor": v.vendor,
        "Type": v.product_type,
        "Tags": f"{v.product_type}, core" if v.launched is None else f"{v.product_type}, new",
        "Published": "true" if v.price else "false",
        "Option1 Name": v.option_name,
        "Image Src": f"https://cdn.example.com/{v.handle}/1.jpg",
        "Image Position": "1",
        "Gift Card": "false",
        "Material (product.metafields.custom.material)": "mixed",
        "Status": "active",
    }


def _variant_cells(v: Variant, stock: int) -> dict[str, str]:
    return {
        "Handle": v.handle,
        "Option1 Value": v.variant_title,
        "Variant SKU": v.sku,
        "Variant Grams": str(80 + v.price // 20),
        "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": str(stock),
        "Variant Inventory Policy": "deny",
        "Variant Fulfillment Service": "manual",
        "Variant Price": fixed(v.price),
        "Variant Compare At Price": fixed(v.compare_at) if v.compare_at else "",
        "Variant Requires Shipping": "true",
        "Variant Taxable": "true",
        "Variant Barcode": f"'{v.barcode}" if v.barcode else "",
        "Variant Weight Unit": "g",
        "Cost per item": fixed(v.cost),
        "Status": "active",
    }


def _image_row(v: Variant) -> list[str]:
    """A second picture is a row of its own, with neither option nor SKU."""
    row = dict.fromkeys(PRODUCTS, "")
    row |= {
        "Handle": v.handle,
        "Image Src": f"https://cdn.example.com/{v.handle}/2.jpg",
        "Image Position": "2",
        "Image Alt Text": f"{v.title}, in use",
    }
    return list(row.values())


def _inventory(store: Store, stock: Ints) -> Iterator[list[str]]:
    home, shop_floor = store.shop.raw["locations"]
    for index, v in enumerate(store.shop.variants):
        total = int(stock[index])
        floor = total // 6
        yield _level(v, home, total - floor, index % 5)
        # Bulky goods are not kept at the second location.
        yield _level(v, shop_floor, floor, 0) if v.price < 9000 else _not_stocked(v, shop_floor)


def _level(v: Variant, location: str, available: int, committed: int) -> list[str]:
    incoming = 120 if available == 0 else 0
    return [
        *_item(v, location),
        str(incoming),
        "0",
        str(committed),
        str(available),
        str(available + committed),
        "",
    ]


def _not_stocked(v: Variant, location: str) -> list[str]:
    return [*_item(v, location), *["not stocked"] * 5, ""]


def _item(v: Variant, location: str) -> list[str]:
    return [
        v.handle,
        v.title,
        v.option_name,
        v.variant_title,
        "",
        "",
        "",
        "",
        v.sku,
        "",
        "",
        location,
        "",
    ]
