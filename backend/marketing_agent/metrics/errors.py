"""Errors of the metrics module."""

from marketing_agent.kernel.errors import Invalid, NotFound


class ModelError(ValueError):
    """The semantic model contradicts itself: the process must not start with it."""


class UnknownMetric(NotFound):
    """No metric, or no answer for this metric, under that key."""

    code = "unknown_metric"


class BadRange(Invalid):
    """The range is neither a preset nor two days in order."""

    code = "bad_range"


class UnsupportedQuery(Invalid):
    """The semantic query is well formed and asks for what the compiler cannot answer safely."""

    code = "unsupported_query"


class NoAnswer(NotFound):
    """The metric is known, and nothing in this store answers it for these days."""

    code = "no_answer"
