"""Reads files below a folder, one file, or one zip archive."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from marketing_agent.connectors.folder.names import is_litter, refusal_of, shown
from marketing_agent.connectors.sdk import Check, Item, Refused, Stream
from marketing_agent.connectors.sdk.errors import ItemRefused, SourceUnfit

_CHUNK = 1 << 20
_RATIO_FROM = 1 << 20
"""Archives may pack small files at any ratio; the ratio counts from here on."""


@dataclass(frozen=True)
class Limits:
    """What one import may hold."""

    total_bytes: int = 4 * 1024**3
    """Bytes of all items together, unpacked."""
    ratio: int = 100
    """Unpacked bytes per packed byte."""
    entries: int = 10_000
    """Files of one folder or archive."""


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
            found = len(self.discover())
        except SourceUnfit as error:
            return Check(False, error.message)
        return Check(found > 0, f"{found} files can be read." if found else "There are no files.")

    def discover(self) -> Sequence[Stream]:
        return [
            Stream(entry.name, entry.size)
            for entry in self._entries()
            if isinstance(entry, _Entry) and not _is_zip_name(entry.name)
        ]

    def read(self) -> Iterator[Item | Refused]:
        self._left = self._limits.total_bytes
        for entry in self._entries():
            if isinstance(entry, Refused):
                yield entry
            elif entry.archive is None and _is_zip(entry.path):
                yield from self._read_archive(entry.path, entry.name + "/")
            else:
                yield Item(entry.name.removesuffix(".gz"), self._chunks(entry))

    def _read_archive(self, path: Path, prefix: str) -> Iterator[Item | Refused]:
        try:
            for entry in self._archive_entries(path, prefix):
                yield (
                    entry if isinstance(entry, Refused) else Item(entry.name, self._chunks(entry))
                )
        except SourceUnfit as error:
            yield Refused(prefix.rstrip("/"), error.message)

    def _entries(self) -> Iterator["_Entry | Refused"]:
        if self._root.is_file():
            if _is_zip(self._root):
                return self._archive_entries(self._root, "")
            return iter([_Entry(self._root.name, self._root.stat().st_size, self._root)])
        return self._folder_entries()

    def _folder_entries(self) -> Iterator["_Entry | Refused"]:
        top = self._root.resolve()
        files = sorted(path for path in self._root.rglob("*") if not path.is_dir())
        if len(files) > self._limits.entries:
            raise SourceUnfit(f"The folder holds more than {self._limits.entries:,} files.")
        for path in files:
            name = path.relative_to(self._root).as_posix()
            if is_litter(name):
                continue
            if not path.resolve().is_relative_to(top) or not path.is_file():
                yield Refused(shown(name), "The link leads out of the folder or to nothing.")
            else:
                yield _Entry(name, path.stat().st_size, path)

    def _archive_entries(self, path: Path, prefix: str) -> Iterator["_Entry | Refused"]:
        try:
            with zipfile.ZipFile(path) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise SourceUnfit("The zip archive is broken or was cut off.") from error
        self._refuse_bomb(path, infos)
        for info in sorted(infos, key=lambda one: one.filename):
            if not is_litter(info.filename):
                yield _archive_entry(path, info, prefix)

    def _refuse_bomb(self, path: Path, infos: Sequence[zipfile.ZipInfo]) -> None:
        if len(infos) > self._limits.entries:
            raise SourceUnfit(f"The zip archive holds more than {self._limits.entries:,} files.")
        unpacked = sum(info.file_size for info in infos)
        if unpacked > self._limits.total_bytes:
            raise SourceUnfit(f"The zip archive unpacks to {unpacked:,} bytes, more than allowed.")
        if unpacked > max(_RATIO_FROM, self._limits.ratio * path.stat().st_size):
            raise SourceUnfit("The zip archive unpacks to far more than any export: a zip bomb.")

    def _chunks(self, entry: "_Entry") -> Iterator[bytes]:
        read = 0
        most = max(_RATIO_FROM, self._limits.ratio * max(entry.packed, 1))
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
        except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise ItemRefused("The packed file is broken or was cut off.") from error


@dataclass(frozen=True)
class _Entry:
    name: str
    size: int | None
    path: Path
    archive: zipfile.ZipInfo | None = None

    @property
    def packed(self) -> int:
        return self.archive.compress_size if self.archive else self.path.stat().st_size

    @property
    def is_packed(self) -> bool:
        return self.archive is not None or self.name.endswith(".gz")

    @contextmanager
    def open(self) -> Iterator[IO[bytes] | gzip.GzipFile]:
        if self.archive is not None:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.archive) as member:
                yield member
        elif self.name.endswith(".gz"):
            with gzip.open(self.path) as unpacked:
                yield unpacked
        else:
            with self.path.open("rb") as file:
                yield file


def _archive_entry(path: Path, info: zipfile.ZipInfo, prefix: str) -> _Entry | Refused:
    name = info.filename.replace("\\", "/")
    reason = refusal_of(info.orig_filename) or refusal_of(name)
    if reason is None and info.flag_bits & 1:
        reason = "The file is protected by a password."
    if reason is None and (info.external_attr >> 28) == 0xA:
        reason = "The entry is a link, not a file."
    if reason is None and name.lower().endswith((".zip", ".gz")):
        reason = "An archive within an archive is not read: unpack it first."
    if reason:
        return Refused(shown(prefix + name), reason)
    return _Entry(prefix + name, info.file_size, path, info)


def _is_zip_name(name: str) -> bool:
    return name.lower().endswith(".zip")


def _is_zip(path: Path) -> bool:
    return _is_zip_name(path.name)
