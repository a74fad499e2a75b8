"""Finds metrics, dimensions and values in a sentence, longest name first."""

import re
from dataclasses import dataclass, field
from typing import Literal

from marketing_agent.ask.lexicon import Lexicon, Term, singular
from marketing_agent.ask.patterns import word_set
from marketing_agent.ask.text import Sentence
from marketing_agent.ask.values import Value, ValueIndex

Kind = Literal["metric", "dimension", "value"]
_NEGATIONS = word_set("negations")
_PAIRS = (
    ["other", "than"], ["apart", "from"], ["aside", "from"], ["rather", "than"], ["leave", "out"],
    ["instead", "of"], ["leaving", "out"],
)  # fmt: skip
_LINKS = word_set("links")
_NEAR = word_set("near_negations")
_EMAIL = frozenset(("email", "emails"))
_JOINING = word_set("joining")
# Nouns for all there is, before what is left out of it: “everywhere but Germany”.
_ALL = re.compile(
    r"(?:everywhere|everything|everyone|everybody|anywhere|anything|anyone|elsewhere|all|any)"
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

    def codes(self) -> None:
        """“DE or AT”: beside another country “at” is Austria."""
        for at, word in enumerate(self.sentence.words):
            code = Value("country", word.upper())
            if len(word) == 2 and self.index.holds(code) and self._after_a_country(at):
                self._take(Mention(at, at + 1, word, values=[code]))

    def _after_a_country(self, at: int) -> bool:
        words = self.sentence.words
        place = at - 2 if at > 1 and words[at - 1] in _JOINING else at - 1
        named = self.index.exact(words[place]) if place >= 0 else []
        return any(value.field == "country" for value in named)

    def typos(self) -> None:
        """Free words that are nearly a name, or one word of a longer name."""
        for length in (3, 2, 1):
            for start in range(len(self.sentence.words)):
                text = self.sentence.run(start, length)
                if text and not self._familiar(text):
                    self._correct(text, start, length)

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
        values = self.index.exact(text)
        known = text if self._known(text) else self._in_singular(text, values)
        term = self.lexicon.metric_terms.get(known)
        if term and _EMAIL & set(text.split()) and self._one_of_several(start, end):
            return None
        dimension = self.lexicon.dimension_terms.get(known)
        if not (term or dimension or values):
            return None
        return Mention(start, end, text, term, dimension.name if dimension else None, values)

    def _one_of_several(self, start: int, end: int) -> bool:
        """“Sales from email and SMS”, “non-email revenue”: the channel is a filter there."""
        words = self.sentence.words
        after = words[end + 1 :] if words[end : end + 1] and words[end] in _JOINING else words[end:]
        before = words[:start]
        if before and before[-1] in _JOINING:
            before = before[:-1]
        elif before and before[-1] in _NEGATIONS:
            return True
        beside = (after[:1], after[:2], before[-1:], before[-2:])
        return any(self._is_channel(" ".join(each)) for each in beside if each)

    def _is_channel(self, text: str) -> bool:
        return any(value.field == "channel" for value in self.index.exact(text))

    def _known(self, text: str) -> bool:
        return text in self.lexicon.metric_terms or text in self.lexicon.dimension_terms

    def _in_singular(self, text: str, values: list[Value]) -> str:
        """The name that has these words, but for a plural: “customers segments”."""
        same = self.lexicon.phrases.get(singular(text), ()) if " " in text and not values else ()
        return same[0] if same else text

    def _take(self, mention: Mention) -> None:
        self.sentence.take_words(mention.start, mention.end)
        mention.negated = self._negated(mention.start)
        self.mentions.append(mention)

    def _negated(self, start: int) -> bool:
        """Whether a negation stands before, with only small words between."""
        words = self.sentence.words
        for position in range(start - 1, max(-1, start - 6), -1):
            pair = words[max(0, position - 1) : position + 1] in _PAIRS
            if (pair or words[position] in _NEGATIONS) and self._denies(position, start):
                self._take_negation(position - pair, position + 1)
                return True
            if words[position] not in _LINKS or words[position] in ("and", "or"):
                return False
        return False

    def _denies(self, position: int, start: int) -> bool:
        words = self.sentence.words
        return words[position] not in _NEAR or start - position <= 2

    def _take_negation(self, start: int, end: int) -> None:
        """“Everything but”, “anything other than”: the noun for all goes with it."""
        words = self.sentence.words
        before = start - 1 if start and _ALL.fullmatch(words[start - 1]) else start
        self.sentence.take_words(before, end)
        for at in range(end, min(end + 2, len(words))):
            if words[at] in ("counting", "using"):
                self.sentence.take_words(at, at + 1)

    def _familiar(self, text: str) -> bool:
        return all(word in self.lexicon.filler or word.isdigit() for word in text.split())

    def _correct(self, text: str, start: int, length: int) -> None:
        mention = self._nearly(text, start, start + length)
        if mention is None and length == 1:
            mention = self._part_of_a_name(text, start)
        if mention:
            self._take(mention)

    def _nearly(self, text: str, start: int, end: int) -> Mention | None:
        """A value whose name is almost spelled so."""
        if any(word in self.lexicon.filler for word in text.split()) and " " in text:
            return None
        values = self.index.near(text)
        return Mention(start, end, text, values=values, said=text) if values else None

    def _part_of_a_name(self, word: str, start: int) -> Mention | None:
        values = sorted(self.index.by_word(word), key=lambda value: (value.field, value.value))
        if not values:
            return None
        if len(values) > 1:
            self.ambiguous.append((word, values))
        return Mention(start, start + 1, word, values=values, partial=True)
