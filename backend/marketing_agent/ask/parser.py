"""From a question in plain English to a semantic query, with no model and no network.

Passes, each taking its words: refusals, names of several words, thresholds, comparisons, times,
grain and order, single names, typos. A word that nobody takes is asked back, never dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from marketing_agent.ask import comparing
from marketing_agent.ask import slots as slot_words
from marketing_agent.ask.assembly import assemble
from marketing_agent.ask.horizons import read_horizon
from marketing_agent.ask.lexicon import Lexicon, lexicon
from marketing_agent.ask.mentions import Finder, Mention
from marketing_agent.ask.ratios import joined
from marketing_agent.ask.refusals import advice, refusal
from marketing_agent.ask.schemas import Parsed
from marketing_agent.ask.slots import Slots, Threshold
from marketing_agent.ask.spelling import mend
from marketing_agent.ask.text import Sentence
from marketing_agent.ask.times import read_times
from marketing_agent.ask.times.grammar import Mention as TimeMention
from marketing_agent.ask.values import ValueIndex
from marketing_agent.metrics.question import Question

_LONGEST = 400
# “Instead of” and at most three words, at the end.
_REPLACED = 5
# Comparisons whose days are as many as those asked about.
_ELAPSED = ("previous_period", "previous_year")


@dataclass
class Reading:
    """Everything the passes found in one question."""

    sentence: Sentence
    lexicon: Lexicon
    index: ValueIndex
    names: list[Mention] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)
    compare: str | None = None
    implied_time: str | None = None
    thresholds: list[Threshold] = field(default_factory=list)
    slots: Slots = field(default_factory=Slots)
    mended: list[tuple[str, str]] = field(default_factory=list)
    before: Question | None = None
    weekdays: list[str] = field(default_factory=list)
    days_unmet: bool = False
    """Whether “the same days last month” is asked beside days that last month has no equal of."""
    order_day: bool | None = None
    """Whether refunds count on the day of their order, where the question says."""
    horizon: int | None = None
    """Days after a first order that lifetime value is counted over."""


class Parser:
    """Reads questions about one store. `catalogue` lists its values, as in a value index."""

    def __init__(self, catalogue: Mapping[str, object], names: tuple[str, ...] = ()) -> None:
        self.lexicon = lexicon()
        self.index = ValueIndex(catalogue, self.lexicon)
        self.names = names
        """What the store is called: these words mean nothing more in a question."""

    def parse(self, question: str, today: date, before: Question | None = None) -> Parsed:
        """The meaning of a question asked on that day; `before` is what was asked just now."""
        if len(question) > _LONGEST:
            return Parsed(outcome="clarify", code="too_long", message="Ask one shorter question.")
        refused = refusal(question, self._known())
        if refused:
            return Parsed(outcome="refuse", code=refused[0], message=refused[1])
        asked_back = advice(question)
        if asked_back:
            return Parsed(outcome="clarify", code="advice", message=asked_back)
        return assemble(self.read(question, before), today)

    def read(self, question: str, before: Question | None = None) -> Reading:
        """All passes over the words."""
        sentence = Sentence(question)
        self._forget_the_store(sentence)
        _forget_what_is_replaced(sentence)
        mended = mend(sentence, self.lexicon, self.index)
        same_days = comparing.same_days(sentence)
        finder = Finder(sentence, self.lexicon, self.index)
        reading = Reading(sentence, self.lexicon, self.index, mended=mended, before=before)
        reading.weekdays = slot_words.read_weekdays(sentence)
        reading.order_day = slot_words.read_booking(sentence)
        reading.horizon = read_horizon(sentence, self.lexicon)
        finder.phrases()
        finder.codes()
        slot_words.read_order(sentence, reading.slots) if _order_first(sentence) else None
        reading.thresholds = slot_words.read_thresholds(sentence)
        slot_words.read_repeated(sentence, reading.slots)
        slot_words.read_best_periods(sentence, reading.slots)
        base = before.time if before else None
        earlier = comparing.follow_back(sentence, base)
        asked, implied = comparing.elliptical(sentence)
        reading.implied_time = earlier or implied
        times = read_times(sentence)
        reading.times, reading.compare = comparing.split(sentence, times, asked, base)
        reading.compare = comparing.by_period(
            sentence, reading.slots, reading.times, reading.compare
        )
        reading.days_unmet = same_days and reading.compare not in _ELAPSED
        if reading.compare:
            comparing.take_comparatives(sentence, reading.slots)
        slot_words.read_transforms(sentence, reading.slots)
        slot_words.read_grain(sentence, reading.slots)
        slot_words.read_order(sentence, reading.slots)
        slot_words.read_change(sentence, reading.slots)
        comparing.as_trend(reading.slots, reading.times, reading.compare)
        finder.words()
        finder.typos()
        reading.names = joined(sentence, finder.in_order(), reading.slots)
        return reading

    def _known(self) -> list[str]:
        fields = ("product", "campaign", "flow", "segment", "collection", "variant")
        return [v for name in fields for v in self.index.all(name) if len(v) > 3]

    def _forget_the_store(self, sentence: Sentence) -> None:
        for name in self.names:
            parts = Sentence(name).words
            for start in range(len(sentence.words) - len(parts) + 1):
                if parts and sentence.words[start : start + len(parts)] == parts:
                    sentence.take_words(start, start + len(parts))


def _forget_what_is_replaced(sentence: Sentence) -> None:
    """“By week instead”, “by country instead of channel”: what comes after is not asked for."""
    words = sentence.words
    if "instead" not in words:
        return
    start = words.index("instead")
    if words[start + 1 : start + 2] in ([], ["of"]) and len(words) - start <= _REPLACED:
        sentence.take_words(start, len(words))


def _order_first(sentence: Sentence) -> bool:
    """“Highest first” and “top 10” hold numbers and words that other passes would take."""
    return any(
        word in ("first", "top", "bottom", "descending", "ascending") for word in sentence.words
    )
