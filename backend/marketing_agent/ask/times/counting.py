"""Numbers and units in words of time."""

import re

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "eighteen": 18, "twenty": 20, "twenty one": 21, "twenty four": 24,
    "twenty eight": 28, "thirty": 30, "forty": 40, "forty five": 45, "fifty": 50, "sixty": 60,
    "ninety": 90, "hundred": 100, "a hundred": 100, "one hundred": 100, "couple": 2,
    "couple of": 2, "a couple of": 2, "a couple": 2, "couple more": 2, "few": 3, "a few": 3,
    "half a dozen": 6, "a dozen": 12, "dozen": 12,
}  # fmt: skip
NUM = r"(?:\d{1,4}|" + "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True)) + ")"
UNITS = (
    r"(?:calendar |full |whole |complete |completed |business )?"
    r"(?:day|week|month|quarter|year|fortnight|night)s?"
)
_STANDS_FOR = {"fortnight": ("day", 14), "night": ("day", 1)}


def count_of(text: str | None) -> int:
    """The number that a word or figure stands for; 1 without one."""
    if not text:
        return 1
    return int(text) if text.isdigit() else NUMBERS[text]


def unit_of(text: str) -> tuple[str, int]:
    """A unit's name, and how many of it the word stands for."""
    name = text.split()[-1].rstrip("s")
    return _STANDS_FOR.get(name, (name, 1))
