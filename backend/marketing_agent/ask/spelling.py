"""Slips of the pen, put right word by word before anything is read (“revnue last 30 dyas”).

A word is only changed when no name, no word of the language and no ordinary English word is
spelled so, and one known word alone is nearest. Every change is named to the person who asked.
"""

from collections.abc import Collection, Iterable
from functools import cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from marketing_agent.ask.lexicon import Lexicon, lexicon
from marketing_agent.ask.patterns import language, slot_words
from marketing_agent.ask.text import Sentence
from marketing_agent.ask.times import WORDS
from marketing_agent.ask.values import ValueIndex

_SHORTEST = 4
_LONG = 8
# Another letter in a short word is another word: “texts” is no slip of “Texas”.
_LEAST_WRONG = 6


def mend(sentence: Sentence, lexicon: Lexicon, index: ValueIndex) -> list[tuple[str, str]]:
    """Rewrites words that are one slip away from a known one (two, where long); says which."""
    mended = []
    for at, word in enumerate(sentence.words):
        if not word.isalpha() or len(word) < _SHORTEST or not sentence.free[at]:
            continue
        if _familiar(word, lexicon, index):
            continue
        better = _nearest(word, index)
        if better:
            mended.append((word, better))
            sentence.words[at] = better
    _part_words(sentence, lexicon, index)
    return mended


def _familiar(word: str, lexicon: Lexicon, index: ValueIndex) -> bool:
    return (
        word in lexicon.vocabulary
        or word in WORDS
        or word in _language()
        or word in _ordinary()
        or word in index.words
        or bool(index.exact(word))
    )


def _nearest(word: str, index: ValueIndex) -> str | None:
    """The one nearest word of the language, or else of the store's own names."""
    for known in (_targets(), index.words, _swapped(word, lexicon().filler)):
        found = _near(word, known)
        best = [other for other, slips in found if slips == found[0][1]]
        if len({other.rstrip("s") for other in best}) == 1:
            return best[0]
        if best:
            return None
    return None


def _swapped(word: str, words: Collection[str]) -> list[str]:
    """Small words with the same letters: “mnay” is “many”."""
    return [other for other in words if len(other) == len(word) and sorted(other) == sorted(word)]


def _near(word: str, known: Collection[str]) -> list[tuple[str, int]]:
    slips = 2 if len(word) >= _LONG else 1
    close = extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=6)
    return [(other, int(distance)) for other, distance, _ in close if _likely(word, other)]


def _likely(word: str, other: str) -> bool:
    """A slip keeps the first letter, or swaps or drops it; short words only lose or swap one."""
    swapped = sorted(word) == sorted(other)
    if len(word) == len(other) and not swapped and len(word) < _LEAST_WRONG:
        return False
    begins = word[0] == other[0] or word[:2] == other[1::-1] or word == other[1:]
    short = len(word) > _SHORTEST or len(other) > len(word) or swapped
    return begins and short and len(other) >= _SHORTEST


def _part_words(sentence: Sentence, lexicon: Lexicon, index: ValueIndex) -> None:
    """“Lastmonth” and “newcustomers” lack a space."""
    for at in range(len(sentence.words) - 1, -1, -1):
        word = sentence.words[at]
        if word.isalpha() and len(word) > 6 and not _familiar(word, lexicon, index):
            parts = _split(word) or [word]
            sentence.words[at : at + 1] = parts
            sentence.free[at : at + 1] = [sentence.free[at]] * len(parts)


def _split(word: str) -> list[str] | None:
    known = _targets()
    for at in range(3, len(word) - 2):
        if word[:at] in known and word[at:] in known:
            return [word[:at], word[at:]]
    return None


@cache
def _ordinary() -> frozenset[str]:
    """English words that are spelled nearly like one of ours and mean something else."""
    words = frozenset(str(word) for word in language("words.yaml")["ordinary"])
    return words | frozenset(f"{word}s" for word in words)


@cache
def _language() -> frozenset[str]:
    """Words of times and of what is done with numbers."""
    return _times() | slot_words()


@cache
def _times() -> frozenset[str]:
    return frozenset(map(str, language("words.yaml")["times"]))


@cache
def _targets() -> frozenset[str]:
    """What a slip may be put right to: words with a meaning, not the small ones around them."""
    known = lexicon()
    strong = [name for name, term in known.metric_terms.items() if not term.weak]
    names: Iterable[str] = [*strong, *known.dimension_terms, *known.countries]
    aliases = [alias for each in known.aliases.values() for alias in each]
    words = {word for name in (*names, *aliases) for word in name.split()} - known.filler
    alone = [name for name in names if " " not in name]
    return frozenset(w for w in (*words, *alone, *_times()) if len(w) >= 3 and w.isalpha())
