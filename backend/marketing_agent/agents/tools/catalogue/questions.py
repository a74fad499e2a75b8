"""Tools that answer: a question in words, a semantic query, one SELECT."""

from datetime import date
from typing import Annotated

from pydantic import Field

from marketing_agent.agents.tools.schemas import Arguments, NoArguments, Tool, ToolContext
from marketing_agent.ask import service as asking
from marketing_agent.ask.cases import SQL_WRITERS
from marketing_agent.ask.schemas import Answer, History
from marketing_agent.ask.sql import running
from marketing_agent.ask.sql import service as sql
from marketing_agent.ask.sql.schemas import SqlAnswer, SqlRequest, SqlSchema
from marketing_agent.ask.wording import sentence
from marketing_agent.metrics import answers
from marketing_agent.metrics.query import Grain, Name, QueryFilter, QueryOrder, Transform
from marketing_agent.metrics.query_schemas import QueryAnswer
from marketing_agent.metrics.question import Expression, Question

AsOf = Annotated[date | None, Field(description="The day that counts as today; default: today")]


class AskArguments(Arguments):
    question: Annotated[
        str, Field(min_length=1, max_length=2000, description="A question in plain English")
    ]
    previous_id: Annotated[
        str | None, Field(max_length=64, description="Id of the answer that this follows up on")
    ] = None
    as_of: AsOf = None


class QueryArguments(Arguments):
    metrics: Annotated[
        tuple[Name, ...], Field(min_length=1, max_length=12, description="Keys of list_metrics")
    ]
    dimensions: Annotated[tuple[Name, ...], Field(max_length=6)] = ()
    grain: Grain | None = None
    time: Annotated[
        Expression,
        Field(description="last_week, last_30_days, this_month, 2026-11-01..2026-11-10 …"),
    ] = "last_30_days"
    filters: Annotated[tuple[QueryFilter, ...], Field(max_length=20)] = ()
    order: Annotated[tuple[QueryOrder, ...], Field(max_length=8)] = ()
    limit: Annotated[int | None, Field(ge=1, le=1000)] = None
    compare: Annotated[
        Expression | None,
        Field(description="previous_period, previous_year, weekday_matched or another time"),
    ] = None
    transform: Transform | None = None
    as_of: AsOf = None


class SqlArguments(Arguments):
    sql: Annotated[
        str,
        Field(min_length=1, max_length=100_000, description="One SELECT over describe_tables"),
    ]
    max_rows: Annotated[int, Field(ge=1, le=1000)] = 200


def _ask(context: ToolContext, given: AskArguments) -> Answer:
    return asking.ask(
        context.desk,
        context.caller,
        given.question,
        as_of=given.as_of,
        previous_id=given.previous_id,
    )


def _answered(answer: Answer) -> str:
    near = f" Try: {'; '.join(answer.suggestions[:3])}." if answer.suggestions else ""
    return answer.sentence or f"{answer.message or 'There is no answer.'}{near}"


def _history(context: ToolContext, _given: NoArguments) -> History:
    with context.reading() as session:
        return asking.history(session)


def _query(context: ToolContext, given: QueryArguments) -> QueryAnswer:
    asked = given.model_dump(mode="json", exclude={"as_of"})
    with context.reading() as session:
        day = context.today(given.as_of)
        query = Question.model_validate(asked).at(day)
        warehouse = context.desk.warehouse
        return answers.answer_query(session, warehouse, context.workspace, query, day)


def _sql(context: ToolContext, given: SqlArguments) -> SqlAnswer:
    asked = SqlRequest(sql=given.sql, max_rows=given.max_rows)
    return running.run_for(context.desk, context.caller, asked)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}."


TOOLS = (
    Tool(
        name="ask",
        title="Ask a question",
        description="Answers a question about the store in plain English, with the SQL behind it.",
        effect="read",
        cost="compute",
        view="answer",
        input=AskArguments,
        output=Answer,
        run=_ask,
        tell=_answered,
        operations=("ask",),
        untrusted=True,
        example={"question": "Total sales last week?"},
    ),
    Tool(
        name="run_query",
        title="Run a semantic query",
        description="Metrics by dimensions and time, with filters and a comparison, compiled to "
        "stored SQL. Use it when the metric's key is known; otherwise ask.",
        effect="read",
        cost="compute",
        view="answer",
        input=QueryArguments,
        output=QueryAnswer,
        run=_query,
        tell=sentence,
        operations=("run_query", "run_queries", "download_query"),
        untrusted=True,
        example={"metrics": ["total_sales"], "time": "last_week"},
    ),
    Tool(
        name="run_sql",
        title="Run one SELECT",
        description="Runs one read-only SELECT over the tables of describe_tables, checked and in "
        "a sandbox with a deadline.",
        effect="read",
        cost="compute",
        view="table",
        input=SqlArguments,
        output=SqlAnswer,
        run=_sql,
        tell=lambda found: _counted(len(found.rows), "row"),
        operations=("run_sql",),
        untrusted=True,
        roles=SQL_WRITERS,
        example={"sql": "SELECT count(*) FROM orders"},
    ),
    Tool(
        name="describe_tables",
        title="Describe the tables",
        description="The tables and columns that run_sql may read. They hold no personal data.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=SqlSchema,
        run=lambda _context, _given: sql.schema(),
        tell=lambda found: _counted(len(found.tables), "table"),
        operations=("sql_schema",),
        untrusted=False,
        roles=SQL_WRITERS,
    ),
    Tool(
        name="list_asked_questions",
        title="List asked questions",
        description="The newest questions asked in this store, and some to begin with.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=History,
        run=_history,
        tell=lambda found: _counted(len(found.items), "question"),
        operations=("ask_history", "ask_suggestions"),
        untrusted=True,
    ),
)
