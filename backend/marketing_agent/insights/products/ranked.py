"""The statements that every table of products stands on: its lines, and all of them ranked."""

from pathlib import Path

from marketing_agent.insights.page.sql import Sql, sql_file

_HERE = Path(__file__).parent


def lines_sql(split: str) -> Sql:
    """Lines of the days asked for, those compared with and those since, each with its member."""
    return sql_file(_HERE, "lines").with_column("split_member", split)


def ranking_sql(split: str) -> Sql:
    """A row for each member with its sums, its grade and its place, beside those of all."""
    ranking = sql_file(_HERE, "ranking", most="BIGINT")
    return ranking.with_source("lines", sql_file(_HERE, "lines")).with_column("split_member", split)
