"""Where a workspace's alerts are told: set as a whole, and what was told."""

from collections.abc import Sequence

from sqlmodel import Session

from marketing_agent.insights.delivery import digests, outbox, repository
from marketing_agent.insights.delivery.channels import plan_of
from marketing_agent.insights.delivery.checks import check
from marketing_agent.insights.delivery.errors import UnknownChannel
from marketing_agent.insights.delivery.packing import bound
from marketing_agent.insights.delivery.schemas import (
    AlertDeliveries,
    AlertDelivery,
    AlertSettings,
    AlertSettingsPut,
    ChatChannel,
    ChatWanted,
    Wanted,
)
from marketing_agent.insights.delivery.tables import (
    AlertChatRow,
    AlertMessageRow,
    DeliverySettingsRow,
)
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.outgoing import Outgoing
from marketing_agent.kernel.sealing import Sealer
from marketing_agent.tenancy.schemas import Caller, Workspace

_LAST = 4
_WANTED = set(Wanted.model_fields)


def shown(session: Session, workspace: Workspace, settings: Settings) -> AlertSettings:
    """As they were set, else nothing: then alerts are in the app alone."""
    row = repository.settings(session, workspace.id)
    kept = {"email": row.email, "quiet": row.quiet, "digest": row.digest} if row else {}
    put = AlertSettingsPut.model_validate(kept)
    return AlertSettings(
        email=put.email,
        chats=tuple(map(_chat, repository.chats(session, workspace.id))),
        quiet=put.quiet,
        digest=put.digest,
        digest_due=row.digest_due if row else None,
        timezone=workspace.timezone,
        mail="smtp" if settings.smtp_host else "preview",
    )


def _chat(row: AlertChatRow) -> ChatChannel:
    known = {"id": row.id, "name": row.name, "host": row.host, "last4": row.last4}
    return ChatChannel.model_validate(row.wanted | known)


def put(
    session: Session,
    caller: Caller,
    workspace: Workspace,
    wanted: AlertSettingsPut,
    settings: Settings,
    address: str,
) -> AlertSettings:
    """Replaces them all. `address` is that of the app, for links in messages.

    Raises AddressRefused, SettingsUnclear, UnknownAlertRecipient and UnknownChannel.
    """
    check(session, caller, workspace, wanted)
    row = _saved(session, workspace, wanted, address)
    _keep_chats(session, workspace, wanted.chats, settings)
    session.flush()
    plan = plan_of(session, workspace)
    if plan is not None:
        digests.replan(session, row, plan)
    for message in repository.all_unsent(session, workspace.id):
        outbox.send(session, message)  # whether it still has to wait is looked at then
    return shown(session, workspace, settings)


def _saved(
    session: Session, workspace: Workspace, wanted: AlertSettingsPut, address: str
) -> DeliverySettingsRow:
    kept = wanted.model_dump(mode="json", exclude={"chats"})
    new = DeliverySettingsRow(workspace_id=workspace.id, address=address, **kept)
    row = repository.first_settings(session, new)
    row.address = address
    for name, value in kept.items():
        setattr(row, name, value)
    return row


def _keep_chats(
    session: Session, workspace: Workspace, wanted: Sequence[ChatWanted], settings: Settings
) -> None:
    there = {row.id: row for row in repository.chats(session, workspace.id)}
    kept = {chat.id for chat in wanted if chat.id is not None}
    if not kept <= there.keys():
        raise UnknownChannel("There is no such chat.")
    for named in there.keys() - kept:
        session.delete(there[named])
    for position, chat in enumerate(wanted):
        known = there.get(chat.id or "")
        row = known or _new_chat(workspace, chat, position)
        _change(row, chat, position, settings)
        session.add(row)


def _new_chat(workspace: Workspace, chat: ChatWanted, position: int) -> AlertChatRow:
    return AlertChatRow(
        id=new_id(),
        workspace_id=workspace.id,
        position=position,
        name=chat.name,
        url=b"",
        host="",
        last4="",
        wanted={},
    )


def _change(row: AlertChatRow, chat: ChatWanted, position: int, settings: Settings) -> None:
    row.name, row.position = chat.name, position
    row.wanted = chat.model_dump(mode="json", include=_WANTED)
    if chat.url is not None:
        outgoing = Outgoing.of(settings)
        outgoing.check(chat.url)
        row.url = Sealer(settings.hash_key).seal(chat.url, bound(row.id))
        row.host, row.last4 = outgoing.host_of(chat.url), chat.url[-_LAST:]


def deliveries(session: Session, workspace: Workspace, limit: int, offset: int) -> AlertDeliveries:
    """A page of what was told, what waits and what was given up, the newest first."""
    rows, total = repository.messages(session, workspace.id, limit, offset)
    return AlertDeliveries(items=tuple(map(_delivery, rows)), total=total)


def told(session: Session, alert_id: str) -> tuple[AlertDelivery, ...]:
    """The messages that an alert was told in, the oldest first."""
    return tuple(map(_delivery, repository.messages_about(session, alert_id)))


def _delivery(row: AlertMessageRow) -> AlertDelivery:
    return AlertDelivery.model_validate(row.model_dump(include=set(AlertDelivery.model_fields)))
