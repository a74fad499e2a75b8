"""What a client of A2A called its task by; all else of a task is its run."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now


class TaskRow(SQLModel, table=True):
    __tablename__ = "a2a_task"

    run_id: str = Field(primary_key=True)
    workspace_id: str
    context_id: str
    message_id: str
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
