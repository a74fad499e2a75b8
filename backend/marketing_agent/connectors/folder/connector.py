"""Reads files below a folder, one file, or one zip archive."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from marketing_agent.connectors.folder.archive import (
    RATIO_FROM,
    UNPACKING_ERRORS,
    Entry,
    Limits,
    archive_entries,
)
from marketing_agent.connectors.folder.names import in_order, is_litter, shown
from marketing_agent.connectors.sdk import Check, Item, Refused, Stream
from marketing_agent.connectors.sdk.errors import ItemRefused, SourceUnfit

_CHUNK = 1 << 20


class FolderConnector:
    """See `sdk.Connector`. `root` is a folder, a file or a zip archive."""

    def __init__(self, root: Path, max_bytes: int = Limits.total_bytes) -> None:
        self._root = root
        self._limits = Limits(total_bytes=max_bytes)
        self._left = self._limits.total_bytes

    def check(self) -> Check:
        if not self._root.exists():
            return Check(False, f"There is no file or folder named {shown(self._root.name)}.")
        try:
            # Refused files count too: each is to be noted with its reason.
            found = sum(1 for _ in self._entries())
        except SourceUnfit as error:
            return Check(False, error.message)
        return Check(found > 0, f"{found} files were found." if found else "There are no files.")

    def discover(self) -> Sequence[Stream]:
        return [
            Stream(entry.name, entry.size)
            for entry in self._entries()
            if isinstance(entry, Entry) and not entry.is_zip
        ]

    def read(self) -> Iterator[Item | Refused]:
        self._left = self._limits.total_bytes
        for entry in self._entries():
            if isinstance(entry, Refused):
                yield entry
            elif entry.is_zip:
                yield from self._read_archive(entry)
            else:
                yield Item(entry.name.removesuffix(".gz"), self._chunks(entry))

    def _read_archive(self, zipped: Entry) -> Iterator[Item | Refused]:
        try:
            for entry in archive_entries(zipped, zipped.name + "/", self._limits):
                yield (
                    entry if isinstance(entry, Refused) else Item(entry.name, self._chunks(entry))
                )
        except SourceUnfit as error:
            yield Refused(zipped.name, error.message)

    def _entries(self) -> Iterator[Entry | Refused]:
        if not self._root.is_file():
            return self._folder_entries()
        whole = Entry(self._root.name, self._root.stat().st_size, self._root)
        return archive_entries(whole, "", self._limits) if whole.is_zip else iter([whole])

    def _folder_entries(self) -> Iterator[Entry | Refused]:
        top = self._root.resolve()
        files = [path for path in self._root.rglob("*") if not path.is_dir()]
        if len(files) > self._limits.entries:
            raise SourceUnfit(f"The folder holds more than {self._limits.entries:,} files.")
        names = {path.relative_to(self._root).as_posix(): path for path in files}
        for name in sorted(names, key=in_order):
            path = names[name]
            if is_litter(name):
                continue
            if not path.resolve().is_relative_to(top) or not path.is_file():
                yield Refused(shown(name), "The link leads out of the folder or to nothing.")
            else:
                yield Entry(name, path.stat().st_size, path)

    def _chunks(self, entry: Entry) -> Iterator[bytes]:
        read = 0
        most = max(RATIO_FROM, self._limits.ratio * max(entry.packed, 1))
        try:
            with entry.open() as stream:
                while chunk := stream.read(_CHUNK):
                    read += len(chunk)
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise ItemRefused("The import is larger than the server allows.")
                    if entry.is_packed and read > most:
                        raise ItemRefused("The file unpacks to far more than any export.")
                    yield chunk
        except UNPACKING_ERRORS as error:
            if not entry.is_packed:
                raise
            raise ItemRefused("The packed file is broken or was cut off.") from error
