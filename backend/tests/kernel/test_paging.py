"""Cursors of pages."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_agent.kernel.errors import Invalid
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.paging import PageAsked, cursor_of, page_of, place_of

AT = datetime(2026, 11, 28, 8, 30, 0, 1, tzinfo=UTC)


@given(st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)))
def test_a_cursor_names_its_place_to_the_microsecond(at: datetime) -> None:
    row_id = new_id()
    if at.year < 5000:
        assert place_of(cursor_of(at, row_id)) == (at, row_id)


def test_the_first_page_has_no_place() -> None:
    assert place_of(None) is None


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "1", "-1-a", "1-", "1-a b", "1-x", "1-a\x00", "1-'", f"1-{'a' * 81}", "9" * 18],
)
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid, match="not one of ours"):
        place_of(cursor)


@pytest.mark.parametrize(("read", "shown", "more"), [(0, 0, False), (3, 3, False), (4, 3, True)])
def test_one_row_over_the_limit_tells_of_another_page(read: int, shown: int, more: bool) -> None:
    rows = [(AT - timedelta(seconds=n), f"row-number-{n}") for n in range(read)]
    page = page_of(rows, PageAsked(limit=3), lambda row: row)
    assert (len(page.rows), page.next_cursor is not None) == (shown, more)
    if more:
        assert place_of(page.next_cursor) == page.rows[-1]
