"""Workspaces, their members and their API keys."""

import logging
import re
from collections.abc import Collection

from sqlmodel import Session

from marketing_agent.kernel.errors import NotFound
from marketing_agent.kernel.ids import new_id, new_token
from marketing_agent.kernel.time import now, zone
from marketing_agent.tenancy import repository
from marketing_agent.tenancy.errors import LastOwner, NameTaken, RoleNeeded, VersionMoved
from marketing_agent.tenancy.passwords import token_hash
from marketing_agent.tenancy.schemas import (
    ApiKey,
    ApiKeyCreate,
    ApiKeyCreated,
    Caller,
    Member,
    MemberCreate,
    MyWorkspace,
    Role,
    Workspace,
    WorkspaceCreate,
    WorkspaceUpdate,
)
from marketing_agent.tenancy.tables import ApiKeyRow, MemberRow, UserRow, WorkspaceRow

log = logging.getLogger(__name__)
KEY_PREFIX = "ma_"
_RANK = {"viewer": 0, "approver": 1, "marketer": 2, "admin": 3, "owner": 4}


def _workspace(row: WorkspaceRow) -> Workspace:
    return Workspace.model_validate(row.model_dump(include=set(Workspace.model_fields)))


def get_workspace(session: Session, workspace_id: str) -> Workspace:
    """The workspace of that id, or NotFound."""
    row = session.get(WorkspaceRow, workspace_id)
    if row is None:
        raise NotFound("There is no such workspace.")
    return _workspace(row)


def find_workspace(session: Session, name: str) -> Workspace | None:
    """The workspace with that id or short name (slug), or None. Needs a system session."""
    row = session.get(WorkspaceRow, name) or repository.workspace_by_slug(session, name)
    return _workspace(row) if row else None


def list_workspaces(session: Session) -> list[Workspace]:
    """Every workspace, by name; for commands and jobs. Needs a system session."""
    return [_workspace(row) for row in repository.all_workspaces(session)]


def workspaces_of(session: Session, user_id: str) -> list[MyWorkspace]:
    """The workspaces a person belongs to, with their role. Needs a system session."""
    return [
        MyWorkspace.model_validate(_workspace(row).model_dump() | {"role": role})
        for row, role in repository.workspaces_of(session, user_id)
    ]


def slug_of(name: str) -> str:
    """A short name for URLs and commands: lower case, digits and hyphens."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:63]
    return slug or "store"


def create_workspace(
    session: Session, new: WorkspaceCreate, owner_id: str | None = None
) -> Workspace:
    """Makes a workspace, with its first owner if given. Needs a system session."""
    zone(new.timezone)
    slug = new.slug or slug_of(new.name)
    if repository.workspace_by_slug(session, slug):
        raise NameTaken(f"A workspace named {slug!r} is there already.")
    row = WorkspaceRow(
        id=new_id(), slug=slug, name=new.name, timezone=new.timezone, currency=new.currency
    )
    session.add(row)
    session.flush()
    if owner_id:
        session.add(MemberRow(workspace_id=row.id, user_id=owner_id, role="owner"))
        session.flush()
    return _workspace(row)


def update_workspace(session: Session, caller: Caller, changes: WorkspaceUpdate) -> Workspace:
    """Changes the caller's workspace; raises RoleNeeded where only an owner in person may."""
    row = session.get_one(WorkspaceRow, caller.workspace_id)
    row.name = changes.name or row.name
    if changes.four_eyes not in (None, row.four_eyes):
        require_role(caller, "owner")
        _require_person(caller, "Whether a second key must approve")
        row.four_eyes = not row.four_eyes
        log.info("four eyes were switched", extra={"on": row.four_eyes, "by": caller.user_id})
    session.flush()
    return _workspace(row)


def require_two(session: Session, caller: Caller, what: str) -> None:
    """Raises RoleNeeded for a key that would give itself a second pair of eyes."""
    if get_workspace(session, caller.workspace_id).four_eyes:
        _require_person(caller, what)


def _require_person(caller: Caller, what: str) -> None:
    if caller.key_id is not None:
        raise RoleNeeded(f"{what} is decided by a person, not by a key or an app.")


def publish_warehouse_version(session: Session, workspace_id: str, expected: int, new: int) -> None:
    """Points the workspace at a new warehouse version; VersionMoved when it was moved meanwhile."""
    if not repository.move_version(session, workspace_id, expected, new):
        raise VersionMoved("Another import was published first.")


def _check_rank(caller: Caller, role: Role) -> None:
    if _RANK[role] > _RANK[caller.role]:
        raise RoleNeeded(f"Your role is {caller.role}: it cannot give or change the role {role}.")


def list_members(session: Session, caller: Caller) -> list[Member]:
    """The people of the caller's workspace, oldest first."""
    rows = repository.members_of(session, caller.workspace_id)
    return [_member(*row) for row in rows]


def names_of(session: Session, user_ids: Collection[str]) -> dict[str, str]:
    """Names of people by id, for what they made."""
    return repository.names_of(session, user_ids) if user_ids else {}


