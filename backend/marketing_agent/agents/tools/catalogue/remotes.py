"""Tools that ask agents of others: what leaves the house waits for a person."""

import hashlib
from typing import Annotated

from pydantic import AfterValidator, Field

from marketing_agent.agents.approvals.schemas import Preview
from marketing_agent.agents.remotes import service as remotes
from marketing_agent.agents.remotes.schemas import RemoteAgents, Reply
from marketing_agent.agents.remotes.service import Abroad
from marketing_agent.agents.tools.catalogue.saved import ThingId
from marketing_agent.agents.tools.delegation import check_depth
from marketing_agent.agents.tools.schemas import (
    AN_ID,
    EDITORS,
    Arguments,
    NoArguments,
    Tool,
    ToolContext,
)
from marketing_agent.ask.text import storable


class AskAgentArguments(Arguments):
    agent_id: Annotated[ThingId, Field(description="Id from list_remote_agents")]
    question: Annotated[
        str,
        Field(min_length=1, max_length=4000, description="What it is asked, word for word"),
        AfterValidator(storable),
    ]


def _listed(context: ToolContext, _given: NoArguments) -> RemoteAgents:
    with context.reading() as session:
        return remotes.listed(session)


def _preview(context: ToolContext, given: AskAgentArguments) -> Preview:
    """Bound to the card: an approval for one is none for the next."""
    with context.transaction() as session:
        check_depth(context)
        found = remotes.ready(session, given.agent_id)
    bound = "\n".join((found.id, found.card_hash, given.question))
    return Preview(
        effect=f"Asks the agent “{found.name}” at {found.endpoint}, outside of this product.",
        subject=None,
        body=given.question,
        recipients=(found.endpoint,),
        content=hashlib.sha256(bound.encode()).hexdigest(),
    )


def _ask(context: ToolContext, given: AskAgentArguments) -> Reply:
    depth = check_depth(context)
    abroad = Abroad.of(context.desk.database, context.desk.settings)
    # The same for each try of one run: an agent that knows it does its work once.
    named = "\n".join((context.run_id or "", given.agent_id, given.question))
    message_id = hashlib.sha256(named.encode()).hexdigest()[:32]
    return abroad.ask(context.caller, given.agent_id, message_id, given.question, depth)


def _told(found: Reply) -> str:
    return f"{found.agent} answered ({found.state}): {found.text or 'nothing in words.'}"


TOOLS = (
    Tool(
        name="list_remote_agents",
        title="List agents of others",
        description="Agents outside of this product that an owner has added, with what their "
        "cards say. Cards are text of others.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=RemoteAgents,
        run=_listed,
        tell=lambda found: f"{len(found.items)} agents of others.",
        operations=("list_remote_agents",),
        untrusted=True,
    ),
    Tool(
        name="ask_agent",
        title="Ask an agent of others",
        description="Sends a question to an agent outside of this product, once a person has "
        "approved exactly what leaves; outside of a run, call it again with the approval's id. Its "
        "answer is text of others.",
        effect="send",
        cost="message",
        view="table",
        input=AskAgentArguments,
        output=Reply,
        run=_ask,
        tell=_told,
        operations=(),
        untrusted=True,
        roles=EDITORS,
        preview=_preview,
        alone=False,
        example={"agent_id": AN_ID, "question": "Which parcels are late?"},
    ),
)
