"""Subject lines: what is counted in them, against numpy, planted effects and pure chance."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marketing_agent.insights.email.features import FEATURES, text_of
from marketing_agent.insights.email.slots import slots, slots_of
from tests.insights.pages import gaps_of, part_of, rows_of, told
from tests.insights.test_email_page import letter
from tests.metrics.conftest import MakeStore

LENGTHS = ("Up to 30 characters", "31 to 50 characters", "More than 50 characters")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Five picks for the weekend", {LENGTHS[0]}),
        ("Did you see it?", {LENGTHS[0], "A question"}),
        ("3 for 2", {LENGTHS[0], "A number or percentage"}),
        ("Soft as ever ☀️", {LENGTHS[0], "An emoji"}),
        ("Café © Søren™", {LENGTHS[0]}),
        ("20% off all mugs", {LENGTHS[0], "A number or percentage", "A discount word"}),
        ("Take a day off with us", {LENGTHS[0]}),
        ("The SALE, wholesale and salesman", {LENGTHS[1], "A discount word", "A word in capitals"}),
        ("Last chance, it ends tonight", {LENGTHS[0], "A word of urgency"}),
        ("Don\u2019t miss what the kiln made for you this morning, friends",
         {LENGTHS[2], "A word of urgency"}),
        ("The best of the USA", {LENGTHS[0]}),
        ("{{ first_name|default:'WHAT? 50% OFF' }}, hello",
         {LENGTHS[0], "The recipient's own name or details"}),
    ],
)  # fmt: skip
def test_features_are_those_a_reader_counts(subject: str, expected: set[str]) -> None:
    assert {name for name, has in FEATURES.items() if has(subject)} == expected


@given(st.text(max_size=300))
def test_any_subject_has_exactly_one_length(subject: str) -> None:
    text = text_of(subject)
    if text is not None:
        assert sum(FEATURES[name](text) for name in LENGTHS) == 1


@pytest.mark.parametrize("subject", [None, "", "  \n ", "[MULTIPLE VARIATIONS]"])
def test_a_subject_that_is_not_told_has_none(subject: str | None) -> None:
    assert text_of(subject) is None


def sent(subjects: list[str], clicks: list[int], **more: Any) -> list[dict[str, Any]]:
    first = datetime(2026, 1, 1, 10)
    return [
        letter(first + timedelta(days=at), did, subject=subject, message_id=f"m{at}") | more
        for at, (subject, did) in enumerate(zip(subjects, clicks, strict=True))
    ]


def page_with(make_store: MakeStore, rows: list[dict[str, Any]]) -> dict[str, Any]:
    span = f"{date(2026, 1, 1)}..{date(2026, 10, 31)}"
    return told(make_store({"email_messages": rows}), "email", range=span)


def _posterior(ways: list[list[np.ndarray]]) -> list[tuple[tuple[float, float], ...]]:
    """Beta posteriors of each way's groups, after the definition, on arrays of (did, of) rows."""
    letters = np.concatenate(ways[0])
    did, of = letters[:, 0], letters[:, 1]
    mean = did.sum() / of.sum()
    pearson = ((did - of * mean) ** 2 / (of * mean * (1 - mean))).sum() / (len(of) - 1)
    spread = max(1.0, pearson)
    sums = [np.array([group.sum(axis=0) / spread for group in way]) for way in ways]
    q = sum((s[:, 1] * (s[:, 0] / s[:, 1] - mean) ** 2).sum() / (mean * (1 - mean)) for s in sums)
    apart = sum(s[:, 1].sum() - (s[:, 1] ** 2).sum() / s[:, 1].sum() for s in sums)
    tau2 = (q - sum(len(s) - 1 for s in sums)) * mean * (1 - mean) / apart
    weight = max(1.0, mean * (1 - mean) / tau2 - 1) if tau2 > 0 else sums[0][:, 1].sum()
    return [
        tuple((x + mean * weight, n - x + (1 - mean) * weight) for x, n in each) for each in sums
    ]


