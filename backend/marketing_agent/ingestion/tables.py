"""Tables of imports, their files and rejected rows, and contacts."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class ImportRow(SQLModel, table=True):
    __tablename__ = "imports"

    id: str = Field(primary_key=True)
    workspace_id: str
    status: str = "queued"
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    finished_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    moved_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    seconds: float = 0
    progress: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    error_code: str | None = None
    error_message: str | None = None
    warehouse_version: int | None = None
    stores: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    only_store: str | None = None


class ImportFileRow(SQLModel, table=True):
    __tablename__ = "import_files"

    id: str = Field(primary_key=True)
    workspace_id: str
    import_id: str
    position: int
    name: str
    sha256: str | None = None
    size: int = Field(default=0, sa_type=BigInteger)
    kind: str | None = None
    kind_label: str | None = None
    status: str = "pending"
    reason: str | None = None
    rows_in: int = Field(default=0, sa_type=BigInteger)
    loaded: int = Field(default=0, sa_type=BigInteger)
    rejected: int = Field(default=0, sa_type=BigInteger)
    duplicates: int = Field(default=0, sa_type=BigInteger)
    encoding: str | None = None
    delimiter: str | None = None
    headers: list[str] = Field(default_factory=list, sa_type=JSONB)
    staged: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)


class RejectionRow(SQLModel, table=True):
    __tablename__ = "import_rejections"

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str
    file_id: str
    row_number: int = Field(sa_type=BigInteger)
    reason: str
    cells: dict[str, Any] = Field(sa_type=JSONB)


class ContactRow(SQLModel, table=True):
    __tablename__ = "contacts"

    workspace_id: str = Field(primary_key=True)
    customer_key: str = Field(primary_key=True)
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    accepts_email: bool | None = None
    accepts_sms: bool | None = None
    import_id: str
