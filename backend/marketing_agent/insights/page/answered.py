"""Parts that are questions to the semantic model: its answer as a titled table, or the gap.

A page that is a list of questions says each once. What no file here answers leaves the other
figures of the question standing, and is told in the catalogue's own words.
"""

from collections.abc import Iterable

from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Told
from marketing_agent.insights.page.schemas import Column, Gap, Mark, Part, PartSql, Role
from marketing_agent.kernel.errors import AppError
from marketing_agent.metrics import answers, phrases
from marketing_agent.metrics.answers import Parts
from marketing_agent.metrics.errors import NoAnswer, UnsupportedQuery
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.query_schemas import AnswerColumn, ColumnRole, QueryAnswer
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.runs import Use
from marketing_agent.metrics.schemas import Cell
from marketing_agent.metrics.semantics import Metric

_USE = Use("insight")
_ROLES: dict[ColumnRole, Role] = {
    "date": "step", "dimension": "name", "value": "value", "previous": "previous",
    "change_pct": "change", "share": "value",
}  # fmt: skip
"""What is left out tells nothing that its neighbours do not."""
_CODED = ("channel", "sales_channel", "customer_type", "message_type", "device")


def answered(
    ground: Ground, key: str, title: str, mark: Mark, question: Question
) -> tuple[Part | None, list[Gap]]:
    """The question over the page's days as a part, with a gap for each figure that it lacks.

    Its own time and comparison are the page's; no part where nothing of it is told.
    """
    told, gaps = _tellable(ground, question)
    if told is None:
        # Of a split that nothing carries one word is enough.
        return None, _at_once(title, gaps) if question.dimensions else gaps
    answer = ask(ground, told)
    if not answer.rows:
        return None, [*gaps, Gap(what=title, why="Nothing of it falls in these days.")]
    return part_of_answer(key, title, mark, answer), gaps


def tell(
    ground: Ground, told: Told, key: str, title: str, mark: Mark, question: Question
) -> Part | None:
    """Puts the answer on the page, or its gaps."""
    part, gaps = answered(ground, key, title, mark, question)
    if part is not None:
        told.parts.append(part)
    for each in gaps:
        add_gap(told, each)
    return part


def add_gap(told: Told, gap: Gap) -> None:
    """Adds a gap, in one breath with what lacks the same file for the same reason."""
    for place, known in enumerate(told.gaps):
        if (known.why, known.add) == (gap.why, gap.add):
            names = dict.fromkeys([*known.what.split(", "), *gap.what.split(", ")])
            told.gaps[place] = known.model_copy(update={"what": ", ".join(names)})
            return
    told.gaps.append(gap)


def ask(ground: Ground, question: Question, *, compared: bool = True) -> QueryAnswer:
    """The answer over the page's days; raises what `answer_query` raises."""
    timed = _timed(ground, question)
    if not compared:
        timed = timed.model_copy(update={"compare": None})
    asked = timed.at(ground.today)
    return answers.answer_query(
        ground.session, ground.warehouse, ground.workspace, asked, ground.today, _USE
    )


def evidence_of(answer: QueryAnswer | Parts) -> PartSql:
    """What the glass box shows of an answer."""
    return PartSql(
        sql_id=answer.sql_id,
        sql=answer.sql,
        hash=answer.hash,
        dialect=answer.dialect,
        params=answer.params,
        tables=tuple(dict.fromkeys(source.label for source in answer.sources)),
        ms=round(answer.ms, 3),
    )


def part_of_answer(key: str, title: str, mark: Mark, answer: QueryAnswer) -> Part:
    """The rows of an answer as a part; its money is in major units already."""
    trend = any(column.role == "date" for column in answer.columns)
    kept = [(at, each) for at, each in enumerate(answer.columns) if each.role in _ROLES]
    if trend and mark == "lines":  # a line has its figure and the one compared with, no more
        kept = [(at, each) for at, each in kept if each.role != "change_pct"]
    return Part(
        key=key,
        title=title,
        mark=mark,
        columns=tuple(_column(each, trend) for _, each in kept),
        rows=tuple(tuple(_cell(each, row[at]) for at, each in kept) for row in answer.rows),
        total=len(answer.rows),
        formula=formula_of(answer.query.metrics),
        note=" ".join(answer.notes) or None,
        statements=(evidence_of(answer),),
    )


