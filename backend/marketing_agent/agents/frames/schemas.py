"""What crosses the boundary of frames."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Kind = Literal["kpis", "board", "widget", "question"]
# One host, no wildcard, no path: it goes into a header as it is.
Origin = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        max_length=300,
        pattern=r"^(https://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|http://(localhost|127\.0\.0\.1))"
        r"(:[0-9]{1,5})?$",
    ),
]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class FrameCreate(Frozen):
    """What to show, on which sites, for how many days."""

    kind: Kind
    thing_id: Annotated[str, Field(max_length=64)] | None = None
    origins: Annotated[tuple[Origin, ...], Field(min_length=1, max_length=10)]
    days: Annotated[int, Field(ge=1, le=365)] = 30

    @model_validator(mode="after")
    def _names_its_thing(self) -> Self:
        if (self.kind in ("widget", "question")) != (self.thing_id is not None):
            raise ValueError("a widget or a question is named by thing_id, and nothing else")
        return self


class Frame(Frozen):
    """`path` is the signed address, on the host of this installation."""

    id: str
    kind: Kind
    thing_id: str | None
    name: str
    origins: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    path: str


class Frames(Frozen):
    items: tuple[Frame, ...]


class Shown(Frozen):
    """What a frame shows: the view that draws it, and the result as a tool gave it."""

    name: str
    view: str
    origins: tuple[str, ...]
    result: dict[str, Any]
