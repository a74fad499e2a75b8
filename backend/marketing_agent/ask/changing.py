"""A question changed part by part, as the chips of an answer do: exactly, and without words."""

from marketing_agent.ask.schemas import Assumption, Parsed, QuestionChange
from marketing_agent.kernel.errors import Invalid
from marketing_agent.metrics.question import Question

_BY_HAND = Assumption(slot="follow_up", text="Put together part by part")


def changed(before: Question | None, change: QuestionChange) -> Parsed:
    """The question with those parts set anew, without what hung on the parts that went.

    With nothing before, the change is the whole question; raises Invalid when it names no metric.
    """
    parts = before.model_dump(mode="json") if before else {"metrics": []}
    parts |= change.model_dump(mode="json", exclude_unset=True)
    question = Question.model_validate({k: v for k, v in parts.items() if v is not None})
    if not question.metrics:
        raise Invalid("Name at least one metric.")
    return Parsed(outcome="answer", question=_consistent(question), assumptions=(_BY_HAND,))


def _consistent(question: Question) -> Question:
    """Orders, limits and shares need rows to be of; without them they would be refused."""
    known = {*question.metrics, *question.dimensions}
    known |= {"date", "day", "week", "month", "quarter", "year"} if question.grain else set()
    known |= {"change"} if question.compare else set()
    grouped = bool(question.dimensions or question.grain)
    shares = question.transform == "share_of_total"
    return question.model_copy(
        update={
            "order": tuple(order for order in question.order if order["by"] in known),
            "limit": question.limit if grouped else None,
            "transform": None if shares and not grouped else question.transform,
        }
    )
