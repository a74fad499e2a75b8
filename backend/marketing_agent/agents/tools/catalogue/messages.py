"""Tools that write to the team: a draft is made at once, and leaves once a person approved it."""

from typing import Annotated

from pydantic import Field

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Approvals, Preview, Status
from marketing_agent.agents.tools.catalogue.saved import ThingId
from marketing_agent.agents.tools.schemas import (
    AN_ID,
    EDITORS,
    Arguments,
    PageArguments,
    Tool,
    ToolContext,
)
from marketing_agent.campaigns import service as messages
from marketing_agent.campaigns.schemas import Message, MessageDraft, Messages
from marketing_agent.mail import service as mails
from marketing_agent.mail.schemas import Inbox


class SendArguments(Arguments):
    message_id: Annotated[ThingId, Field(description="Id of a drafted message")]


class ApprovalArguments(PageArguments):
    status: Annotated[Status | None, Field(description="Default: all of them")] = None


def _draft(context: ToolContext, given: MessageDraft) -> Message:
    with context.transaction() as session:
        return messages.draft(session, context.caller, given, context.run_id)


def _preview(context: ToolContext, given: SendArguments) -> Preview:
    gateway = mails.open_gateway(context.desk.settings)
    with context.transaction() as session:
        mail = messages.mail_of(session, context.caller, given.message_id, gateway)
    return Preview(
        effect=f"Sends “{mail.subject}” to {_people(len(mail.recipients))} by {gateway.label}.",
        subject=mail.subject,
        body=mail.text,
        recipients=mail.recipients,
        content=messages.mail_digest(mail),
    )


def _send(context: ToolContext, given: SendArguments) -> Message:
    gateway = mails.open_gateway(context.desk.settings)
    with context.transaction() as session:
        return messages.send(session, context.caller, given.message_id, gateway)


def _messages(context: ToolContext, given: PageArguments) -> Messages:
    with context.reading() as session:
        return messages.listed(session, given.asked)


def _inbox(context: ToolContext, given: PageArguments) -> Inbox:
    with context.reading() as session:
        return mails.inbox(session, given.asked)


def _approvals(context: ToolContext, given: ApprovalArguments) -> Approvals:
    with context.reading() as session:
        return approvals.listed(session, given.asked, (given.status,) if given.status else ())


def _drafted(found: Message) -> str:
    return f"“{found.subject}” is drafted for {_people(len(found.recipients))}."


def _sent(found: Message) -> str:
    where = "kept in the preview inbox" if found.gateway == "preview" else "handed to the server"
    refused = f" The server refused {len(found.refused)}." if found.refused else ""
    return f"“{found.subject}” to {_people(len(found.recipients))} was {where}.{refused}"


def _people(count: int) -> str:
    return "1 member" if count == 1 else f"{count or 'no'} members"


def _counted(found: Messages | Inbox | Approvals, noun: str) -> str:
    count = len(found.items)
    more = " There are older ones." if found.next_cursor else ""
    return f"{count:,} {noun}{'' if count == 1 else 's'}.{more}"


TOOLS = (
    Tool(
        name="draft_message",
        title="Draft a message",
        description="Writes an e-mail to members of the workspace and keeps it as a draft. `to` "
        "is “team” for all of them, or addresses of some.",
        effect="draft",
        cost="free",
        view="message",
        input=MessageDraft,
        output=Message,
        run=_draft,
        tell=_drafted,
        operations=("draft_message",),
        untrusted=True,
        roles=EDITORS,
        example={"subject": "Last week", "body": "Total sales were up."},
    ),
    Tool(
        name="send_message",
        title="Send a message",
        description="Sends a drafted message, once a person has approved exactly what leaves. "
        "Without a mail server it goes to the preview inbox.",
        effect="send",
        cost="message",
        view="message",
        input=SendArguments,
        output=Message,
        run=_send,
        tell=_sent,
        operations=(),
        untrusted=True,
        roles=EDITORS,
        preview=_preview,
        example={"message_id": AN_ID},
    ),
    Tool(
        name="list_messages",
        title="List messages",
        description="Messages to the team, drafts and sent ones, the newest first.",
        effect="read",
        cost="free",
        view="table",
        input=PageArguments,
        output=Messages,
        run=_messages,
        tell=lambda found: _counted(found, "message"),
        operations=("list_messages", "get_message"),
        untrusted=True,
    ),
    Tool(
        name="list_inbox",
        title="List the preview inbox",
        description="What would have left, where no mail server is set.",
        effect="read",
        cost="free",
        view="table",
        input=PageArguments,
        output=Inbox,
        run=_inbox,
        tell=lambda found: _counted(found, "mail"),
        operations=("list_inbox", "get_inbox_mail"),
        untrusted=True,
    ),
    Tool(
        name="list_approvals",
        title="List approvals",
        description="Calls that wait for a person, each with its exact effect, and earlier ones.",
        effect="read",
        cost="free",
        view="approval",
        input=ApprovalArguments,
        output=Approvals,
        run=_approvals,
        tell=lambda found: _counted(found, "approval"),
        operations=("list_approvals", "get_approval"),
        untrusted=True,
    ),
)
