"""What settings of alert delivery must hold, beyond the form of each field."""

from datetime import time

from sqlmodel import Session

from marketing_agent.insights.delivery.clock import within
from marketing_agent.insights.delivery.errors import SettingsUnclear, UnknownAlertRecipient
from marketing_agent.insights.delivery.schemas import AlertSettingsPut
from marketing_agent.kernel.time import zone
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Workspace

_FOREVER = "Quiet hours need an end that is not their start."
_AT_NIGHT = "The digest would be sent within the quiet hours. Choose another hour."
_NEVER = "A channel is told in the digest only, but no digest is sent. Choose daily or weekly."
_NOBODY = "Choose at least one member who gets the mail, or switch e-mail off."
_TWICE = "A chat is named twice."
_NO_URL = "A new chat needs its webhook address."


def check(session: Session, caller: Caller, workspace: Workspace, put: AlertSettingsPut) -> None:
    """Raises SettingsUnclear, UnknownAlertRecipient, and Invalid for a zone nobody knows."""
    zone(workspace.timezone)
    _check_times(put)
    _check_recipients(session, caller, put)
    channels = [put.email, *put.chats]
    if put.digest.every == "off" and any(one.on and one.when == "digest" for one in channels):
        raise SettingsUnclear(_NEVER)
    named = [chat.id for chat in put.chats if chat.id is not None]
    if len(named) != len(set(named)):
        raise SettingsUnclear(_TWICE)
    if any(chat.id is None and chat.url is None for chat in put.chats):
        raise SettingsUnclear(_NO_URL)


def _check_times(put: AlertSettingsPut) -> None:
    if put.quiet is None:
        return
    if put.quiet.start == put.quiet.end:
        raise SettingsUnclear(_FOREVER)
    if put.digest.every != "off" and within(put.quiet, time(put.digest.hour)):
        raise SettingsUnclear(_AT_NIGHT)


def _check_recipients(session: Session, caller: Caller, put: AlertSettingsPut) -> None:
    wanted = set(put.email.recipients)
    if put.email.on and not wanted:
        raise SettingsUnclear(_NOBODY)
    members = {member.user_id for member in tenancy.list_members(session, caller)}
    if not wanted <= members:
        raise UnknownAlertRecipient("Alerts are mailed to members of this workspace only.")
