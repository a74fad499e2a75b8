"""What a question selects: its metrics, its split, its filters."""

from dataclasses import dataclass, field
from typing import Any

from marketing_agent.ask.schemas import Assumption


@dataclass
class Selection:
    """The names of a question by what they do in it."""

    metrics: list[str] = field(default_factory=list)
    dimensions: list[str] = field(default_factory=list)
    filters: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Assumption] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    """What is understood and still lacks something, as sentences."""
    grain: str | None = None
    plural: bool = False
    order_by: str | None = None
    versus: bool = False
    """Whether values stand against each other (“desktop vs mobile”)."""
