"""Pages of insights as tests read them, and the exports they are checked against."""

import json
from typing import Any

import pandas as pd

from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.insights.service import insight
from tests.metrics.conftest import Store
from tests.metrics.shops import TODAY, Shop


def page_of(shop: Shop, name: str, **asked: Any) -> dict[str, Any]:
    """A page over HTTP."""
    found = shop.get(f"/insights/{name}", **asked)
    assert isinstance(found, dict)
    return found


def part_of(page: dict[str, Any], key: str) -> dict[str, Any]:
    (found,) = [part for part in page["parts"] if part["key"] == key]
    assert isinstance(found, dict)
    return found


def rows_of(page: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The rows of a part by column name."""
    part = part_of(page, key)
    names = [column["name"] for column in part["columns"]]
    return [dict(zip(names, row, strict=True)) for row in part["rows"]]


def orders_of(shop: Shop) -> pd.DataFrame:
    """The exported orders that count, one row each: day of the store, customer, name."""
    files = sorted(shop.folder.rglob("orders_export*.csv"))
    lines = pd.concat([pd.read_csv(file, dtype=str) for file in files])
    orders = lines.dropna(subset=["Total"]).drop_duplicates("Name", keep="last")
    orders = orders[orders["Cancelled at"].isna() & orders["Email"].notna()]
    zone = shop.workspace.timezone
    days = pd.to_datetime(orders["Created at"], utc=True).dt.tz_convert(zone).dt.tz_localize(None)
    return pd.DataFrame(
        {
            "name": orders["Name"],
            "customer": orders["Email"].str.lower(),
            "day": days.dt.normalize(),
        }
    )


def told(store: Store, name: str, **asked: Any) -> dict[str, Any]:
    """A page of a store made of rows, as JSON would hold it; no number in it may be none."""
    with store.database.transaction(store.workspace.id) as session:
        ask = InsightAsk.model_validate({"as_of": TODAY} | asked)
        found = insight(session, store.warehouse, store.workspace, name, ask)
    text = json.dumps(found.model_dump(mode="json"), allow_nan=False)
    page = json.loads(text)
    assert isinstance(page, dict)
    return page


def gaps_of(page: dict[str, Any]) -> dict[str, str]:
    """Why, by what cannot be shown."""
    return {gap["what"]: gap["why"] for gap in page["gaps"]}


def figures_of(page: dict[str, Any]) -> dict[str, Any]:
    (row,) = rows_of(page, "figures")
    return row
