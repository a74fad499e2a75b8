"""Cohorts of a real retailer against pandas."""

from typing import Any

import pandas as pd
import pytest

from tests.insights.pages import figures_of, rows_of, told
from tests.insights.retail import Retail

AS_OF = "2011-08-01"
RANGE = "2010-12-01..2011-07-31"
AGES = (30, 60, 90, 180, 365)
UNTIL = pd.Timestamp(AS_OF)


def _people(retail: Retail) -> pd.DataFrame:
    """A row a customer with an invoice: first day, invoices, worth in the first days, country."""
    named = retail.invoices.dropna(subset=["customer"])
    bought = named[~named["credit"]].sort_values("at")
    people = bought.groupby("customer").agg(
        first=("day", "min"), invoices=("invoice", "count"), country=("country", "first"),
    )  # fmt: skip
    moved = named.join(people["first"], on="customer", how="inner")
    moved = moved[moved["day"] >= moved["first"]]
    for age in AGES:
        young = moved[moved["day"] < moved["first"] + pd.Timedelta(days=age)]
        people[f"worth_{age}"] = young.groupby("customer")["pence"].sum()
        people[f"had_{age}"] = people["first"] + pd.Timedelta(days=age) <= UNTIL
    return people


def _first_moments(retail: Retail) -> pd.DataFrame:
    """The invoices of each customer's first moment: sometimes two are written in one minute."""
    bought = retail.invoices.dropna(subset=["customer"])
    bought = bought[~bought["credit"]]
    return bought[bought["at"] == bought.groupby("customer")["at"].transform("min")]


def _ltv(people: pd.DataFrame, age: int) -> float | None:
    had = people[people[f"had_{age}"]]
    return None if had.empty else had[f"worth_{age}"].sum() / len(had) / 100


def _page(retail: Retail, **asked: Any) -> dict[str, Any]:
    return told(retail.store, "cohorts", as_of=AS_OF, **({"range": RANGE} | asked))


def _same(found: float | None, wanted: float | None, within: float = 0.0051) -> None:
    assert found == (None if wanted is None else pytest.approx(wanted, abs=within))


def test_ltv_is_blank_until_all_have_had_the_days(retail: Retail) -> None:
    people = _people(retail)
    first = _first_moments(retail)
    rows = rows_of(_page(retail), "ltv")
    assert len(rows) == 8
    for row in rows:
        cohort = people[people["first"].dt.to_period("M") == pd.Period(row["cohort"], "M")]
        assert row["customers"] == len(cohort)
        _same(row["repeat_rate"], (cohort["invoices"] > 1).mean(), 1e-6)
        _same(row["first_aov"], first[first["customer"].isin(cohort.index)]["pence"].mean() / 100)
        for age in AGES:
            complete = cohort[f"had_{age}"].all()
            _same(row[f"ltv_{age}"], _ltv(cohort, age) if complete else None)


def test_figures_and_countries(retail: Retail) -> None:
    people = _people(retail)
    page = _page(retail, split="country", limit=500)
    found = figures_of(page)
    assert found["customers"] == len(people)
    _same(found["repeat_rate"], (people["invoices"] > 1).mean(), 1e-6)
    _same(found["orders_per_customer"], people["invoices"].mean(), 1e-6)
    _same(found["ltv_90"], _ltv(people, 90))
    assert found["ltv_365"] is None
    assert "previous_customers" not in found, "the history does not reach over the days before"
    rows = {row["member"]: row for row in rows_of(page, "split")}
    for country, members in people.groupby("country"):
        row = rows[str(country)]
        assert row["customers"] == len(members)
        _same(row["repeat_rate"], (members["invoices"] > 1).mean(), 1e-6)
        _same(row["ltv_90"], _ltv(members, 90))
    assert rows["All"]["customers"] == len(people)


def test_the_compared_customers_stand_as_they_did_at_the_same_age(retail: Retail) -> None:
    found = figures_of(_page(retail, range="2011-05-01..2011-06-30"))
    start, back = pd.Timestamp("2011-05-01"), pd.Timedelta(days=61)
    bought = retail.invoices.dropna(subset=["customer"])
    bought = bought[~bought["credit"] & (bought["day"] < UNTIL - back)]
    people = bought.groupby("customer").agg(first=("day", "min"), invoices=("invoice", "count"))
    people = people[people["first"].between(start - back, start - pd.Timedelta(days=1))]
    assert found["previous_customers"] == len(people)
    _same(found["previous_repeat_rate"], (people["invoices"] > 1).mean(), 1e-6)
    assert found["change_customers"] == pytest.approx(
        found["customers"] / len(people) - 1, abs=1e-6
    )


def test_revenue_so_far_is_what_pandas_adds_up(retail: Retail) -> None:
    named = retail.invoices.dropna(subset=["customer"])
    people = _people(retail)
    moved = named.join(people["first"], on="customer", how="inner")
    moved = moved[moved["day"] >= moved["first"]]
    cohort = moved["first"].dt.to_period("M")
    step = (moved["day"].dt.to_period("M") - cohort).map(lambda gap: gap.n)
    grown = moved.groupby([cohort.rename("cohort"), step.rename("step")])["pence"].sum()
    rows = rows_of(_page(retail, show="revenue"), "cohorts")
    assert len(rows) == 36
    for row in rows:
        upto = grown[pd.Period(row["cohort"], "M")]
        _same(row["revenue"], upto[upto.index <= row["step"]].sum() / row["customers"] / 100)
