"""Small exports of made-up stores, written as Shopify writes them."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

HEADER = [
    "Name", "Email", "Financial Status", "Paid at", "Currency", "Subtotal", "Shipping", "Taxes",
    "Total", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku",
    "Id",
]  # fmt: skip
START = datetime(2026, 1, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Shop:
    """A store whose n-th order follows from n alone."""

    prefix: str = "#"
    currency: str = "USD"
    first: int = 1001
    seed: int = 1
    every_hours: int = 5
    suffix: str = ""

    def name(self, n: int) -> str:
        return f"{self.prefix}{self.first + n}{self.suffix}"

    def row(self, n: int, **changes: str) -> dict[str, str]:
        moment = START + timedelta(hours=self.every_hours * n, minutes=self.seed)
        cents = 1000 + (n * 37 + self.seed * 101) % 9000
        total = f"{cents / 100:.2f}"
        values = [
            self.name(n), f"buyer{n}@example.com", "paid", f"{moment:%Y-%m-%d %H:%M:%S} +0000",
            self.currency, total, "0.00", "0.00", total, f"{moment:%Y-%m-%d %H:%M:%S} +0000", "1",
            "Candle", total, "C-1", str(10**13 * self.seed + 5_000_000 + n),
        ]  # fmt: skip
        return dict(zip(HEADER, values, strict=True)) | changes

    def orders(self, numbers: Iterable[int], **changes: str) -> bytes:
        """An orders export, newest first."""
        return table([self.row(n, **changes) for n in sorted(numbers, reverse=True)])

    def daily(self, days: int, skip: int = 0) -> bytes:
        """The report `Total sales over time` by day."""
        rows = []
        for day in range(skip, skip + days):
            gross = 50_000 + (day * 7919 + self.seed * 104_729) % 40_000
            when = date(2026, 1, 1) + timedelta(days=day)
            values = [when.isoformat(), str(20 + (day + self.seed) % 7), f"{gross / 100:.2f}"]
            rows.append(dict(zip(("Day", "Orders", "Gross sales"), values, strict=True)))
        return table(rows)


def table(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


PRODUCTS = b"Handle,Title,Variant Price,Variant SKU\ncandle,Candle,12.00,C-1\n"
CAMPAIGNS = (
    b"Campaign Name,Subject,List,Send Time,Total Recipients,Unique Opens,Open Rate,Unique Clicks,"
    b"Click Rate,Revenue,Campaign ID\n"
    b"Spring,Hello,All,2026-03-01 10:00:00,100,40,40%,4,4%,12.00,Ab1234\n"
)
SESSIONS = (
    b'"Day","Sessions","Online store visitors"\n"2026-01-01","10","9"\n"2026-01-02","12","9"\n'
)
