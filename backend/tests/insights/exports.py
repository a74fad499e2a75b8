"""What the sample shops exported, as pandas reads it: the oracle of several pages."""

import pandas as pd

from tests.metrics.shops import Shop


def lines_of(shop: Shop) -> pd.DataFrame:
    """Exported order lines, each with its order's facts; money in major units, tax as exported."""
    files = sorted(shop.folder.rglob("orders_export*.csv"))
    rows = pd.concat([pd.read_csv(file, dtype=str) for file in files]).drop_duplicates()
    heads = rows.dropna(subset=["Total"]).drop_duplicates("Name", keep="last").set_index("Name")
    zone = shop.workspace.timezone
    days = pd.to_datetime(heads["Created at"], utc=True).dt.tz_convert(zone).dt.tz_localize(None)
    facts = pd.DataFrame(
        {
            "day": days.dt.normalize(),
            "customer": heads["Email"].str.lower(),
            "cancelled": heads["Cancelled at"].notna(),
            "total": heads["Total"].astype(float),
            "refunded": heads["Refunded Amount"].fillna("0").astype(float),
            "order_discount": heads["Discount Amount"].fillna("0").astype(float),
        }
    )
    lines = pd.DataFrame(
        {
            "order": rows["Name"],
            "variant": rows["Lineitem name"],
            "sku": rows["Lineitem sku"],
            "vendor": rows["Vendor"],
            "quantity": rows["Lineitem quantity"].astype(int),
            "price": rows["Lineitem price"].astype(float),
            "discount": rows["Lineitem discount"].fillna("0").astype(float),
        }
    )
    joined = lines.join(facts, on="order")
    joined["gross"] = joined["quantity"] * joined["price"]
    return joined


def inside(lines: pd.DataFrame, span: str) -> pd.DataFrame:
    """The lines of `YYYY-MM-DD..YYYY-MM-DD`, both days inside."""
    first, last = (pd.Timestamp(day) for day in span.split(".."))
    return lines[(lines["day"] >= first) & (lines["day"] <= last)]


def costs_of(shop: Shop) -> "pd.Series[float]":
    """Cost per item by SKU."""
    rows = pd.read_csv(shop.file("products_export_1.csv"), dtype=str)
    rows = rows.dropna(subset=["Variant SKU"]).set_index("Variant SKU")
    return rows["Cost per item"].astype(float)
