"""What the question parser makes of the parts of a request, as a help for whoever plans."""

from datetime import date

from marketing_agent.agents.planner.clauses import clauses
from marketing_agent.agents.planner.port import Reading
from marketing_agent.ask.parser import Parser


def readings(parser: Parser, text: str, today: date) -> tuple[Reading, ...]:
    """One reading for each part that the parser can be asked about."""
    found = []
    for clause in clauses(text):
        if not clause.readable:
            continue
        parsed = parser.parse(clause.readable, today)
        question = parsed.question
        found.append(
            Reading(
                text=clause.readable,
                metrics=question.metrics if question else (),
                time=question.time if question else None,
                compare=question.compare if question else None,
                code=parsed.code,
            )
        )
    return tuple(found)
