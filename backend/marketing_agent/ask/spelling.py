"""Slips of the pen in words of time, put right before times are read (“last 30 dyas”)."""

from rapidfuzz.distance import OSA

from marketing_agent.ask.lexicon import Lexicon
from marketing_agent.ask.text import Sentence
from marketing_agent.ask.values import ValueIndex

_TIME = [
    "days",
    "weeks",
    "month",
    "months",
    "quarter",
    "quarters",
    "year",
    "years",
    "today",
    "yesterday",
    "last",
    "past",
    "previous",
    "monthly",
    "weekly",
    "daily",
    "quarterly",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "compared",
    "versus",
    "cumulative",
    "percent",
    "percentage",
    "before",
    "between",
    "highest",
    "lowest",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "weekend",
    "christmas",
    "thanksgiving",
    "halloween",
    "easter",
]
_KNOWN = frozenset(
    (
        *_TIME,
        "week",
        "year",
        "day",
        "list",
        "fast",
        "lost",
        "part",
        "post",
        "late",
        "days",
        "least",
        "first",
        "best",
        "most",
        "more",
        "under",
        "over",
        "least",
        "than",
        "then",
        "with",
        "from",
        "until",
        "since",
        "weekdays",
        "weekday",
        "monthly",
    )
)


def mend(sentence: Sentence, lexicon: Lexicon, index: ValueIndex) -> list[tuple[str, str]]:
    """Rewrites unknown words that are one slip away from a word of time; says which."""
    known = lexicon.vocabulary
    mended = []
    for at, word in enumerate(sentence.words):
        if (
            word in known
            or word in _KNOWN
            or len(word) < 4
            or not word.isalpha()
            or index.exact(word)
        ):
            continue
        best = min(_TIME, key=lambda one: OSA.distance(word, one))
        if OSA.distance(word, best) <= (1 if len(word) < 8 else 2) and word[0] == best[0]:
            mended.append((word, best))
            sentence.words[at] = best
    return mended
