"""Order lines with the product they sold, named as everywhere: its title, else as it was sold."""

from pathlib import Path

from marketing_agent.insights.page.sql import Sql, sql_file
from marketing_agent.metrics import facts

_HERE = Path(__file__).parent


def with_named_lines(sql: Sql) -> Sql:
    """The statement with `named_lines`: order_id, line_no, order_date, quantity,
    gross_sales_minor and product."""
    found = sql.with_source("named_lines", sql_file(_HERE, "lines"))
    return found.with_source("titles", sql_file(facts.HERE, "titles"))
