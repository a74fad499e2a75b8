"""What crosses the boundary of apps."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from marketing_agent.tenancy.schemas import Role

AuthMethod = Literal["none", "client_secret_post", "client_secret_basic"]
Text = Annotated[str, StringConstraints(max_length=2000)]
READ, WRITE = "read", "write"


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class AppRequest(Frozen):
    """What an app asks by way of the person's browser (RFC 6749 §4.1.1, RFC 7636, RFC 8707).

    Everything may be missing here: what is wrong is said in one sentence, not in seven.
    """

    client_id: Text = ""
    redirect_uri: Text = ""
    response_type: Text = ""
    code_challenge: Text = ""
    code_challenge_method: Text = ""
    state: Text = ""
    scope: Text = ""
    resource: Annotated[tuple[Text, ...], Field(max_length=10)] = ()


class AppChoice(Frozen):
    """A workspace that the app may be let into, with the roles that the person could lend it."""

    workspace_id: str
    name: str
    roles: tuple[Role, ...]


class AppDoor(Frozen):
    """A protocol that an app may speak here, and where."""

    name: str
    resource: str


class AppAsks(Frozen):
    """Who asks for what: shown to the person before anything is given.

    `named_by` is the host whose document names the app; null when it only says so itself.
    """

    name: str
    named_by: str | None
    redirect_host: str
    redirect_uri: str
    doors: tuple[AppDoor, ...]
    choices: tuple[AppChoice, ...]


class AppDecision(BaseModel):
    """Yes or no, for one workspace and one role; nothing is preset."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    request: AppRequest
    approved: bool
    workspace_id: str | None = None
    role: Role | None = None


class AppAnswer(Frozen):
    """Where the person's browser goes on to: the app's own registered address."""

    redirect_to: str


class ConnectedApp(Frozen):
    """What a person allowed an app. `person` is whose rights it has, at most `role`."""

    id: str
    name: str
    named_by: str | None
    person: str
    mine: bool
    role: Role
    doors: tuple[AppDoor, ...]
    created_at: datetime
    last_used_at: datetime | None


class ConnectedApps(Frozen):
    items: tuple[ConnectedApp, ...]


class Registration(Frozen):
    """What an app says of itself (RFC 7591); what we do not use is not kept."""

    redirect_uris: Annotated[tuple[Text, ...], Field(min_length=1, max_length=10)]
    client_name: Text | None = None
    token_endpoint_auth_method: str | None = None
    grant_types: tuple[str, ...] = ("authorization_code", "refresh_token")
    response_types: tuple[str, ...] = ("code",)


class Tokens(Frozen):
    """RFC 6749 §5.1; `expires_in` in seconds."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105
    expires_in: int
    refresh_token: str
    scope: str


class TokenRefused(Frozen):
    """RFC 6749 §5.2."""

    error: Literal[
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "invalid_target",
        "unsupported_grant_type",
    ]
    error_description: str
