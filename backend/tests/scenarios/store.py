"""A sample store's export folder and what is true of it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ZONE = "America/New_York"


@dataclass(frozen=True)
class Store:
    """The folder to drop, and its planted truth, which is kept out of the folder."""

    folder: Path
    truth: dict[str, Any]

    @classmethod
    def take(cls, folder: Path) -> "Store":
        """Takes the truth out, so that only exports are dropped."""
        beside = folder / "truth.json"
        truth = json.loads(beside.read_text("utf-8"))
        beside.unlink()
        return cls(folder, truth)

    @property
    def files(self) -> dict[str, int]:
        """Path within the folder → rows."""
        return {file["path"]: file["rows"] for file in self.truth["files"]}

    def money(self, name: str) -> str:
        """A total of the last 30 days as the drawer writes it."""
        return f"${self.truth['last_30_days']['money'][name] / 100:,.2f}"

    def count(self, name: str) -> str:
        """A count of the last 30 days, as everything writes it."""
        return f"{self.truth['last_30_days']['counts'][name]:,}"