def _member(row: MemberRow, user: UserRow) -> Member:
    return Member.model_validate(
        {"user_id": user.id, "email": user.email, "name": user.name}
        | {"role": row.role, "created_at": row.created_at}
        | {"pending": user.password_hash is None}
    )


def add_member(session: Session, caller: Caller, new: MemberCreate) -> Member:
    """Adds a person to the caller's workspace, with a new account if they have none."""
    _check_rank(caller, new.role)
    user = repository.user_by_email(session, new.email)
    if user is None:
        user = UserRow(id=new_id(), email=new.email, name=new.name)
        session.add(user)
        session.flush()
    if repository.member(session, caller.workspace_id, user.id):
        raise NameTaken(f"{new.email} is a member already.")
    row = MemberRow(workspace_id=caller.workspace_id, user_id=user.id, role=new.role)
    session.add(row)
    session.flush()
    return _member(row, user)


def change_member(session: Session, caller: Caller, user_id: str, role: Role) -> Member:
    """Gives a member another role; the last owner stays one."""
    row = existing_member(session, caller, user_id)
    _check_rank(caller, role)
    if role != "owner":
        _keep_an_owner(session, row)
    row.role = role
    session.flush()
    return _member(row, session.get_one(UserRow, user_id))


def remove_member(session: Session, caller: Caller, user_id: str) -> None:
    """Takes a person out of the workspace; the last owner stays."""
    row = existing_member(session, caller, user_id)
    _keep_an_owner(session, row)
    repository.drop_links(session, "invite", user_id)
    session.delete(row)


def existing_member(session: Session, caller: Caller, user_id: str) -> MemberRow:
    """The member, if the caller may manage them; NotFound for people of other workspaces."""
    row = repository.member(session, caller.workspace_id, user_id)
    if row is None:
        raise NotFound("There is no such member.")
    _check_rank(caller, "owner" if row.role == "owner" else "viewer")
    return row


def _keep_an_owner(session: Session, row: MemberRow) -> None:
    if row.role == "owner" and repository.count_owners(session, row.workspace_id) == 1:
        raise LastOwner("A workspace keeps at least one owner: make somebody else owner first.")


def _api_key(row: ApiKeyRow) -> ApiKey:
    return ApiKey.model_validate(row.model_dump(include=set(ApiKey.model_fields)))


def list_api_keys(session: Session, caller: Caller) -> list[ApiKey]:
    """The API keys of the caller's workspace, newest first, without their secrets."""
    return [_api_key(row) for row in repository.keys_of(session, caller.workspace_id)]


def create_api_key(session: Session, caller: Caller, new: ApiKeyCreate) -> ApiKeyCreated:
    """Makes an API key bound to the workspace; the key itself is returned this once."""
    _check_rank(caller, new.role)
    require_two(session, caller, "Who has a key")
    key = KEY_PREFIX + new_token()
    row = ApiKeyRow(
        id=new_id(),
        workspace_id=caller.workspace_id,
        name=new.name,
        prefix=key[:9],
        key_hash=token_hash(key),
        role=new.role,
        created_by=caller.user_id or caller.key_of,
    )
    session.add(row)
    session.flush()
    return ApiKeyCreated.model_validate(_api_key(row).model_dump() | {"key": key})


def revoke_api_key(session: Session, caller: Caller, key_id: str) -> None:
    """Ends an API key at once."""
    row = session.get(ApiKeyRow, key_id)
    if row is None or row.workspace_id != caller.workspace_id:
        raise NotFound("There is no such API key.")
    row.revoked_at = now()


def system_caller(workspace: Workspace) -> Caller:
    """The caller that commands and jobs act as: somebody with the machine already."""
    return Caller(workspace_id=workspace.id, user_id=None, role="owner", kind="cli")


def member_caller(
    session: Session, workspace_id: str, user_id: str, key_id: str | None = None
) -> Caller | None:
    """A member as the caller of work that goes on without them; None when they have left.

    `key_id` is the key or app that has it done.
    """
    row = repository.member(session, workspace_id, user_id)
    if row is None:
        return None
    return Caller.model_validate(
        {"workspace_id": workspace_id, "user_id": user_id, "role": row.role, "kind": "job"}
        | {"key_id": key_id}
    )


def member_behind(session: Session, caller: Caller) -> str | None:
    """Whom a key stands for: the member who made it, or for one of the machine the only owner."""
    if caller.key_of is not None:
        return caller.key_of
    rows = repository.members_of(session, caller.workspace_id)
    owners = [member.user_id for member, _user in rows if member.role == "owner"]
    return owners[0] if len(owners) == 1 else None


def has_rank(caller: Caller, role: Role) -> bool:
    """Whether a role has no more rights than the caller's."""
    return _RANK[role] <= _RANK[caller.role]


def require_rank(caller: Caller, role: Role) -> None:
    """Raises RoleNeeded for a role with more rights than the caller's: rights are not lent."""
    if not has_rank(caller, role):
        raise RoleNeeded(f"Your role is {caller.role}: this acts with the rights of {role}.")


def require_role(caller: Caller, *roles: Role) -> None:
    """Raises RoleNeeded unless the caller has one of the roles."""
    if caller.role not in roles:
        raise RoleNeeded(f"This needs the role {' or '.join(roles)}; yours is {caller.role}.")
