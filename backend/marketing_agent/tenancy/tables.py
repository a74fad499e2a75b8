"""Tables of workspaces, people and what they sign in with."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class WorkspaceRow(SQLModel, table=True):
    __tablename__ = "workspaces"

    id: str = Field(primary_key=True)
    slug: str
    name: str
    timezone: str
    currency: str
    warehouse_version: int = 0
    four_eyes: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class UserRow(SQLModel, table=True):
    __tablename__ = "users"

    id: str = Field(primary_key=True)
    email: str
    name: str
    password_hash: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class MemberRow(SQLModel, table=True):
    __tablename__ = "members"

    workspace_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    role: str
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class UserSessionRow(SQLModel, table=True):
    __tablename__ = "user_sessions"

    token_hash: str = Field(primary_key=True)
    user_id: str
    csrf_token: str
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    expires_at: datetime = Field(sa_type=_INSTANT)


class OneTimeLinkRow(SQLModel, table=True):
    __tablename__ = "one_time_links"

    token_hash: str = Field(primary_key=True)
    purpose: str
    user_id: str | None = None
    expires_at: datetime = Field(sa_type=_INSTANT)
    used_at: datetime | None = Field(default=None, sa_type=_INSTANT)


class LoginAttemptRow(SQLModel, table=True):
    __tablename__ = "login_attempts"

    id: int | None = Field(default=None, primary_key=True)
    subject: str
    at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class ApiKeyRow(SQLModel, table=True):
    __tablename__ = "api_keys"

    id: str = Field(primary_key=True)
    workspace_id: str
    name: str
    prefix: str
    key_hash: str
    role: str
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    last_used_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    revoked_at: datetime | None = Field(default=None, sa_type=_INSTANT)
