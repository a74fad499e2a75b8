"""Inviting people: an admin copies a one-time link, the invited person sets a password by it.

Everything here needs a system session: whether somebody has an account spans the workspaces.
"""

from sqlmodel import Session

from marketing_agent.kernel.errors import Invalid
from marketing_agent.tenancy import repository, service, sign_in
from marketing_agent.tenancy.links import make_link, use_link
from marketing_agent.tenancy.passwords import hash_password
from marketing_agent.tenancy.schemas import (
    Caller,
    Invitation,
    Join,
    MemberCreate,
    MemberInvited,
    SignedIn,
    User,
)
from marketing_agent.tenancy.tables import UserRow

_LOGIN = "/login/"


def invite(session: Session, caller: Caller, new: MemberCreate) -> MemberInvited:
    """Adds a person, with the link that lets them set a password if they have none yet."""
    service.require_two(session, caller, "Who is a member")
    member = service.add_member(session, caller, new)
    path = _LOGIN
    if _may_have_link(session, caller, member.user_id):
        path = make_link(session, "invite", member.user_id)
    return MemberInvited.model_validate(member.model_dump() | {"sign_in_path": path})


def renew(session: Session, caller: Caller, user_id: str) -> Invitation:
    """A new link for somebody who has not joined yet; the one before stops working."""
    service.require_two(session, caller, "Who is a member")
    service.existing_member(session, caller, user_id)
    if not _may_have_link(session, caller, user_id):
        raise Invalid("They have an account already and sign in with their password.")
    return Invitation(sign_in_path=make_link(session, "invite", user_id))


def join(session: Session, body: Join, days: int) -> SignedIn:
    """Takes the link, sets the password and signs in."""
    link = use_link(session, body.token, "invite")
    row = session.get_one(UserRow, link.user_id)
    row.password_hash = hash_password(body.password)
    return sign_in.start_session(session, User(id=row.id, email=row.email, name=row.name), days)


def _may_have_link(session: Session, caller: Caller, user_id: str) -> bool:
    # A link is as good as a password: it is never given for an account that somebody uses, nor
    # for one that reaches further than the workspace of whoever asks.
    if session.get_one(UserRow, user_id).password_hash:
        return False
    reach = {row.id for row, _role in repository.workspaces_of(session, user_id)}
    return reach == {caller.workspace_id}
