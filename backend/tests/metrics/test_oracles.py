"""Every metric, from every source, equals what plain rows add up to."""

from datetime import date, timedelta

import pytest

from marketing_agent.metrics.loader import load_model
from tests.metrics.conftest import Store
from tests.metrics.oracles import ORACLES
from tests.metrics.synthetic import TODAY, everything, split_reports

MODEL = load_model()
CASES = [(m.key, s.name) for m in MODEL.metrics.values() for s in m.sources]
STORES = ["ledger", "report", "klaviyo", "ads", "report_by_channel"]
RANGES = {
    "last_30_days": (TODAY - timedelta(days=30), TODAY),
    "last_month": (date(2026, 10, 1), date(2026, 11, 1)),
    "2026-09-07..2026-09-07": (date(2026, 9, 7), date(2026, 9, 8)),
}
# Customers of a month are not the sum of anything smaller: only the month's own report tells them.
BY_MONTH_ONLY = {
    "returning_customers.report",
    "returning_customer_rate.report",
    "returning_customers.report_by_type",
    "returning_customer_rate.report_by_type",
    "new_customers.report_by_type",
}


def test_every_metric_and_source_has_an_oracle() -> None:
    assert set(ORACLES) == {f"{key}.{source}" for key, source in CASES}


@pytest.mark.parametrize("days", RANGES)
@pytest.mark.parametrize(("key", "source"), CASES)
def test_equals_its_oracle(
    stores_by_source: dict[str, Store], key: str, source: str, days: str
) -> None:
    kpi = stores_by_source[source].kpi(key, range=days)
    if f"{key}.{source}" in BY_MONTH_ONLY and days != "last_month":
        assert kpi.status == "no_data"
        return
    start, end = _window(key, days)
    tables = split_reports() if source.startswith("report_by") else everything()
    expected = ORACLES[f"{key}.{source}"](tables, lambda day: start <= day < end)
    assert kpi.source is not None
    assert kpi.source.kind == MODEL.metric(key).source(source).kind
    digits = 2 if kpi.unit == "money" else 8
    assert kpi.value == (None if expected is None else _half_up(expected, digits))


def _window(key: str, days: str) -> tuple[date, date]:
    own = MODEL.metric(key).window
    if own == "last_30_days":
        return TODAY - timedelta(days=30), TODAY
    if own == "prior_30_days":
        return TODAY - timedelta(days=60), TODAY - timedelta(days=30)
    return RANGES[days]


def _half_up(value: object, digits: int) -> float:
    from fractions import Fraction
    from math import floor

    exact = Fraction(str(value)) if not isinstance(value, Fraction) else value
    sign = -1 if exact < 0 else 1
    return sign * floor(abs(exact) * 10**digits + Fraction(1, 2)) / 10**digits


@pytest.mark.parametrize("compare", ["previous_period", "previous_year", "none"])
@pytest.mark.parametrize(
    "days", [*RANGES, "month_to_date", "last_7_days", "2026-06-01..2026-07-05"]
)
@pytest.mark.parametrize("source", STORES)
def test_a_page_of_tiles_equals_each_metrics_own_statement(
    stores_by_source: dict[str, Store], source: str, days: str, compare: str
) -> None:
    store = stores_by_source[source]
    # Asked in another order of ways, so that neither reads what the other kept.
    as_of = TODAY - timedelta(days=1)
    page = store.summary(range=days, compare=compare, as_of=as_of)
    _forget(store)
    alone = store.kpis(range=days, compare=compare, as_of=as_of)
    assert [tile for section in page.sections for tile in section.tiles] == alone


def _forget(store: Store) -> None:
    from marketing_agent.metrics import repository

    with store.database.transaction(store.workspace.id) as session:
        repository.forget_versions(session, store.workspace.id, before=99)


@pytest.mark.parametrize("source", STORES)
def test_days_add_up_to_the_window(stores_by_source: dict[str, Store], source: str) -> None:
    model = load_model()
    for kpi in stores_by_source[source].kpis():
        if kpi.status == "ok" and model.metric(kpi.key).additivity == "additive":
            total = sum(point.value or 0 for point in kpi.series)
            assert total == pytest.approx(kpi.value, abs=1e-6), kpi.key
