"""The first few of a list in a sentence, and how many are left out."""

from collections.abc import Sequence

MOST = 5


def few(said: Sequence[str], total: int | None = None, most: int = MOST) -> str:
    """“Tea, Pot and 3 more.” `total` where `said` is not the whole list."""
    return _ended(said, ", ", " ", total, most)


def few_parted(said: Sequence[str], total: int | None = None, most: int = MOST) -> str:
    """“Sales fell; Pot is out; and 3 more.”: for what holds commas itself."""
    return _ended(said, "; ", "; ", total, most)


def _ended(said: Sequence[str], between: str, last: str, total: int | None, most: int) -> str:
    more = (len(said) if total is None else total) - most
    tail = f"{last}and {more} more" if more > 0 else ""
    return f"{between.join(said[:most])}{tail}."
