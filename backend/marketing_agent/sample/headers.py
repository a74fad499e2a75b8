"""Header lines of the true exports, read from `data/headers.yaml`."""

from __future__ import annotations

from marketing_agent.sample.spec import read_data


def header(name: str, currency: str = "") -> list[str]:
    """Columns of one export; `currency` goes into the column names that carry it."""
    data = read_data("headers")
    if name == "checkouts":
        return [column for column in data["orders"] if column not in data["not_in_checkouts"]]
    return [column.replace("CURRENCY", currency) for column in data[name]]
