"""Semantic query to parameterised SQL: trees built with SQLGlot, printed for one dialect.

Every fact aggregates in a CTE of its own, ratios divide sums, windows are half-open parameters.
"""

from marketing_agent.metrics.compiler.kpi import kpi_statement
from marketing_agent.metrics.compiler.rows import (
    count_statement,
    lineage_statement,
    rows_statement,
)
from marketing_agent.metrics.compiler.summary import summary_statement
from marketing_agent.metrics.compiler.text import DIALECTS, Dialect, fixed, print_sql

__all__ = [
    "DIALECTS",
    "Dialect",
    "count_statement",
    "fixed",
    "kpi_statement",
    "lineage_statement",
    "print_sql",
    "rows_statement",
    "summary_statement",
]
