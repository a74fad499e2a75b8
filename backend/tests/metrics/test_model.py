"""The semantic model is complete, and a wrong one is refused when it is read."""

import re
from importlib import resources

import pytest

from marketing_agent.metrics.errors import ModelError, UnknownMetric
from marketing_agent.metrics.loader import build_model, load_model
from marketing_agent.metrics.semantics import Metric
from marketing_agent.warehouse.schemas import canonical_tables

MODEL = load_model()
PROMISED = [
    "total_sales",
    "net_sales",
    "gross_sales",
    "orders",
    "aov",
    "units_sold",
    "discounts",
    "returns",
    "new_customers",
    "returning_customers",
    "sessions",
    "conversion_rate",
    "email_recipients",
    "email_open_rate",
    "email_click_rate",
    "placed_order_rate",
    "email_revenue",
    "ad_spend",
    "roas",
    "mer",
    "ad_spend_share",
    "campaign_aov",
    "campaign_conversion_rate",
    "revenue_last_30_days",
    "aov_all_campaigns_prior_30_days",
    "conversion_rate_all_campaigns_last_30_days",
    "email_ctr_all_campaigns_prior_30_days",
]


def _texts() -> dict[str, str]:
    folder = resources.files("marketing_agent.metrics") / "model"
    return {f.name: f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".yaml")}


def test_every_promised_metric_is_there() -> None:
    assert set(PROMISED) <= set(MODEL.metrics)


@pytest.mark.parametrize("metric", MODEL.metrics.values(), ids=lambda metric: metric.key)
def test_every_metric_says_what_it_means(metric: Metric) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", metric.key)
    assert len(metric.formula) > 10
    assert metric.synonyms
    assert metric.missing.startswith("Add ")
    assert metric.missing.endswith(".")
    names = [source.name for source in metric.sources]
    assert len(names) == len(set(names))
    kinds = [source.kind for source in metric.sources]
    if "ledger" in kinds:
        assert kinds[0] == "ledger"


def test_synonyms_mean_one_metric() -> None:
    own = [metric for metric in MODEL.metrics.values() if metric.window is None]
    words = [word.casefold() for metric in own for word in {*metric.synonyms, metric.label}]
    assert len(words) == len(set(words)), sorted(w for w in words if words.count(w) > 1)


def test_columns_are_those_of_the_warehouse() -> None:
    for entity in MODEL.entities.values():
        table = canonical_tables()[entity.table]
        assert set(entity.columns) <= {column.name for column in table.columns}, entity.name


def test_no_entity_reads_a_persons_key() -> None:
    shown = {column for entity in MODEL.entities.values() for column in entity.rows}
    assert not shown & {"customer_key", "orders.customer_key"}


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("measures.yaml", "[total_sales_minor]", "[total_minor]", "no column total_minor"),
        ("measures.yaml", "entity: ad_spend", "entity: adspend", "no entity"),
        ("entities.yaml", "time: event_date", "time: day", "no column day"),
        ("entities.yaml", "orders.order_name", "products.title", "no many-to-one join"),
        ("entities.yaml", "many_to_one", "one_to_many", "many_to_one"),
        ("entities.yaml", "by: order_id", "by: kind", "not its key"),
        ("sales.yaml", "unit: money", "unit: dollars", "unit"),
        ("sales.yaml", "formula: Net sales plus", "formulae: Net sales plus", "formula"),
        ("sales.yaml", "value: [total_sales]", "value: [total]", "total"),
        ("sales.yaml", ", families: [total_sales]}", "}", "report families"),
        ("campaigns.yaml", "store_wide: aov", "store_wide: aove", "aove"),
    ],
)
def test_a_wrong_model_is_refused(file: str, old: str, new: str, says: str) -> None:
    texts = _texts()
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new)
    with pytest.raises(ModelError, match=says):
        build_model(texts)


def test_the_version_changes_with_the_model() -> None:
    texts = _texts()
    texts["sales.yaml"] += "\n# A note.\n"
    assert build_model(texts).version != MODEL.version


def test_unknown_names() -> None:
    with pytest.raises(UnknownMetric):
        MODEL.metric("profit")
    with pytest.raises(UnknownMetric):
        MODEL.metric("sessions").source("ledger")
