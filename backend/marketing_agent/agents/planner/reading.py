"""What the question parser makes of the parts of a request, as a help for whoever plans."""

from datetime import date
from difflib import get_close_matches

from marketing_agent.agents.planner.clauses import clauses
from marketing_agent.agents.planner.conditions import condition
from marketing_agent.agents.planner.port import Reading
from marketing_agent.ask.parser import Parser
from marketing_agent.metrics.query_model import load_query_model

_CLOSE = 3


def readings(parser: Parser, text: str, today: date) -> tuple[Reading, ...]:
    """One reading for each part that the parser can be asked about.

    Of a request that waits for a condition it is the one of the words that name its metric.
    """
    waited = condition(text)
    if waited:
        return (_reading(parser, waited.metric, today, whole=True),)
    return tuple(
        _reading(parser, clause.readable, today) for clause in clauses(text) if clause.readable
    )


def _reading(parser: Parser, text: str, today: date, whole: bool = False) -> Reading:
    parsed = parser.parse(text, today)
    question = parsed.question
    return Reading(
        text=text,
        metrics=question.metrics if question else (),
        time=question.time if question else None,
        compare=question.compare if question else None,
        code=parsed.code,
        part=bool(question and (question.filters or question.dimensions)),
        close=_close(parser, text) if whole and question is None else (),
    )


def _close(parser: Parser, text: str) -> tuple[str, ...]:
    """Labels of metrics with names like these words, the nearest first."""
    terms, model = parser.lexicon.metric_terms, load_query_model().metrics
    known = {name: term.name for name, term in terms.items() if term.name in model}
    found = get_close_matches(text.lower(), known, n=_CLOSE * 3, cutoff=0.6)
    labels = dict.fromkeys(model[known[name]].label for name in found)
    return tuple(labels)[:_CLOSE]
