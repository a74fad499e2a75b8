"""What can be counted in a subject line, as a reader of English would.

A token of Klaviyo (`{{ first_name }}`) is personalised and otherwise no part of the text: what a
person read in its place is not in the export.
"""

import re
from collections.abc import Callable

_TOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\*\|.*?\|\*", re.DOTALL)
_UNKNOWN = re.compile(r"\[multiple variations\]", re.IGNORECASE)
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55\ufe0f]"
)
_FIGURE = re.compile(r"[\d%]")
_DISCOUNT = re.compile(
    r"\b(?:sales?|save|savings?|discounts?|deals?|coupons?|promo|bogo|free|half price)\b"
    r"|[\d%]\s*off\b",
    re.IGNORECASE,
)
_URGENT = re.compile(
    r"\b(?:now|today|tonight|hurry|soon|last (?:chance|call|day)|final|ends?|ending|expires?"
    r"|expiring|deadline|hours|limited|don['\u2019]t miss|going fast|almost gone)\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b")
SHORT, LONG = 30, 50


def text_of(subject: object) -> str | None:
    """The subject on one line; None where the export does not tell it, as with several variants."""
    text = " ".join(str(subject or "").split())
    return None if not text or _UNKNOWN.fullmatch(text) else text


def _has(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(pattern.search(_plain(text)))


def _plain(text: str) -> str:
    return " ".join(_TOKEN.sub(" ", text).split())


FEATURES: dict[str, Callable[[str], bool]] = {
    f"Up to {SHORT} characters": lambda text: len(_plain(text)) <= SHORT,
    f"{SHORT + 1} to {LONG} characters": lambda text: SHORT < len(_plain(text)) <= LONG,
    f"More than {LONG} characters": lambda text: len(_plain(text)) > LONG,
    "A question": _has(re.compile("[?\uff1f]")),
    "A number or percentage": _has(_FIGURE),
    "An emoji": _has(_EMOJI),
    "A discount word": _has(_DISCOUNT),
    "A word of urgency": _has(_URGENT),
    "A word in capitals": _has(_CAPITALS),
    "The recipient's own name or details": lambda text: bool(_TOKEN.search(text)),
}
"""By label: whether a subject has it. The first three are one of three, the others yes or no."""
