"""Time in questions: words to a symbolic expression of `metrics.times`."""

from marketing_agent.ask.times.grammar import Mention, read_times
from marketing_agent.ask.times.rules import BEFORE_THAT, WORDS

__all__ = ["BEFORE_THAT", "WORDS", "Mention", "read_times"]
