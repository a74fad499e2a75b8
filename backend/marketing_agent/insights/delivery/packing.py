"""A message made ready for one try: for whom, about what, and whether it is time."""

from collections.abc import Sequence

from sqlmodel import Session

from marketing_agent.insights.alerts.tables import AlertRow
from marketing_agent.insights.delivery import letters, outbox, repository
from marketing_agent.insights.delivery.channels import Channel, Plan, plan_of
from marketing_agent.insights.delivery.clock import sendable
from marketing_agent.insights.delivery.letters import Letter
from marketing_agent.insights.delivery.sending import Addressee, Parcel
from marketing_agent.insights.delivery.tables import AlertChatRow, AlertMessageRow
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.sealing import Sealer
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace

_GONE = "This channel was removed."
_OFF = "This channel is switched off."
_NOBODY = "None of the people chosen can be written to: a member has to have signed in once."
_DONE = "Nothing is left to tell: it was resolved, or is no longer wanted here."


def bound(chat_id: str) -> str:
    """What the sealed address of a chat is bound to."""
    return f"alert chat {chat_id}"


def pack(session: Session, settings: Settings, row: AlertMessageRow) -> Parcel | None:
    """The parcel, with its try noted; None where it waits for morning or nobody wants it now."""
    workspace = tenancy.get_workspace(session, row.workspace_id)
    plan = plan_of(session, workspace)
    channel = plan.find(row.channel_id) if plan else None
    if plan is None or channel is None or not channel.wanted.on:
        _drop(row, _GONE if channel is None else _OFF)
        return None
    if _held(session, plan, row):
        return None
    to = addressee(session, settings, workspace, channel)
    if to is None:
        _drop(row, _NOBODY)
        return None
    letter = _letter(session, workspace.name, channel, row, app_address(settings, plan))
    if letter is None:
        _drop(row, _DONE)
        return None
    row.status, row.attempts, row.next_at = "sending", row.attempts + 1, None
    return Parcel(row.id, row.workspace_id, letter, to)


def _drop(row: AlertMessageRow, why: str) -> None:
    row.status, row.problem, row.settled_at, row.next_at = "dropped", why, now(), None


def _held(session: Session, plan: Plan, row: AlertMessageRow) -> bool:
    """Has it come again when quiet hours end: they may have begun since it was queued."""
    breaks = row.urgent and plan.quiet is not None and plan.quiet.critical_breaks
    then = sendable(plan.quiet, plan.zone, now())
    if breaks or then <= now():
        return False
    row.status = "waiting"
    outbox.send(session, row, then)
    return True


def addressee(
    session: Session, settings: Settings, workspace: Workspace, channel: Channel
) -> Addressee | None:
    """Where the channel leads; None where no person is left who can be written to."""
    if channel.chat is not None:
        return Addressee(url=opened(settings, channel.chat))
    members = tenancy.list_members(session, tenancy.system_caller(workspace))
    people = tuple(
        (letters.plain(one.name), one.email)
        for one in members
        if one.user_id in channel.recipients and not one.pending
    )
    return Addressee(people) if people else None


def opened(settings: Settings, chat: AlertChatRow) -> str:
    """The address of a chat, as it was given."""
    return Sealer(settings.hash_key).open(chat.url, bound(chat.id))


def app_address(settings: Settings, plan: Plan) -> str:
    """Where links lead: as the operator set it, else where the settings were last saved."""
    return settings.public_url.rstrip("/") if settings.public_url else plan.address


def _letter(
    session: Session, store: str, channel: Channel, row: AlertMessageRow, address: str
) -> Letter | None:
    """What there is to say by now, a digest noted as telling it; None for nothing."""
    if row.since is None or row.until is None:
        alerts = _wanted(channel, repository.alerts_of(session, row.id))
        return letters.of_alerts(store, alerts, address) if alerts else None
    alerts = _wanted(channel, repository.raised(session, row.since, row.until))
    if not alerts:
        return None
    repository.tell_again(session, row, [alert.id for alert in alerts])
    waiting = repository.open_by_severity(session, row.workspace_id)
    return letters.of_digest(store, alerts, waiting, address)


def _wanted(channel: Channel, alerts: Sequence[AlertRow]) -> list[AlertRow]:
    return [alert for alert in alerts if channel.wants(alert)]
