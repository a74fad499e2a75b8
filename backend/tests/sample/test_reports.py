"""Reports are views of the same events: they agree with the raw exports to the cent."""

import numpy as np
import pandas as pd

from tests.sample.shopfolder import MONEY, REPORT_COLUMNS, ShopFolder, cents


def report_money(rows: pd.DataFrame) -> pd.DataFrame:
    names = {c: n for c, n in REPORT_COLUMNS.items() if c in rows}
    return pd.DataFrame({new: cents(rows[old]) for old, new in names.items()})


def month(days: "pd.Series[str]") -> "pd.Series[str]":
    return days.str[:7] + "-01"


def test_order_arithmetic(shop: ShopFolder) -> None:
    o = shop.orders
    assert (o["merchandise"] - o["Discount Amount"] == o["Subtotal"]).all()
    on_top = 0 if shop.truth["tax_inclusive"] else o["Taxes"]
    assert (o["Subtotal"] + o["Shipping"] + on_top == o["Total"]).all()
    assert (o["gross_sales"] + o["discounts"] + o["Shipping"] + o["Taxes"] == o["Total"]).all()
    parts = cents(o["Tax 1 Value"]) + cents(o["Tax 2 Value"])
    assert (parts == o["Taxes"]).all()
    assert (o["refunded"] <= o["Total"]).all()


def test_total_sales_over_time_equals_orders_and_refunds(shop: ShopFolder) -> None:
    report = shop.read("sales/Total sales over time - *.csv").set_index("Day")
    assert list(report.index) == list(shop.days)
    pd.testing.assert_frame_equal(
        report_money(report)[MONEY], shop.daily, check_names=False, check_dtype=False
    )
    orders = shop.orders.groupby("day").size().reindex(shop.days, fill_value=0)
    assert (report["Orders"].astype(int) == orders).all()


def test_refunds_book_on_their_own_day(shop: ShopFolder) -> None:
    returned = shop.orders[shop.orders["reversed"] > 0]
    lag = pd.to_datetime(returned["reversed_on"]) - pd.to_datetime(returned["day"])
    assert (lag.dt.days >= 0).all()
    assert lag.dt.days.median() >= 5
    by_order_day = shop.orders.groupby("day")["back_net"].sum().reindex(shop.days, fill_value=0)
    assert (-shop.daily["returns"] != by_order_day).any()
    assert -shop.daily["returns"].sum() == by_order_day.sum()


def test_new_and_returning_customers_by_day(shop: ShopFolder) -> None:
    report = shop.read("sales/Total sales over time - *.csv").set_index("Day")
    o = shop.orders[shop.orders["known"]]
    for column, chosen in (("New customers", o["is_new"]), ("Returning customers", ~o["is_new"])):
        distinct = o[chosen].groupby("day")["Email"].nunique().reindex(shop.days, fill_value=0)
        assert (report[column].astype(int) == distinct).all()


def test_product_reports_sum_to_the_daily_one_without_shipping(shop: ShopFolder) -> None:
    report = shop.read("sales/Total sales by product - *.csv")
    money = report_money(report).assign(day=report["Day"]).groupby("day").sum()
    money = money.reindex(shop.days, fill_value=0)
    for metric in ("gross_sales", "discounts", "returns", "net_sales", "taxes"):
        assert (money[metric] == shop.daily[metric]).all(), metric
    variants = report_money(shop.read("sales/Total sales by product variant - *.csv"))
    assert variants.sum().to_dict() == money.sum().to_dict()


def test_units_by_variant(shop: ShopFolder) -> None:
    report = shop.read("sales/Total sales by product variant - *.csv")
    assert (
        report["Net items sold"].astype(int).sum()
        == shop.truth["totals"]["counts"]["net_items_sold"]
    )
    sold = shop.lines.groupby("Lineitem sku")["quantity"].sum()
    net = report.set_index("Product variant SKU")["Net items sold"].astype(int)
    assert (net <= sold.reindex(net.index)).all()
    assert sold.sum() > net.sum()


def test_average_order_value_is_gross_and_discounts_over_orders(shop: ShopFolder) -> None:
    report = shop.read("sales/Average order value over time - *.csv").set_index("Month")
    o = shop.orders.assign(month=month(shop.orders["day"]))
    expected = o.groupby("month")[["gross_sales", "discounts"]].sum()
    assert (cents(report["Gross sales"]) == expected["gross_sales"]).all()
    assert (cents(report["Discounts"]) == expected["discounts"]).all()
    assert (report["Orders"].astype(int) == o.groupby("month").size()).all()
    value = expected.sum(axis=1) / 100 / report["Orders"].astype(int)
    np.testing.assert_allclose(report["Average order value"].astype(float), value)


