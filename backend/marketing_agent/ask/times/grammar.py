"""Finds the times in a question. Each rule turns words into a symbolic expression."""

import re
from dataclasses import dataclass

from marketing_agent.ask.text import Sentence
from marketing_agent.ask.times.counting import count_of
from marketing_agent.ask.times.rules import RULES

__all__ = ["CHANGES", "Mention", "count_of", "read_times"]
_UNTIL = r"to|until|till|through|up to"
# “From July to August” after these words is a comparison of the two.
CHANGES = re.compile(
    r"\b(?:chang\w+|differ\w*|compar\w+|grow\w*|grew|increas\w+|decreas\w+|drop\w*|fell|fall|"
    r"improv\w+|rise|rose|declin\w+|vs|versus|against)\b"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A time in a question: what it says and which words said it."""

    expr: str
    start: int
    end: int
    words: str


def read_times(sentence: Sentence) -> list[Mention]:
    """Takes every time from the sentence, in the order of the words."""
    mentions: list[Mention] = []
    for pattern, build in RULES:
        while found := sentence.find(pattern):
            expr = build(found)
            if expr is None:
                break
            start, end = sentence.take(found)
            mentions.append(Mention(expr, start, end, found.group().strip()))
    return _joined(sentence, sorted(mentions, key=lambda mention: mention.start))


def _joined(sentence: Sentence, mentions: list[Mention]) -> list[Mention]:
    """“From A to B” as one time, whatever A and B are."""
    if len(mentions) != 2 or CHANGES.search(" ".join(sentence.words)):
        return mentions
    first, last = mentions
    word = " ".join(sentence.words[first.end : last.start])
    lead = last.words.split()[0]
    joins = re.fullmatch(_UNTIL, word) or (not word and lead in ("through", "up"))
    both = word == "and" and (first.words.startswith("between") or _between(sentence, first))
    if not (joins or both) or "..." in first.expr + last.expr:
        return mentions
    sentence.take_words(first.start - both * _between(sentence, first), last.end)
    words = " ".join(sentence.words[first.start : last.end])
    return [Mention(f"{first.expr}...{last.expr}", first.start, last.end, words)]


def _between(sentence: Sentence, time: Mention) -> bool:
    """Whether “between” stands right before the time."""
    return time.start > 0 and sentence.words[time.start - 1] == "between"