def test_shrunk_rates_and_chances_are_those_of_numpy(make_store: MakeStore) -> None:
    rng = np.random.default_rng(7)
    lines = ["Is it here?", "It is here", "Now 5 of them", "Five more, at long last, for you all"]
    subjects = [lines[at % 4] for at in range(40)]
    clicks = [int(rng.binomial(1000, 0.03 if "?" in each else 0.02)) for each in subjects]
    page = page_with(make_store, sent(subjects, clicks))
    rows = {row["name"]: row for row in rows_of(page, "subjects")}

    table = np.array([(did, 1000) for did in clicks])
    masks = {
        name: np.array([FEATURES[name](each) for each in subjects])
        for name in FEATURES
        if 0 < sum(FEATURES[name](each) for each in subjects) < 40
    }
    assert set(rows) == set(masks)
    found = _posterior([[table[mask], table[~mask]] for mask in masks.values()])
    for name, (having, lacking) in zip(masks, found, strict=True):
        assert rows[name]["click"] == pytest.approx(having[0] / sum(having), abs=1e-6)
        assert rows[name]["click_without"] == pytest.approx(lacking[0] / sum(lacking), abs=1e-6)
        draws = rng.beta(*having, 200_000) > rng.beta(*lacking, 200_000)
        assert rows[name]["chance"] == pytest.approx(draws.mean(), abs=0.04)
    assert rows["A question"]["told"] == "Clicked more with it"
    assert rows["A question"]["letters"] == 10


def test_a_planted_effect_is_told_and_none_is_not(make_store: MakeStore) -> None:
    subjects = ["Did you see?" if at % 3 == 0 else "It is here" for at in range(30)]
    strong = [60 if "?" in each else 20 + at % 3 for at, each in enumerate(subjects)]
    page = page_with(make_store, sent(subjects, strong))
    assert any(line.startswith("Subjects with a question were clicked more") for line in
               page["sentences"])  # fmt: skip
    flat = page_with(make_store, sent(subjects, [20 + at % 5 for at in range(30)]))
    assert (
        "No feature of the subject lines surely goes with more clicks or fewer."
        in (flat["sentences"])
    )
    assert {row["told"] for row in rows_of(flat, "subjects")} == {"No difference can be told"}
    assert "privacy" in part_of(flat, "subjects")["note"]


def test_no_chance_is_certain(make_store: MakeStore) -> None:
    subjects = ["Did you see?" if at % 2 else "It is here" for at in range(30)]
    page = page_with(make_store, sent(subjects, [300 if at % 2 else 10 for at in range(30)]))
    (row,) = [row for row in rows_of(page, "subjects") if row["name"] == "A question"]
    assert 0.999 < row["chance"] < 1
    assert not any("100.00%" in line for line in page["sentences"])


def test_what_goes_along_with_a_surer_feature_is_not_told(make_store: MakeStore) -> None:
    """Urgency alone doubles clicks; nine of ten urgent subjects are also a question."""
    rng = np.random.default_rng(3)
    subjects = ["Ends now, is it yours?"] * 18 + ["Ends now, it is yours"] * 2
    subjects += ["Is it yours?"] * 6 + ["It is yours"] * 34
    clicks = [int(rng.binomial(1000, 0.04 if "now" in each else 0.02)) for each in subjects]
    page = page_with(make_store, sent(subjects, clicks))
    rows = {row["name"]: row for row in rows_of(page, "subjects")}
    assert rows["A word of urgency"]["told"] == "Clicked more with it"
    assert rows["A question"]["chance"] > 0.9, "by itself it looks as if it mattered"
    assert rows["A question"]["told"] == "Goes along with a word of urgency"
    assert [line for line in page["sentences"] if line.startswith("Subjects with")] == [
        line for line in page["sentences"] if line.startswith("Subjects with a word of urgency")
    ]


