"""Tables of apps: the client, what a person allowed it, and the secrets of that."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class AppClientRow(SQLModel, table=True):
    """An app, by what it says of itself. `document`: its id is the address where it says it."""

    __tablename__ = "app_client"

    id: str = Field(primary_key=True)
    name: str
    redirect_uris: list[str] = Field(sa_type=JSONB)
    auth_method: str
    secret_hash: str | None = None
    document: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    read_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class AppGrantRow(SQLModel, table=True):
    """What one person allowed one app in one workspace, at some doors."""

    __tablename__ = "app_grant"

    id: str = Field(primary_key=True)
    workspace_id: str
    user_id: str
    client_id: str
    role: str
    resources: list[str] = Field(sa_type=JSONB)
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    last_used_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    revoked_at: datetime | None = Field(default=None, sa_type=_INSTANT)


class AppSecretRow(SQLModel, table=True):
    """A code, an access token or a refresh token: its hash alone.

    `resources`: the doors of an access token that was asked for fewer than were allowed.
    """

    __tablename__ = "app_secret"

    secret_hash: str = Field(primary_key=True)
    workspace_id: str
    grant_id: str
    kind: str
    redirect_uri: str | None = None
    challenge: str | None = None
    resources: list[str] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    expires_at: datetime = Field(sa_type=_INSTANT)
    used_at: datetime | None = Field(default=None, sa_type=_INSTANT)
