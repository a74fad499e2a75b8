"""The published schemas of export forms are those of the code, and real rows obey them."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pandas as pd
import pytest

from marketing_agent.ingestion.formats import forms
from marketing_agent.ingestion.formats.json_schema import schema_files
from tests.sample.shopfolder import ShopFolder

EXPORTS = Path(__file__).parents[3] / "docs" / "contracts" / "exports"
FORM_OF = {
    "orders_export_1.csv": "orders",
    "checkouts_export_1.csv": "checkouts",
    "products_export_1.csv": "products",
    "inventory_export_1.csv": "inventory",
    "customers_export.csv": "customers",
    "discounts_export_1.csv": "discounts",
    "transactions_export_1.csv": "order_transactions",
    "klaviyo_campaigns.csv": "klaviyo_campaigns",
    "klaviyo_flows_monthly.csv": "klaviyo_flows",
    "meta_ads_daily.csv": "meta_ads",
    "google_ads_daily.csv": "google_ads",
}


def published() -> dict[str, dict[str, Any]]:
    return {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
        for path in EXPORTS.glob("*.schema.json")
    }


def test_published_schemas_are_those_of_the_code() -> None:
    files = {path.name: path.read_text("utf-8") for path in EXPORTS.iterdir()}
    assert files == schema_files()


def test_every_form_is_published_under_a_version() -> None:
    schemas = published()
    assert schemas.keys() == {form.name for form in forms()} | {"report"}
    for name, schema in schemas.items():
        jsonschema_rs.meta.validate(schema)
        assert schema["$id"] == f"urn:marketing-agent:contract:v1:export:{name}"


@pytest.mark.parametrize(("file", "form"), FORM_OF.items())
def test_rows_of_an_export_obey_the_first_schema_that_fits(
    shop: ShopFolder, file: str, form: str
) -> None:
    schemas = published()
    titles = 2 if form == "google_ads" else 0
    rows = shop.read(f"*/{file}", skiprows=titles).to_dict("records")
    assert rows
    for one in forms():
        checker = jsonschema_rs.validator_for(schemas[one.name])
        if all(checker.is_valid(row) for row in rows):
            assert one.name == form
            return
    pytest.fail(f"no schema fits {file}")


def test_rows_of_every_report_obey_the_vocabulary(shop: ShopFolder) -> None:
    checker = jsonschema_rs.validator_for(published()["report"])
    reports = [path for path in shop.root.glob("*/*.csv") if path.name not in FORM_OF]
    assert len(reports) > 12
    for path in reports:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        rows.columns = [title.lower().replace("_", " ") for title in rows.columns]
        assert all(checker.is_valid(row) for row in rows.head(50).to_dict("records")), path.name
    assert not checker.is_valid({"day": "2026-01-01", "weather": "fine"})
