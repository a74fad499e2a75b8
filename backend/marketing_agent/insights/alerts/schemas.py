"""What crosses the boundary of alerts."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from marketing_agent.insights.page.schemas import Source

AlertKind = Literal["anomaly", "shift", "stock", "email"]
Severity = Literal["critical", "warning", "notice"]
AlertStatus = Literal["open", "acknowledged", "snoozed", "resolved"]
AlertAct = Literal["raised", "acknowledged", "snoozed", "resolved", "reopened", "ended"]
"""What happens to an alert. It is resolved by people, and ended by the data."""
Fact = str | int | float | bool | None
MOST_BODY = 2000
LASTING: frozenset[AlertKind] = frozenset({"stock", "email"})
"""Kinds that are a state: such an alert ends by itself when the state does. Others are of a day."""


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Piece(Frozen):
    """A piece of a sentence. `source` is the place of a number's source in the alert's own list."""

    text: str
    source: int | None = None


class Finding(Frozen):
    """Something that a look at the data found. `key` says what it is about: the same is one alert.

    `told` is the body in pieces, whose numbers point into `sources`, as the money does by
    `effect_source`. `effect_minor`: what it is about in money, minor units, signed; null where
    money says nothing.
    `page` is the address in the app that shows it. `facts` are small values for other programs.
    """

    key: Annotated[str, Field(max_length=300)]
    kind: AlertKind
    severity: Severity
    title: Annotated[str, Field(max_length=200)]
    body: Annotated[str, Field(max_length=MOST_BODY)]
    told: tuple[Piece, ...] = ()
    sources: tuple[Source, ...] = ()
    effect_source: int | None = None
    day: date | None = None
    effect_minor: int | None = None
    page: Annotated[str, Field(max_length=500)] = "/insights/changes/"
    facts: dict[str, Fact] = Field(default_factory=dict)


class Alert(Frozen):
    """An alert as people and programs see it. `effect` is in major units of `currency`.

    `told` is `body` in pieces, empty for what was raised before bodies had them: a piece that is a
    number has a place in the `sources` of the one alert, as `effect` has in `effect_source`. A
    snoozed alert is open again once its time has come. `times`: how often a look found it.
    """

    id: str
    kind: AlertKind
    severity: Severity
    title: str
    body: str
    told: tuple[Piece, ...]
    day: date | None
    effect_source: int | None
    effect: float | None
    currency: str
    page: str
    facts: dict[str, Fact]
    status: AlertStatus
    owner_id: str | None
    snoozed_until: datetime | None
    note: str | None
    times: int
    created_at: datetime
    seen_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None


class Alerts(Frozen):
    """A page of alerts, the gravest first; `open` of the workspace's wait for somebody."""

    items: tuple[Alert, ...]
    total: int
    open: int


class AlertSearch(Frozen):
    """Which alerts. Without a status: those that are open."""

    status: AlertStatus | Literal["all"] = "open"
    kind: AlertKind | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AlertAck(_Strict):
    """Somebody looks after it: the member named, else whoever says so."""

    owner_id: Annotated[str | None, Field(max_length=60)] = None


class AlertSnooze(_Strict):
    """Out of sight for some days."""

    days: Annotated[int, Field(ge=1, le=90)] = 7


class AlertResolve(_Strict):
    """Done with; a note says how."""

    note: Annotated[str | None, Field(max_length=1000)] = None
