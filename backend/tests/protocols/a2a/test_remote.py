"""Our client of A2A against a real server of it: the product itself, over real HTTP."""

from marketing_agent.agents.remotes.schemas import RemoteAgentAdd
from marketing_agent.agents.remotes.service import Abroad
from tests.agents.conftest import Crew


def test_an_agent_that_speaks_a2a_is_added_and_answers(
    address: str, crew: Crew, headers: dict[str, str]
) -> None:
    settings = crew.settings.model_copy(update={"outgoing_hosts": "127.0.0.1"})
    abroad = Abroad.of(crew.database, settings)
    key = headers["Authorization"].removeprefix("Bearer ")
    made = abroad.add(crew.caller, RemoteAgentAdd(url=address, key=key))
    assert (made.name, made.endpoint) == ("Marketing Agent", f"{address}/a2a/")
    first = abroad.ask(crew.caller, made.id, "m-1", "How many orders last month?")
    again = abroad.ask(crew.caller, made.id, "m-1", "How many orders last month?")
    assert first == again
    assert (first.agent, first.state) == ("Marketing Agent", "completed")
    with crew.database.transaction(crew.workspace.id) as session:
        from marketing_agent.agents.runs import service as runs

        (run,) = runs.list_runs(session, 10, 0).items
    assert run.answer
    assert run.answer in first.text
