"""What a sample shop is made of, read from the YAML files in `data/`. Money is minor units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

SHOPS = ("avalon_sunshine", "be_design_co")


@dataclass(frozen=True)
class Variant:
    """One sellable item. `weight` is its popularity, `launched` days before the last day."""

    product: int
    title: str
    variant_title: str
    option_name: str
    product_type: str
    vendor: str
    sku: str
    barcode: str
    price: int
    compare_at: int
    cost: int
    weight: float
    launched: int | None

    @property
    def line_name(self) -> str:
        """`Title - Variant` as the orders export prints it."""
        if self.variant_title == "Default Title":
            return self.title
        return f"{self.title} - {self.variant_title}"

    @property
    def handle(self) -> str:
        return slug(self.title)


@dataclass(frozen=True)
class Place:
    """A shipping address area and the taxes charged there: (name, basis points)."""

    city: str
    province_code: str
    province: str
    country_code: str
    zip: str
    weight: float
    taxes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class StockOut:
    """A variant that cannot be bought: first day (days before the last day) and length in days."""

    variant: int
    starts: int
    days: int


@dataclass(frozen=True)
class Promotion:
    name: str
    code: str
    percent: int
    rule: str
    days: int
    lift: float
    month: int = 11
    day: int = 1
    offset: int = 0


@dataclass(frozen=True)
class Shop:
    """The fixed facts of one shop; the simulation turns them into events."""

    raw: dict[str, Any]
    variants: tuple[Variant, ...]
    places: tuple[Place, ...]
    stock_outs: tuple[StockOut, ...]
    promotions: tuple[Promotion, ...]

    @property
    def name(self) -> str:
        return str(self.raw["shop"])

    @property
    def currency(self) -> str:
        return str(self.raw["currency"])

    @property
    def timezone(self) -> str:
        return str(self.raw["timezone"])

    @property
    def tax_inclusive(self) -> bool:
        return bool(self.raw["tax_inclusive"])

    @property
    def gift(self) -> int:
        """Index of the free gift, always the last variant."""
        return len(self.variants) - 1

    @property
    def codes(self) -> dict[str, Any]:
        return dict(self.raw["codes"])


def slug(text: str) -> str:
    """Lower-case words joined by hyphens, as in a product handle."""
    kept = "".join(c if c.isalnum() and c.isascii() else " " for c in text.lower())
    return "-".join(kept.split())


def common() -> dict[str, Any]:
    """Data that both shops share: channels, campaigns, people."""
    return read_data("common")


@cache
def load_shop(key: str) -> Shop:
    """The shop described by `data/<key>.yaml`."""
    raw = read_data(key)
    variants = (*_variants(raw), _gift(raw))
    return Shop(
        raw=raw,
        variants=variants,
        places=tuple(_place(row) for row in raw["places"]),
        stock_outs=tuple(_stock_outs(raw, variants)),
        promotions=tuple(Promotion(**row) for row in raw["promotions"]),
    )


@cache
def read_data(key: str) -> dict[str, Any]:
    """The content of `data/<key>.yaml`; shared, so do not change it."""
    text = files(__package__).joinpath("data", f"{key}.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def _variants(raw: dict[str, Any]) -> list[Variant]:
    found: list[Variant] = []
    for number, row in enumerate(raw["products"]):
        title, kind, vendor, price, cost, weight, option, values = row
        for position, (value, extra) in enumerate(values.items()):
            found.append(
                Variant(
                    product=number,
                    title=title,
                    variant_title=str(value),
                    option_name=option,
                    product_type=kind,
                    vendor=raw["vendors"][vendor],
                    # Numbers start at 0: a leading zero that a careless reader would lose.
                    sku=f"{raw['sku_prefix']}-0{number:02d}{position}",
                    barcode=f"0{850000000000 + number * 100 + position}",
                    price=price + extra,
                    compare_at=(price + extra) * 5 // 4 if number % 7 == 3 else 0,
                    cost=cost + extra * 2 // 5,
                    weight=weight / len(values) * (1.0 - 0.08 * position),
                    launched=raw["launches"].get(title),
                )
            )
    return found


def _gift(raw: dict[str, Any]) -> Variant:
    gift = raw["gift"]
    number = len(raw["products"])
    return Variant(
        product=number,
        title=gift["title"],
        variant_title="Default Title",
        option_name="Title",
        product_type=gift["type"],
        vendor=raw["vendors"][gift["vendor"]],
        sku=f"{raw['sku_prefix']}-0{number:02d}0",
        barcode="",
        price=0,
        compare_at=0,
        cost=gift["cost"],
        weight=0.0,
        launched=None,
    )


def _place(row: list[Any]) -> Place:
    city, province_code, province, country, zip_code, weight, *taxes = row
    pairs = tuple((str(taxes[i]), int(taxes[i + 1])) for i in range(0, len(taxes), 2))
    return Place(city, province_code, province, country, zip_code, float(weight), pairs)


def _stock_outs(raw: dict[str, Any], variants: tuple[Variant, ...]) -> list[StockOut]:
    return [
        StockOut(index, starts, days)
        for title, value, starts, days in raw["stock_outs"]
        for index, variant in enumerate(variants)
        if variant.title == title and value in ("", variant.variant_title)
    ]
