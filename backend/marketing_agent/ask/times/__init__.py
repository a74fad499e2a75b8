"""Time in questions: words to a symbolic expression, and that to days of the store."""

from marketing_agent.ask.times.compared import previous, year_before
from marketing_agent.ask.times.grammar import Mention, read_times
from marketing_agent.ask.times.resolve import Span, resolve

__all__ = ["Mention", "Span", "previous", "read_times", "resolve", "year_before"]
