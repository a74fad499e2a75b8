"""Texts as words in their bare form, and the ideas of the trade that they stand for."""

import re
from functools import cache, lru_cache
from importlib import resources

import yaml

_WORD = re.compile(r"[^\W_]+(?:[-'/][^\W_]+)*")
_STOP = frozenset(
    [
        "a",
        "about",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "but",
        "by",
        "can",
        "could",
        "do",
        "does",
        "doing",
        "for",
        "from",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "let",
        "many",
        "may",
        "me",
        "more",
        "much",
        "my",
        "no",
        "nor",
        "of",
        "off",
        "on",
        "once",
        "one",
        "or",
        "our",
        "out",
        "over",
        "own",
        "same",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "too",
        "under",
        "until",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
_ENDINGS = (
    ("ations", "ate"), ("ation", "ate"), ("ically", "ic"), ("fulness", "ful"), ("iness", "y"),
    ("ments", "ment"), ("ingly", ""), ("edly", ""), ("ies", "y"), ("ied", "y"), ("sses", "ss"),
    ("ings", ""), ("ing", ""), ("ers", "er"), ("ed", ""), ("es", "e"), ("ly", ""), ("s", ""),
)  # fmt: skip
_LONGEST_PHRASE = 4


@lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """A word without its ending, so that “shipping” and “ships” are one."""
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def spoken(text: str) -> list[str]:
    """Every word in small letters, as it stands."""
    return _WORD.findall(text.casefold().replace("\u2019", "'").replace("'s ", " "))


def content_words(text: str) -> list[str]:
    """The words that say something, as they stand."""
    return [word for word in spoken(text) if word not in _STOP]


def ideas(words: list[str]) -> list[tuple[str, str]]:
    """Ideas that the words stand for, each with the words that it was found by."""
    found, stems = [], [bare(word) for word in words]
    for size in range(1, _LONGEST_PHRASE + 1):
        for at in range(len(stems) - size + 1):
            said = " ".join(stems[at : at + size])
            found += [(idea, words[at]) for idea in _concepts().get(said, ())]
    return found


@cache
def _concepts() -> dict[str, tuple[str, ...]]:
    """From a word or phrase in its bare form to the ideas it stands for."""
    source = resources.files(__package__) / "concepts.yaml"
    lines: list[str] = yaml.safe_load(source.read_text("utf-8"))
    found: dict[str, dict[str, None]] = {}
    for line in lines:
        names = [name.strip() for name in line.split(",")]
        for name in names:
            said = " ".join(bare(word) for word in spoken(name))
            found.setdefault(said, {})[f"={names[0]}"] = None
    return {said: tuple(ideas) for said, ideas in found.items()}
