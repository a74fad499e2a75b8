"""Small exports written by hand: orders of invented people."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone

ORDER_HEADER = [
    "Name", "Email", "Financial Status", "Paid at", "Accepts Marketing", "Currency", "Subtotal",
    "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Created at",
    "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Billing Name",
    "Billing Phone", "Cancelled at", "Refunded Amount", "Id", "Source",
]  # fmt: skip

EASTERN = timezone(timedelta(hours=-5))


def order(number: int, **changes: str) -> dict[str, str]:
    """One order of one line for 12.50; order after order, an hour apart."""
    created = datetime(2025, 1, 1, 10, tzinfo=EASTERN) + timedelta(hours=number)
    row = {
        "Name": f"#{1000 + number}", "Email": f"buyer{number}@example.com",
        "Financial Status": "paid", "Currency": "USD", "Subtotal": "10.00", "Shipping": "2.50",
        "Taxes": "0.00", "Total": "12.50", "Discount Amount": "0.00",
        "Created at": f"{created:%Y-%m-%d %H:%M:%S %z}", "Lineitem quantity": "1",
        "Lineitem name": "Tea", "Lineitem price": "10.00", "Lineitem sku": "T-1",
        "Refunded Amount": "0.00", "Id": str(5_000_000_000_000 + number), "Source": "web",
    }  # fmt: skip
    return row | {name.replace("_", " "): value for name, value in changes.items()}


def csv_text(header: Iterable[str], rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> str:
    """Rows as CSV text; what a row does not name is empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(header), "", delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def orders_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """An orders export."""
    return csv_text(ORDER_HEADER, rows)


def some_orders(count: int, start: int = 1) -> bytes:
    """An orders export of that many orders."""
    return orders_csv(order(number) for number in range(start, start + count)).encode()
