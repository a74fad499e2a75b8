"""Time in questions: words to a symbolic expression of `metrics.times`."""

from marketing_agent.ask.times.grammar import Mention, read_times

__all__ = ["Mention", "read_times"]
