"""A test of a channel: a harmless message, sent while somebody waits for what comes of it."""

from marketing_agent.insights.delivery import letters, packing
from marketing_agent.insights.delivery.channels import plan_of
from marketing_agent.insights.delivery.errors import SettingsUnclear, UnknownChannel
from marketing_agent.insights.delivery.schemas import ChannelTested
from marketing_agent.insights.delivery.sending import Outcome, Parcel, send
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.ids import new_id
from marketing_agent.tenancy import service as tenancy

_NOBODY = "Nobody was chosen who can be written to: a member has to have signed in once."
_KEPT = "No mail server is set up, so the mail lies in the inbox of this app."


def try_channel(
    database: Database, settings: Settings, workspace_id: str, channel_id: str
) -> ChannelTested:
    """Sends a test, also by a channel that is off or at night. UnknownChannel, SettingsUnclear.

    No transaction is held while the other side is waited for.
    """
    parcel = _parcel(database, settings, workspace_id, channel_id)
    outcome = send(database, settings, parcel)
    return ChannelTested(delivered=outcome.delivered, said=_said(settings, parcel, outcome))


def _parcel(database: Database, settings: Settings, workspace_id: str, channel_id: str) -> Parcel:
    with database.transaction(workspace_id) as session:
        workspace = tenancy.get_workspace(session, workspace_id)
        plan = plan_of(session, workspace)
        channel = plan.find(channel_id) if plan else None
        if plan is None or channel is None:
            raise UnknownChannel("There is no such channel yet. Save the settings first.")
        to = packing.addressee(session, settings, workspace, channel)
        if to is None:
            raise SettingsUnclear(_NOBODY)
        letter = letters.of_test(workspace.name, packing.app_address(settings, plan))
        return Parcel(new_id(), workspace_id, letter, to)


def _said(settings: Settings, parcel: Parcel, outcome: Outcome) -> str:
    if outcome.problem is not None:
        return outcome.problem
    if parcel.to.url is not None:
        return f"The chat took the test and answered {outcome.answer}."
    return "The mail server took the test." if settings.smtp_host else _KEPT
