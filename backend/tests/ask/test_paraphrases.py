"""Many ways of saying one thing give one meaning; noise never becomes a confident answer."""

import itertools
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketing_agent.ask.cache import meaning_hash
from marketing_agent.ask.parser import Parser
from marketing_agent.metrics.question import Question
from tests.ask import phrasing
from tests.ask.catalogue import CATALOGUE

TODAY = date(2026, 3, 18)
PARSER = Parser(CATALOGUE)
METRICS = {
    "total_sales": ["total sales", "revenue", "turnover", "how much did we sell"],
    "orders": ["orders", "number of orders", "how many purchases"],
    "aov": ["aov", "average order value", "avg basket size"],
    "conversion_rate": ["conversion rate", "cvr", "store conversion"],
    "email_click_rate": ["email click rate", "ctr", "click-through rate"],
    "new_customers": ["how many new customers", "first-time buyers"],
    "refund_rate": ["refund rate", "return rate"],
    "roas": ["roas", "return on ad spend"],
}
SPLITS = {
    "country": ["by country", "per country", "for each country", "split by country"],
    "device": ["by device", "per device type"],
    "campaign": ["by campaign", "per campaign"],
}
VALID = {
    "country": {"total_sales", "orders", "aov", "conversion_rate", "new_customers", "refund_rate"},
    "device": {"total_sales", "orders", "aov", "conversion_rate"},
    "campaign": {"total_sales", "orders", "email_click_rate", "roas", "conversion_rate"},
}
TIMES = {
    ("2026-02-16", "2026-03-17"): ["last 30 days", "in the past 30 days", "the last thirty days"],
    ("2026-01-17", "2026-02-15"): ["in the 30 days before the last 30 days"],
    ("2026-02-01", "2026-02-28"): ["last month", "in february", "for feb 2026"],
    ("2026-03-01", "2026-03-18"): ["this month", "mtd", "month to date"],
    ("2025-01-01", "2025-12-31"): ["last year", "in 2025"],
}  # fmt: skip
SHAPES = (
    "{metric} {split} {time}",
    "{time} {metric} {split}",
    "what was our {metric} {time} {split}?",
    "Show me {metric} {split}, {time}",
    "please give me the {metric} {time} {split}",
)


def meaning(text: str) -> Question | None:
    return PARSER.parse(text, TODAY).question


@pytest.mark.parametrize("shape", SHAPES)
def test_paraphrases_mean_the_same(shape: str) -> None:
    asked = 0
    for (metric, names), (window, times) in itertools.product(METRICS.items(), TIMES.items()):
        splits = [(d, said) for d, said in SPLITS.items() if metric in VALID[d]]
        for dimension, ways in [("", [""]), *splits]:
            for name, time, split in itertools.product(names, times, ways):
                text = shape.format(metric=name, split=split, time=time)
                found = meaning(text)
                assert found, text
                query = found.at(TODAY)
                assert query.metrics == (metric,), text
                assert query.dimensions == ((dimension,) if dimension else ()), text
                assert (query.time.start, query.time.end) == window, text
                assert (query.filters, query.compare, query.limit) == ((), None, None), text
                asked += 1
    assert asked > 400


def test_every_wording_of_a_meaning_has_one_entry() -> None:
    chance = random.Random(20260318)  # noqa: S311
    drawn = chance.sample(phrasing.meanings(), 60)
    for each in drawn:
        wordings = phrasing.wordings(each)
        for asked in chance.sample(wordings, min(12, len(wordings))):
            found = meaning(asked.text)
            assert found, asked.text
            first = meaning(wordings[0].text)
            assert first
            assert meaning_hash(found) == meaning_hash(first), asked.text


def test_different_meanings_have_different_entries() -> None:
    found = [meaning(phrasing.wordings(each)[0].text) for each in phrasing.meanings()]
    assert len({meaning_hash(one) for one in found if one}) == len(phrasing.meanings())


@settings(deadline=None)  # the first reading loads the language
@given(
    st.lists(st.sampled_from(["zorgle", "quibber", "flimmat", "snoodle"]), min_size=1, max_size=3)
)
def test_a_word_nobody_knows_is_never_dropped(words: list[str]) -> None:
    text = f"sales {' '.join(words)} last month"
    assert meaning(text) is None
    message = PARSER.parse(text, TODAY).message
    assert message
    assert all(word in message for word in words)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120))
def test_any_text_gets_an_outcome(text: str) -> None:
    assert PARSER.parse(text, TODAY).outcome in ("answer", "clarify", "refuse")


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 400),
    st.sampled_from(["day", "week", "month"]),
    st.dates(date(2001, 1, 1), date(2099, 1, 1)),
)
def test_rolling_windows_end_before_the_day_asked(count: int, unit: str, today: date) -> None:
    found = PARSER.parse(f"orders last {count} {unit}s", today).question
    assert found
    time = found.at(today).time
    assert time.start
    assert date.fromisoformat(time.start) <= date.fromisoformat(time.end) < today
    if unit == "day":
        assert (today - date.fromisoformat(time.start)).days == count


def test_case_width_and_space_do_not_matter() -> None:
    odd = "  \uff34\uff2f\uff34\uff21\uff2c\u00a0Sales   by COUNTRY\n last   Month ?"
    assert meaning(odd) == meaning("total sales by country last month")
