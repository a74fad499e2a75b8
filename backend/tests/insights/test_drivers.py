"""The driver that was planted is the one that is named, in a store whose days move by chance."""

from tests.insights.driven import Case, cases, named, tables
from tests.metrics.conftest import MakeStore

_SEED = 1


def test_the_planted_driver_is_named_first(make_store: MakeStore) -> None:
    planted = cases(60, _SEED)
    found = named(make_store(tables(planted, _SEED)), planted)
    assert found.share >= 0.8, found
    assert found.in_three >= found.first


def test_the_measure_tells_a_store_in_which_nothing_was_planted(make_store: MakeStore) -> None:
    """Days that move by chance alone name what was not planted no more often than chance does."""
    planted = cases(30, _SEED)
    nothing = [Case(case.day, case.dimension, case.member, 0.0) for case in planted]
    found = named(make_store(tables(nothing, _SEED)), planted)
    assert found.share <= 0.4, found
