"""What crosses the boundary of tenancy: frozen shapes, never table rows."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Role = Literal["owner", "admin", "marketer", "approver", "viewer"]
CallerKind = Literal["user", "api_key", "app", "cli", "job"]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Password = Annotated[str, StringConstraints(min_length=12, max_length=200)]
Token = Annotated[str, StringConstraints(min_length=16, max_length=200)]
# A plain check suffices: mail is never sent to an address nobody confirmed.
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        max_length=254,
        pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$",
    ),
]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Caller(Frozen):
    """Who is asking, in which workspace, and with which role.

    `key_of` is the member who made the API key that asks; a key of the command line has none.
    `key_id` is the API key or connected app itself, also in what goes on for it in the background.
    """

    workspace_id: str
    user_id: str | None
    role: Role
    kind: CallerKind
    key_of: str | None = None
    key_id: str | None = None


class Workspace(Frozen):
    """A store: its zone decides what a day is, its currency what a number means.

    With `four_eyes` no key and no app decides what it asked for itself.
    """

    id: str
    slug: str
    name: str
    timezone: str
    currency: str
    warehouse_version: int
    four_eyes: bool


class MyWorkspace(Workspace):
    """A workspace with the role that the signed-in person has in it."""

    role: Role


class WorkspaceCreate(Frozen):
    name: Name
    timezone: str
    currency: Currency
    slug: Slug | None = None


class WorkspaceUpdate(Frozen):
    """What changes; `four_eyes` is switched by an owner in person."""

    name: Name | None = None
    four_eyes: bool | None = None


class User(Frozen):
    id: str
    email: str
    name: str


class SessionInfo(Frozen):
    """The signed-in person, their workspaces and the token unsafe requests must carry."""

    user: User
    workspaces: list[MyWorkspace]
    csrf_token: str


class SignedIn(Frozen):
    """A new session: the cookie's secret, shown once, and its public part."""

    token: str
    info: SessionInfo


class SetupState(Frozen):
    needed: bool


class Setup(Frozen):
    token: Token
    name: Name
    email: Email
    password: Password


class Login(Frozen):
    email: Email
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class SignInLink(Frozen):
    token: Token


class Join(Frozen):
    """What an invited person sends: the link's token and the password they want."""

    token: Token
    password: Password


class Invitation(Frozen):
    """Path of the page where an invited person sets a password; it works once."""

    sign_in_path: str


class Member(Frozen):
    """`pending` until the person has set a password."""

    user_id: str
    email: str
    name: str
    role: Role
    created_at: datetime
    pending: bool


class MemberCreate(Frozen):
    email: Email
    name: Name
    role: Role


class MemberInvited(Member):
    """A new member with the path to open: to set a password, or to sign in where one is set."""

    sign_in_path: str


class MemberUpdate(Frozen):
    role: Role


class ApiKey(Frozen):
    id: str
    name: str
    prefix: str
    role: Role
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class ApiKeyCreate(Frozen):
    name: Name
    role: Role


class ApiKeyCreated(ApiKey):
    """The only time the key itself is shown."""

    key: str


class Members(Frozen):
    items: list[Member]


class ApiKeys(Frozen):
    items: list[ApiKey]


class Workspaces(Frozen):
    items: list[MyWorkspace] = Field(description="Workspaces the caller may open")
