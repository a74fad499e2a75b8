"""Products out of Shopify's own report, for a store whose orders are not here."""

from datetime import timedelta

from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import Column, Part, PartSql, Role
from marketing_agent.insights.products.columns import LABELS
from marketing_agent.metrics import answers
from marketing_agent.metrics.errors import NoAnswer, UnsupportedQuery
from marketing_agent.metrics.query import QueryOrder, QueryTime, SemanticQuery
from marketing_agent.metrics.query_schemas import AnswerColumn, QueryAnswer
from marketing_agent.metrics.runs import Use

_METRICS = (("net_sales", "units_sold"), ("net_sales",), ("total_sales",))
_ROLES: dict[str, Role] = {"dimension": "name", "value": "value"}


def reported(ground: Ground, split: str) -> Part | None:
    """The report by that split, as the semantic model reads it; None where none tells it."""
    for metrics in _METRICS:
        try:
            return _part(_answer(ground, split, metrics), split)
        except (NoAnswer, UnsupportedQuery):
            continue
    return None


def _answer(ground: Ground, split: str, metrics: tuple[str, ...]) -> QueryAnswer:
    last = ground.window.end - timedelta(days=1)
    query = SemanticQuery(
        metrics=metrics,
        dimensions=(split,),
        time=QueryTime(expr="window", start=str(ground.window.start), end=str(last)),
        order=(QueryOrder(by=metrics[0], dir="desc"),),
    )
    return answers.answer_query(
        ground.session, ground.warehouse, ground.workspace, query, ground.today, Use("insight")
    )


def _part(answer: QueryAnswer, split: str) -> Part:
    sources = ", ".join(dict.fromkeys(each.label for each in answer.sources))
    return Part(
        key="reported",
        title=f"{LABELS[split]}s as reported",
        mark="table",
        columns=tuple(_column(each) for each in answer.columns),
        rows=answer.rows,
        total=len(answer.rows),
        formula=f"As told by {sources}.",
        note=" ".join(answer.notes) or None,
        statements=(_sql(answer),),
    )


def _column(of: AnswerColumn) -> Column:
    return Column(name=of.name, label=of.label, unit=of.unit, role=_ROLES.get(of.role, "value"))


def _sql(answer: QueryAnswer) -> PartSql:
    return PartSql(
        sql_id=answer.sql_id,
        sql=answer.sql,
        hash=answer.hash,
        dialect=answer.dialect,
        params=answer.params,
        tables=("report_facts",),
        ms=answer.ms,
    )
