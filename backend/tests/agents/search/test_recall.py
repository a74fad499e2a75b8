"""The figure of search: of a hundred questions, how many answers are among the first five."""

from sqlmodel import Session

from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from tests.agents.search.library import fill, questions, rank

LEAST = 0.9


def test_nine_of_ten_answers_are_among_the_first_five(
    database: Database, workspace: Workspace
) -> None:
    asked = questions()
    assert len({one.text for one in asked}) == 100
    with database.transaction(workspace.id) as session:
        fill(session, tenancy.system_caller(workspace))
        found = [rank(session, one) is not None for one in asked]
        held_out = found[1::2]
        assert sum(found) >= LEAST * len(found), [
            a for a, ok in zip(asked, found, strict=True) if not ok
        ]
        assert sum(held_out) >= LEAST * len(held_out)
        _without_vectors(session)


def _without_vectors(session: Session) -> None:
    """The library is not so small that everything is always found."""
    few = [rank(session, one, most=1) is not None for one in questions()]
    assert sum(few) < 95
