"""What boards need of the guard and the sandbox of ad-hoc SQL, which live beside them."""

from dataclasses import dataclass
from typing import Protocol

from marketing_agent.tenancy.schemas import Workspace

MAX_ROWS = 1_000


@dataclass(frozen=True)
class Table:
    """Rows as JSON values; `types` are the engine's names."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[list[str | int | float | bool | None]]
    truncated: bool
    ms: float


class Statements(Protocol):
    """Provided by the composition root."""

    def check(self, sql: str) -> str:
        """The statement as it would run, of at most MAX_ROWS rows; raises the guard's refusal."""
        ...

    def run(self, workspace: Workspace, checked: str) -> Table:
        """Runs a checked statement in the sandbox. Hold no database session meanwhile."""
        ...