def _cell(column: AnswerColumn, value: Cell) -> Cell:
    """Codes and what has no name in words; a store's own names as they are."""
    if column.role != "dimension" or column.unit != "text":
        return value
    if column.of == "ad_platform" and value:
        return platform_name(value)
    if value in (None, "") or column.of in _CODED:
        return phrases.capital(phrases.member(column.label, value))
    return value


def platform_name(code: object) -> str:
    """“Meta Ads”."""
    return str(code).replace("_", " ").title()


def formula_of(keys: Iterable[str]) -> str:
    """The formulas of metrics in words."""
    return " ".join(f"{each.label}: {each.formula}." for each in map(metric_of, keys))


def metric_of(key: str) -> Metric:
    return load_query_model().model.metric(key)


def row_of(part: Part, at: int = 0) -> dict[str, float]:
    """The numbers of a row by column name."""
    named = zip(part.columns, part.rows[at], strict=True)
    return {each.name: float(cell) for each, cell in named if isinstance(cell, int | float)}


def _timed(ground: Ground, question: Question) -> Question:
    """The question with the days of the page, so that they are the same in all its parts."""
    window, compared = ground.window, ground.compared
    days = f"{window.start}..{window.range.last}"
    before = f"{compared.start}..{compared.range.last}" if compared else None
    return question.model_copy(update={"time": days, "compare": before})


def _tellable(ground: Ground, question: Question) -> tuple[Question | None, list[Gap]]:
    """The question with as many of its metrics as one answer tells, and gaps for the others."""
    check = answers.checker(ground.session, ground.warehouse, ground.workspace)
    timed = _timed(ground, question)
    told: tuple[str, ...] = ()
    refused: dict[str, AppError] = {}
    for some in (question.metrics, *((key,) for key in question.metrics)):
        wanted = timed.model_copy(update={"metrics": (*told, *some)})
        try:
            check(wanted.at(ground.today))
        except (NoAnswer, UnsupportedQuery) as error:
            refused[some[0] if len(some) == 1 else ""] = error
            continue
        told = wanted.metrics
        if len(told) == len(question.metrics):
            break
    gaps = [_gap(question, key, error) for key, error in refused.items() if key]
    asked = {each["by"] for each in question.order} - {*told, *question.dimensions, "date"}
    order = tuple(each for each in question.order if each["by"] not in asked)
    return question.model_copy(update={"metrics": told, "order": order}) if told else None, gaps


def _at_once(title: str, gaps: list[Gap]) -> list[Gap]:
    return [each.model_copy(update={"what": title}) for each in gaps[:1]]


def _gap(question: Question, key: str, error: AppError) -> Gap:
    """The refusal as a gap: what it is of, and the file that would bring it where that is said."""
    metric, model = metric_of(key), load_query_model()
    split = [model.dimension(name) for name in question.dimensions]
    by = " and ".join(phrases.inside(each.label) for each in split)
    what = f"{metric.label} by {by}" if by else metric.label
    why = str(error).removeprefix(f"{metric.label}: ").removeprefix(f"{what}: ")
    for missing in (metric.missing, *(each.missing for each in split)):
        if missing and why.startswith(missing):
            return Gap(what=what, why="No file here tells it.", add=missing)
    return Gap(what=what, why=why)


def _column(of: AnswerColumn, trend: bool) -> Column:
    role = _ROLES[of.role]
    metric = metric_of(of.of) if of.of and of.role != "dimension" else None
    known = metric is not None and role != "previous"
    return Column(
        name=f"change_{of.of}" if role == "change" else of.name,
        label=of.label,
        unit=of.unit,
        role="series" if trend and role == "name" else role,
        better=metric.better if metric and known else "neutral",
        help=metric.formula if metric and known else None,
    )
