"""What numbers can be split by: dimensions, the lookups that lead to them, and their values."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

DimensionKind = Literal["text", "weekday", "hour", "month"]
CHANNEL_RULES = "channel_rules"
BUCKET_WEEKDAY = "bucket_weekday"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Derived(_Part):
    """A value made from a column: a fixed word, a part of a date, or the name of a variant."""

    const: str | None = None
    weekday: str | None = None
    hour: str | None = None
    month: str | None = None
    variant: str | None = None


Column = str | tuple[str, ...] | Derived


class Lookup(_Part):
    """A table reached by a key that only one of its rows has; `by` is the key's name on the way.

    `one_per` makes it so: of rows that share the key only those count that agree on that column.
    """

    table: str
    key: str
    by: str | None = None
    one_per: str | None = None


class ChannelRule(_Part):
    """A row of a report belongs to channel `to` when all of these dimensions hold such values."""

    to: str
    when: dict[str, tuple[str, ...]]


class Dimension(_Part):
    """A way to split numbers. `listed` values hold several at once: they filter and never split."""

    name: str
    label: str
    description: str
    synonyms: tuple[str, ...]
    kind: DimensionKind = "text"
    columns: dict[str, Column] = {}
    reports: tuple[str, ...] = ()
    values: str | None = None
    lower: bool = False
    listed: bool = False
    missing: str

    def __hash__(self) -> int:
        return hash(self.name)

    def column(self, entity: str) -> Column | None:
        """Where the entity holds it, if it does."""
        return self.columns.get(entity)

    def report_parts(self, carried: frozenset[str], carriers: tuple[str, ...]) -> str | None:
        """The entry of `reports` that a report with these dimensions can give."""
        for entry in self.reports:
            if entry == CHANNEL_RULES:
                found = bool(carried & set(carriers))
            elif entry == BUCKET_WEEKDAY:
                found = True
            else:
                found = set(entry.split("+")) <= carried
            if found:
                return entry
        return None


class Vocabulary(_Part):
    """All dimensions with what it takes to reach and name their values."""

    version: str
    dimensions: dict[str, Dimension]
    lookups: dict[str, Lookup]
    joins: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, tuple[str, ...]]]
    channel_carriers: tuple[str, ...]
    channel_rules: tuple[ChannelRule, ...] = Field(min_length=1)