def test_new_against_returning_sales(shop: ShopFolder) -> None:
    report = shop.read("customers/New vs returning customer sales - *.csv")
    owner = shop.orders.set_index("Name")
    events = shop.events.assign(
        month=month(shop.events["day"]),
        known=owner["known"].reindex(shop.events["Name"]).to_numpy(),
        is_new=owner["is_new"].reindex(shop.events["Name"]).to_numpy(),
    )
    for name, chosen in (
        ("New", events["is_new"]),
        ("Returning", events["known"] & ~events["is_new"]),
    ):
        mine = report[report["New or returning customer"] == name].set_index("Month")
        expected = events[chosen].groupby("month")["total_sales"].sum()
        expected = expected.reindex(mine.index, fill_value=0)
        assert (cents(mine["Total sales"]) == expected).all()
    known = shop.orders["known"]
    assert report["Orders"].astype(int).sum() == known.sum() < len(known)


def test_cohorts(shop: ShopFolder) -> None:
    report = shop.read("customers/Customer cohort analysis - *.csv")
    o = shop.orders[shop.orders["known"]].assign(month=lambda x: month(x["day"]))
    first = o.groupby("Email")["month"].transform("min")
    months = sorted(report["Month"].unique())
    since = o["month"].map(months.index) - first.map(months.index)
    active = o.assign(first=first, since=since).groupby(["first", "since"])["Email"].nunique()
    for row in report.itertuples(index=False):
        cohort, age, customers, rate, size = row
        assert int(customers) == active.get((cohort, int(age)), 0)
        assert int(size) == active.get((cohort, 0), 0)
        np.testing.assert_allclose(float(rate), int(customers) / max(int(size), 1))


def test_every_breakdown_of_sessions_sums_to_the_daily_report(shop: ShopFolder) -> None:
    daily = shop.read("acquisition/Sessions over time - 2024*.csv").set_index("Day")
    sessions = daily["Sessions"].astype(int)
    weeks = pd.to_datetime(pd.Series(sessions.index)).dt.to_period("W-SUN").dt.start_time
    by_week = sessions.groupby(weeks.dt.strftime("%Y-%m-%d").to_numpy()).sum()
    for name in ("acquisition/Sessions by referrer - *.csv", "acquisition/Sessions by location*"):
        part = shop.read(name)
        assert (part["Sessions"].astype(int).groupby(part["Week"]).sum() == by_week).all(), name
    for name in ("marketing/Marketing attribution*", "behavior/Sessions by device type*"):
        part = shop.read(name)
        assert (part["Sessions"].astype(int).groupby(part["Day"]).sum() == sessions).all(), name
    pages = shop.read("behavior/Sessions by landing page*")
    assert pages["Sessions"].astype(int).sum() == sessions.sum()
    assert (daily["Online store visitors"].astype(int) <= sessions).all()


def test_funnel_narrows_to_the_online_orders(shop: ShopFolder) -> None:
    report = shop.read("behavior/Online store conversion over time*").set_index("Day")
    steps = [c for c in report.columns if c.startswith("Sessions")]
    counts = report[steps].astype(int)
    assert (np.diff(counts.to_numpy(), axis=1) <= 0).all()
    web = shop.orders[shop.orders["Source"] == "web"].groupby("day").size()
    completed = counts["Sessions that completed checkout"]
    assert (completed == web.reindex(report.index, fill_value=0)).all()
    rate = completed / counts["Sessions"]
    np.testing.assert_allclose(report["Conversion rate"].astype(float), rate)


def test_attribution_counts_each_online_order_once(shop: ShopFolder) -> None:
    rows = shop.read("marketing/Marketing attribution by UTM - *.csv")
    web = shop.orders[shop.orders["Source"] == "web"]
    by_day = web.groupby("day")["Total"].agg(["size", "sum"])
    orders = rows["Orders"].astype(int).groupby(rows["Day"]).sum()
    sales = cents(rows["Total sales"]).groupby(rows["Day"]).sum()
    assert (orders == by_day["size"].reindex(orders.index, fill_value=0)).all()
    assert (sales == by_day["sum"].reindex(sales.index, fill_value=0)).all()
    keys = ["Day", "Referring channel", "UTM campaign", "UTM source", "UTM medium"]
    assert not rows.duplicated(keys).any()
    assert (rows["UTM campaign"] == "").any()
    channels = shop.read("marketing/channel_performance_*.csv")
    assert cents(channels["Sales"]).sum() == web["Total"].sum()
    assert channels["Orders"].astype(int).sum() == len(web)
