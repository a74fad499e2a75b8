"""Files of one upload, known by the names they came with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from marketing_agent.connectors.folder.archive import Entry, Limits
from marketing_agent.connectors.folder.connector import FolderConnector
from marketing_agent.connectors.folder.names import (
    in_order,
    is_litter,
    numbered,
    refusal_of,
    shown,
)
from marketing_agent.connectors.sdk import Check, Refused


@dataclass(frozen=True)
class Uploaded:
    """One file of an upload."""

    name: str
    """As the sender gave it: never used as a path."""
    size: int
    file: BinaryIO


class UploadConnector(FolderConnector):
    """See `sdk.Connector`. Names may lead anywhere or repeat: they are shown, not followed."""

    def __init__(self, files: Sequence[Uploaded], max_bytes: int = Limits.total_bytes) -> None:
        super().__init__(Path(), max_bytes)
        self._files = sorted(files, key=lambda file: in_order(file.name))

    def check(self) -> Check:
        found = sum(not is_litter(file.name) for file in self._files)
        return Check(found > 0, f"{found} files came." if found else "There are no files.")

    def _entries(self) -> Iterator[Entry | Refused]:
        taken: set[str] = set()
        for file in self._files:
            if is_litter(file.name):
                continue
            name = numbered(shown(file.name), taken)
            taken.add(name)
            reason = refusal_of(file.name)
            yield Refused(name, reason) if reason else Entry(name, file.size, file.file)
