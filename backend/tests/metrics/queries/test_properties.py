"""What holds for every query: parts make the whole, and no row is met twice."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketing_agent.metrics.errors import NoAnswer, UnsupportedQuery
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.query_schemas import QueryAnswer
from tests.metrics.queries.asking import Shop
from tests.metrics.queries.shop import DAYS

MODEL = load_query_model()
ADDITIVE = [k for k, m in MODEL.metrics.items() if MODEL.is_additive(m) and m.window is None]
ASKED = [key for key, metric in MODEL.metrics.items() if metric.window is None]
SPLITS = [name for name, each in MODEL.dimensions.items() if not each.listed]


@pytest.mark.parametrize("dimension", SPLITS)
def test_parts_make_the_whole(asked: Shop, dimension: str) -> None:
    """Of one source; where a split comes from another one, that one's own total is the whole."""
    tried = 0
    for key in ADDITIVE:
        try:
            parts = asked.ask(key, by=dimension)
        except (NoAnswer, UnsupportedQuery):
            continue
        tried += 1
        whole = asked.ask(key)
        total = sum(row[1] for row in parts.rows)
        same = [source.label for source in whole.sources] == [s.label for s in parts.sources]
        if same and not parts.notes:
            assert total == pytest.approx(whole.rows[0][0]), key
        kept = asked.ask(key, by=dimension, where=[(dimension, "is_not_null")])
        lost = asked.ask(key, by=dimension, where=[(dimension, "is_null")])
        assert sum(row[1] for row in (*kept.rows, *lost.rows)) == pytest.approx(total), key
    # Nothing in the shop tells these, or only of stock.
    assert tried or dimension in ("collection", "landing_page", "referrer", "location")


QUERIES = st.fixed_dictionaries(
    {
        "metrics": st.lists(st.sampled_from(ASKED), min_size=1, max_size=3, unique=True),
        "by": st.lists(st.sampled_from(SPLITS), max_size=2, unique=True),
        "grain": st.sampled_from([None, None, "day", "week", "month", "quarter"]),
        "limit": st.sampled_from([None, None, 1, 3]),
        "compare": st.booleans(),
        "transform": st.sampled_from([None, None, None, "share_of_total", "cumulative"]),
        "filter": st.sampled_from(
            [None, None, ("country", "!=", "US"), ("channel", "=", "email"), ("orders", ">", 2)]
        ),
        "start": st.integers(0, 100),
        "length": st.integers(1, 19),
    }
)


def _ask(asked: Shop, drawn: dict[str, Any]) -> QueryAnswer | str:
    """The answer, or the sentence of a refusal."""
    start = drawn["start"]
    more: dict[str, Any] = {"days": (DAYS[start], DAYS[start + drawn["length"]])}
    if drawn["by"]:
        more["by"] = " ".join(drawn["by"])
    if drawn["compare"]:
        more["compare"] = (DAYS[max(0, start - 10)], DAYS[start])
    if drawn["filter"]:
        more["where"] = [drawn["filter"]]
    more |= {name: drawn[name] for name in ("grain", "limit", "transform")}
    try:
        return asked.ask(*drawn["metrics"], **more)
    except (NoAnswer, UnsupportedQuery) as refused:
        return str(refused)


@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=QUERIES)
def test_any_query_is_answered_without_double_rows_or_refused_in_words(
    asked: Shop, drawn: dict[str, Any]
) -> None:
    answer = _ask(asked, drawn)
    if isinstance(answer, str):
        assert answer.endswith(".")
        return
    keys = [
        place
        for place, column in enumerate(answer.columns)
        if column.role in ("date", "previous_date", "dimension")
    ]
    found = [tuple(row[place] for place in keys) for row in answer.rows]
    assert len(set(found)) == len(found)
    assert all(len(row) == len(answer.columns) for row in answer.rows)
    if not keys and not drawn["filter"]:
        assert len(answer.rows) == 1


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    key=st.sampled_from([key for key in ASKED if key not in MODEL.paced]),
    beside=st.sampled_from(ASKED),
    start=st.integers(0, 100),
)
def test_a_metric_is_the_same_alone_and_beside_another(
    asked: Shop, key: str, beside: str, start: int
) -> None:
    """Facts aggregate alone: a second one multiplies nothing."""
    days = (DAYS[start], DAYS[start + 15])
    try:
        both = asked.ask(key, beside, days=days)
        alone = asked.ask(key, days=days)
    except (NoAnswer, UnsupportedQuery):
        return
    assert both.rows[0][0] == alone.rows[0][0]
