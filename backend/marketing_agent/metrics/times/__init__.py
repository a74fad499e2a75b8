"""Symbolic times, which mean other days tomorrow, and the days of the store they stand for."""

from marketing_agent.metrics.times.compared import previous, year_before
from marketing_agent.metrics.times.resolve import BadTime, Span, resolve

__all__ = ["BadTime", "Span", "previous", "resolve", "year_before"]