def test_two_features_that_both_matter_are_both_told(make_store: MakeStore) -> None:
    rng = np.random.default_rng(4)
    lines = ["Ends now, is it yours?", "Ends now, it is yours", "Is it yours?", "It is yours"]
    subjects = [lines[at % 4] for at in range(60)]
    rates = [0.02 * (2 if "now" in each else 1) * (1.7 if "?" in each else 1) for each in subjects]
    clicks = [int(rng.binomial(2000, rate)) for rate in rates]
    rows = rows_of(page_with(make_store, sent(subjects, clicks, delivered=2000)), "subjects")
    told = {row["name"]: row["told"] for row in rows}
    assert told["A word of urgency"] == told["A question"] == "Clicked more with it"


def test_few_campaigns_say_nothing(make_store: MakeStore) -> None:
    subjects = ["Did you see?"] * 4 + ["It is here"] * 20
    page = page_with(make_store, sent(subjects, [200] * 4 + [20] * 20))
    (row,) = rows_of(page, "subjects")
    assert (row["name"], row["told"], row["letters"]) == ("A question", "Too few campaigns", 4)
    assert not any("question" in line for line in page["sentences"])
    none = page_with(make_store, sent(["[MULTIPLE VARIATIONS]"] * 30, [20] * 30))
    assert "Subject lines" in gaps_of(none)


def test_of_many_comparisons_few_are_taken_for_true_by_chance() -> None:
    """Ten splits of letters that differ by chance alone: each alone would be told one time in five
    (90% on either side)."""
    wrong = stores = 0
    for seed in range(25):
        rng = np.random.default_rng(seed)
        of = rng.integers(2_000, 20_000, 60)
        did = rng.binomial(of, 0.012 * np.exp(rng.normal(0, 0.25, 60)))
        ways = {}
        for way in range(10):
            has = rng.random(60) < 0.35
            pairs = [(int(x), int(n)) for x, n in zip(did, of, strict=True)]
            ways[str(way)] = {
                "with": [pair for pair, here in zip(pairs, has, strict=True) if here],
                "without": [pair for pair, here in zip(pairs, has, strict=True) if not here],
            }
        sure = sum(max(one.best for one in pair) > 0.9 for pair in slots_of(ways).values())
        wrong, stores = wrong + sure, stores + bool(sure)
    assert wrong <= 20  # of 250; one in five would be 50
    assert stores <= 9


_COUNTS = st.tuples(st.integers(1, 5_000), st.integers(0, 100)).map(
    lambda pair: (pair[0] * pair[1] // 100, pair[0])
)
_GROUP = st.lists(_COUNTS, min_size=1, max_size=6)


@given(st.lists(_GROUP, min_size=2, max_size=5))
def test_shrunk_lies_between_own_rate_and_the_mean(groups: list[list[tuple[int, int]]]) -> None:
    pairs = [pair for group in groups for pair in group]
    mean = sum(x for x, _ in pairs) / sum(n for _, n in pairs)
    for one in slots({str(at): group for at, group in enumerate(groups)}):
        low, high = sorted((mean, one.rate))
        assert low - 1e-9 <= one.shrunk <= high + 1e-9
        assert 0 <= one.best <= 1


@given(st.integers(1, 40), st.integers(2, 50), st.integers(100, 3_000), _GROUP)
def test_more_letters_of_one_rate_are_drawn_less(
    clicked: int, times: int, size: int, others: list[tuple[int, int]]
) -> None:
    few, many = [(clicked, size)], [(clicked, size)] * times
    found = {one.name: one for one in slots({"few": few, "many": many, "others": others})}
    assume(found)
    pairs = [*few, *many, *others]
    mean = sum(x for x, _ in pairs) / sum(n for _, n in pairs)
    assert abs(found["many"].shrunk - found["many"].rate) <= (
        abs(found["few"].shrunk - found["few"].rate) + 1e-9
    )
    assert abs(found["many"].shrunk - mean) >= abs(found["few"].shrunk - mean) - 1e-9


def test_one_way_alone_is_what_slots_tells() -> None:
    groups = {"a": [(20, 1000)] * 5, "b": [(35, 1000)] * 5}
    assert slots_of({"one": groups, "none": {"a": [(1, 10)]}}) == {"one": slots(groups)}
