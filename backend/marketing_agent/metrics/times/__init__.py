"""Symbolic times, which mean other days tomorrow, and the days of the store they stand for."""

from marketing_agent.metrics.times.compared import previous, weekdays_before, year_before
from marketing_agent.metrics.times.resolve import BadTime, Span, resolve

__all__ = ["BadTime", "Span", "previous", "resolve", "weekdays_before", "year_before"]
