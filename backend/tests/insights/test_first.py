"""What a page tells first is what the whole page says of it; `more` says whether there is more."""

import pytest

from tests.insights.pages import page_of, rows_of
from tests.metrics.shops import NAMES, Shop, Shops


@pytest.fixture
def shop(shops: Shops) -> Shop:
    return shops.imported(NAMES[0])


def test_segments_come_first_and_those_who_moved_later(shop: Shop) -> None:
    first, whole = page_of(shop, "segments", first=True), page_of(shop, "segments")
    keys = [[part["key"] for part in page["parts"]] for page in (first, whole)]
    assert keys == [
        ["figures", "matrix", "segments"],
        ["figures", "matrix", "segments", "moved", "months"],
    ]
    assert (first["more"], whole["more"]) == (True, False)
    for key in keys[0]:
        assert rows_of(first, key) == rows_of(whole, key)
    assert first["sentences"] == whole["sentences"][: len(first["sentences"])]
    assert first["gaps"] == whole["gaps"]


def test_why_begins_with_the_line(shop: Shop) -> None:
    first, whole = page_of(shop, "why", first=True), page_of(shop, "why")
    assert [part["key"] for part in first["parts"]] == [whole["parts"][0]["key"]]
    assert len(whole["parts"]) > 1
    assert (first["more"], whole["more"]) == (True, False)
    assert rows_of(first, "line") == rows_of(whole, "line")
    assert first["sentences"] == whole["sentences"][:1]


@pytest.mark.parametrize("name", ["cohorts", "sales"])
def test_a_page_that_is_soon_told_is_whole_at_once(shop: Shop, name: str) -> None:
    first, whole = page_of(shop, name, first=True), page_of(shop, name)
    for page in (first, whole):
        for part in page["parts"]:
            for each in part["statements"]:
                each["ms"] = 0
    assert first == whole
    assert not first["more"]
