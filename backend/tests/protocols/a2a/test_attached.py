"""Files that come with a question over A2A are attachments of its run."""

from typing import Any

import pytest
from a2a.types import InvalidParamsError, Part

from marketing_agent.agents.runs import service as runs
from marketing_agent.kernel.paging import PageAsked
from tests.agents.conftest import Crew
from tests.protocols.a2a.conftest import Talk, said

PAGE = b"# Zips\n\nA zip is mended in two days.\n"


def test_a_file_beside_a_question_is_attached_by_what_it_is(talk: Talk, crew: Crew) -> None:
    async def work(client: Any) -> Any:
        file = Part(raw=PAGE, filename="../zips.pdf", media_type="application/pdf")
        request = said(Part(text="orders last month"), file, message_id="f-1")
        told = [one async for one in client.send_message(request)]
        twice = [one async for one in client.send_message(request)]
        return told[0].task.id, twice[0].task.id

    first, second = talk(work)
    assert first == second
    with crew.database.transaction(crew.workspace.id) as session:
        thread = runs.get_thread(session, runs.get_run(session, first).thread_id, PageAsked())
    (attached,) = thread.messages[0].attachments
    assert (attached.kind, attached.name) == ("text", "zips.pdf")


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(talk: Talk, crew: Crew) -> None:
    async def work(client: Any) -> Any:
        file = Part(raw=b"\x7fELF\0\0", filename="run.csv", media_type="text/csv")
        with pytest.raises(InvalidParamsError, match="no kind of file"):
            [one async for one in client.send_message(said(Part(text="orders"), file))]

    talk(work)
    assert crew.effects() == []
