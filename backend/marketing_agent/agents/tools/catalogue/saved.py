"""Tools over saved questions and widgets: everybody lists and runs them, editors make drafts."""

from typing import Annotated

from pydantic import Field

from marketing_agent.agents.tools.catalogue.questions import AsOf
from marketing_agent.agents.tools.few import few
from marketing_agent.agents.tools.schemas import (
    AN_ID,
    EDITORS,
    Arguments,
    NoArguments,
    Tool,
    ToolContext,
)
from marketing_agent.boards import service as boards
from marketing_agent.boards.schemas import (
    SavedAnswer,
    SavedQuestion,
    SavedQuestionCreate,
    SavedQuestions,
    Widget,
    WidgetCreate,
    Widgets,
    WidgetsData,
)
from marketing_agent.boards.service import SAVED, WIDGETS

ThingId = Annotated[str, Field(min_length=1, max_length=64)]


class SavedRunArguments(Arguments):
    question_id: ThingId
    as_of: AsOf = None


class WidgetRunArguments(Arguments):
    ids: Annotated[
        tuple[ThingId, ...] | None,
        Field(min_length=1, max_length=60, description="Default: the pinned ones"),
    ] = None
    as_of: AsOf = None


def _questions(context: ToolContext, _given: NoArguments) -> SavedQuestions:
    with context.reading() as session:
        return SavedQuestions(items=boards.listed(session, SAVED))


def _run_question(context: ToolContext, given: SavedRunArguments) -> SavedAnswer:
    door = context.door
    return door.run(lambda s: [boards.get(s, SAVED, given.question_id)], given.as_of).only()


def _save_question(context: ToolContext, new: SavedQuestionCreate) -> SavedQuestion:
    with context.transaction() as session:
        return boards.keep(session, SAVED, context.door.ground(session), context.caller, new)


def _widgets(context: ToolContext, _given: NoArguments) -> Widgets:
    with context.reading() as session:
        return boards.widgets(session)


def _run_widgets(context: ToolContext, given: WidgetRunArguments) -> WidgetsData:
    found = context.door.run(lambda s: boards.chosen(s, given.ids), given.as_of)
    return WidgetsData(items=found.items())


def _save_widget(context: ToolContext, new: WidgetCreate) -> Widget:
    with context.transaction() as session:
        return boards.keep(session, WIDGETS, context.door.ground(session), context.caller, new)


def _named(found: SavedQuestions | Widgets) -> str:
    return few([one.name for one in found.items]) if found.items else "Nothing is saved yet."


def _rows(found: SavedAnswer) -> str:
    return f"{len(found.rows):,} row{'' if len(found.rows) == 1 else 's'} from {found.source}."


def _answered(found: WidgetsData) -> str:
    able = sum(one.answer is not None for one in found.items)
    return f"{able} of {len(found.items)} widgets have an answer."


_BY_DAY = {
    "name": "Sales by day",
    "question": {"metrics": ["total_sales"], "time": "last_week", "grain": "day"},
}

TOOLS = (
    Tool(
        name="list_saved_questions",
        title="List saved questions",
        description="Questions and statements that people saved under a name.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=SavedQuestions,
        run=_questions,
        tell=_named,
        operations=("list_saved_questions", "get_saved_question"),
        untrusted=True,
    ),
    Tool(
        name="run_saved_question",
        title="Run a saved question",
        description="The answer of a saved question today, or on another day.",
        effect="read",
        cost="compute",
        view="answer",
        input=SavedRunArguments,
        output=SavedAnswer,
        run=_run_question,
        tell=_rows,
        operations=("run_saved_question",),
        untrusted=True,
        example={"question_id": AN_ID},
    ),
    Tool(
        name="create_saved_question",
        title="Save a question",
        description="Keeps a question, or one checked SELECT, under a name.",
        effect="draft",
        cost="free",
        view="table",
        input=SavedQuestionCreate,
        output=SavedQuestion,
        run=_save_question,
        tell=lambda found: f"Saved as “{found.name}”.",
        operations=("create_saved_question",),
        untrusted=True,
        roles=EDITORS,
        example=_BY_DAY,
    ),
    Tool(
        name="list_widgets",
        title="List widgets",
        description="The widgets of the Summary page, from the top.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=Widgets,
        run=_widgets,
        tell=_named,
        operations=("list_widgets",),
        untrusted=True,
    ),
    Tool(
        name="run_widgets",
        title="Run widgets",
        description="The answers of widgets; one without an answer does not hold up the others.",
        effect="read",
        cost="compute",
        view="table",
        input=WidgetRunArguments,
        output=WidgetsData,
        run=_run_widgets,
        tell=_answered,
        operations=("get_widgets_data",),
        untrusted=True,
    ),
    Tool(
        name="create_widget",
        title="Add a widget",
        description="Keeps a question, or one checked SELECT, as a widget of the Summary page.",
        effect="draft",
        cost="free",
        view="table",
        input=WidgetCreate,
        output=Widget,
        run=_save_widget,
        tell=lambda found: f"“{found.name}” is on the Summary page.",
        operations=("create_widget",),
        untrusted=True,
        roles=EDITORS,
        example=_BY_DAY,
    ),
)
