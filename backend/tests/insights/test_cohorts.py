"""Cohorts of the sample shops, counted again by hand from the exported orders."""

import pandas as pd
import pytest

from tests.insights.pages import orders_of, page_of, rows_of
from tests.metrics.shops import NAMES, Shop, Shops

RANGE = "2025-11-01..2026-10-31"


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


def test_retention_is_what_pandas_counts(shop: Shop) -> None:
    orders = orders_of(shop)
    firsts = orders.groupby("customer")["day"].min().dt.to_period("M").rename("cohort")
    joined = orders.join(firsts, on="customer")
    joined["step"] = (joined["day"].dt.to_period("M") - joined["cohort"]).map(lambda gap: gap.n)
    wanted = joined.groupby(["cohort", "step"])["customer"].nunique()
    found = rows_of(page_of(shop, "cohorts", range=RANGE), "cohorts")
    assert len(found) > 12
    for row in found:
        key = (pd.Period(row["cohort"], "M"), row["step"])
        size = wanted[key[0], 0]
        assert row["customers"] == size
        if row["retention"] is not None:
            assert row["retention"] == pytest.approx(wanted.get(key, 0) / size, abs=1e-6)
