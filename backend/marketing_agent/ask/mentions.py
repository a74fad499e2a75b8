"""Finds metrics, dimensions and values in a sentence, longest name first."""

from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz, process

from marketing_agent.ask.lexicon import Lexicon, Term
from marketing_agent.ask.text import Sentence
from marketing_agent.ask.values import Value, ValueIndex

Kind = Literal["metric", "dimension", "value"]
_SHORTEST_FUZZY = 4
_NEGATIONS = frozenset(
    [
        "not",
        "non",
        "no",
        "excluding",
        "exclude",
        "excludes",
        "except",
        "without",
        "minus",
        "besides",
        "ignoring",
        "outside",
        "excl",
        "omitting",
    ]
)
_LINKS = frozenset(
    [
        "the",
        "our",
        "any",
        "from",
        "all",
        "in",
        "on",
        "of",
        "by",
        "via",
        "traffic",
        "than",
        "those",
        "that",
        "are",
        "is",
        "for",
        "to",
        "and",
        "or",
        "nor",
        "a",
        "an",
    ]
)


@dataclass
class Mention:
    """A name in the question, with every reading it has."""

    start: int
    end: int
    text: str
    """The name as the dictionary has it."""
    term: Term | None = None
    dimension: str | None = None
    values: list[Value] = field(default_factory=list)
    negated: bool = False
    said: str | None = None
    """What the question wrote, when that was a slip of the pen."""
    partial: bool = False

    @property
    def plural(self) -> bool:
        return self.text.endswith("s") and not self.text.endswith("ss")


class Finder:
    """Reads the names of a sentence in passes: phrases first, single words later, typos last."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon, index: ValueIndex) -> None:
        self.sentence, self.lexicon, self.index = sentence, lexicon, index
        self.mentions: list[Mention] = []
        self.ambiguous: list[tuple[str, list[Value]]] = []

    def phrases(self) -> None:
        """Names of two words and more."""
        self._scan(max(self.lexicon.longest, self.index.longest), 2)

    def words(self) -> None:
        """Names of one word."""
        self._scan(1, 1)

    def typos(self) -> None:
        """Free words that are nearly a name, or one word of a longer name."""
        names = [*self.lexicon.metric_terms, *self.lexicon.dimension_terms]
        for length in (3, 2, 1):
            for start in range(len(self.sentence.words)):
                text = self.sentence.run(start, length)
                if text and not self._familiar(text):
                    self._correct(text, start, length, names)

    def in_order(self) -> list[Mention]:
        return sorted(self.mentions, key=lambda mention: mention.start)

    def _scan(self, longest: int, shortest: int) -> None:
        for length in range(longest, shortest - 1, -1):
            for start in range(len(self.sentence.words) - length + 1):
                text = self.sentence.run(start, length)
                mention = text and self._named(text, start, start + length)
                if mention:
                    self._take(mention)

    def _named(self, text: str, start: int, end: int) -> Mention | None:
        term = self.lexicon.metric_terms.get(text)
        dimension = self.lexicon.dimension_terms.get(text)
        values = self.index.exact(text)
        if not (term or dimension or values):
            return None
        return Mention(start, end, text, term, dimension.name if dimension else None, values)

    def _take(self, mention: Mention) -> None:
        self.sentence.take_words(mention.start, mention.end)
        mention.negated = self._negated(mention.start)
        self.mentions.append(mention)

    def _negated(self, start: int) -> bool:
        """Whether a negation stands before, with only small words between."""
        words = self.sentence.words
        for position in range(start - 1, max(-1, start - 5), -1):
            word = words[position]
            if word in _NEGATIONS or words[position - 1 : position + 1] in (
                ["other", "than"], ["apart", "from"],
            ):  # fmt: skip
                pair = word in ("than", "from")
                self.sentence.take_words(position - pair, position + 1)
                return True
            if word not in _LINKS or word in ("and", "or"):
                return False
        return False

    def _familiar(self, text: str) -> bool:
        return all(word in self.lexicon.filler or word.isdigit() for word in text.split())

    def _correct(self, text: str, start: int, length: int, names: list[str]) -> None:
        mention = self._nearly(text, start, start + length, names)
        if mention is None and length == 1:
            mention = self._part_of_a_name(text, start)
        if mention:
            self._take(mention)

    def _nearly(self, text: str, start: int, end: int, names: list[str]) -> Mention | None:
        if any(sign.isdigit() for sign in text) or len(text) < _SHORTEST_FUZZY:
            return None
        if any(word in self.lexicon.filler for word in text.split()) and " " in text:
            return None
        values = self.index.near(text)
        found = process.extractOne(
            text, names, scorer=fuzz.ratio, score_cutoff=_cutoff(text)
        )  # fmt: skip
        if not found or values:
            return Mention(start, end, text, values=values, said=text) if values else None
        mention = self._named(found[0], start, end)
        if mention:
            mention.said = text
        return mention

    def _part_of_a_name(self, word: str, start: int) -> Mention | None:
        values = sorted(self.index.by_word(word), key=lambda value: (value.field, value.value))
        if not values:
            return None
        if len(values) > 1:
            self.ambiguous.append((word, values))
        return Mention(start, start + 1, word, values=values, partial=True)


def _cutoff(text: str) -> float:
    """How alike two names must be: short words allow one slip, long ones two."""
    return 75.0 if len(text) == 4 else 79.0 if len(text) < 8 else 84.0
