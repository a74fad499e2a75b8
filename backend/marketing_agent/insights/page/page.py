"""A page of insights: its name, what may be chosen on it, and how it is built."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import (
    Choice,
    Gap,
    InsightInfo,
    InsightName,
    Option,
    Part,
)
from marketing_agent.metrics.windows import DEFAULT_RANGE


@dataclass
class Told:
    """What a page has to say: sentences first, then parts, then what it cannot show."""

    sentences: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    more: bool = False
    """Whether something was left out because only what comes first was asked for."""


@dataclass(frozen=True)
class Page:
    """One entry of the list of pages. `build` never raises for a store that lacks data: it tells
    the gap instead."""

    name: InsightName
    title: str
    description: str
    needs: str
    build: Callable[[Ground], Told]
    options: tuple[Option, ...] = ()
    default_range: str = DEFAULT_RANGE
    members: bool = False
    """Whether it tells the story of one member of its split, asked for by name."""

    @property
    def info(self) -> InsightInfo:
        return InsightInfo(
            name=self.name,
            title=self.title,
            description=self.description,
            needs=self.needs,
            default_range=self.default_range,
            options=self.options,
        )


def grain(value: str, *choices: str) -> Option:
    """The option of how long a step is."""
    return _option("grain", "Step", value, [(each, each.capitalize()) for each in choices])


def split(value: str, choices: Sequence[tuple[str, str]]) -> Option:
    """The option of what to split by, as pairs of value and label."""
    return _option("split", "Split by", value, choices)


def show(value: str, choices: Sequence[tuple[str, str]]) -> Option:
    """The option of which figure to show."""
    return _option("show", "Show", value, choices)


def _option(name: str, label: str, value: str, choices: Sequence[tuple[str, str]]) -> Option:
    made = [Choice(value=each, label=text) for each, text in choices]
    return Option.model_validate({"name": name, "label": label, "value": value, "choices": made})
