"""The table of passages."""

from sqlalchemy import ARRAY, REAL, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel


class PassageRow(SQLModel, table=True):
    """A piece of text of one thing. `digest` is that of everything the passage was made from.

    `embedding` is of the model `embedded_by`. `listed` ones are found by everybody in the
    workspace, others only where their document is named.
    """

    __tablename__ = "passage"

    workspace_id: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    source_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    document_id: str | None = None
    listed: bool
    title: str
    heading: str | None = None
    page: int | None = None
    body: str
    words: str = Field(sa_type=TSVECTOR)
    grams: list[str] = Field(sa_type=ARRAY(Text))
    embedding: list[float] | None = Field(default=None, sa_type=ARRAY(REAL))
    embedded_by: str | None = None
    digest: str
