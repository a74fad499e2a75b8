"""Zip archives: their entries one by one, bombs and unsafe names refused before unpacking."""

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from marketing_agent.connectors.folder.names import in_order, is_litter, refusal_of, shown
from marketing_agent.connectors.sdk import Refused
from marketing_agent.connectors.sdk.errors import SourceUnfit

RATIO_FROM = 1 << 20
"""Archives may pack small files at any ratio; the ratio counts from here on."""
UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # a password, or a way of packing that is not known here
)


@dataclass(frozen=True)
class Limits:
    """What one import may hold."""

    total_bytes: int = 4 * 1024**3
    """Bytes of all items together, unpacked."""
    ratio: int = 100
    """Unpacked bytes per packed byte."""
    entries: int = 10_000
    """Files of one folder or archive."""


@dataclass(frozen=True)
class Entry:
    """A file, or one in an archive that is open while its entries are gone through."""

    name: str
    size: int
    source: Path | BinaryIO
    archive: zipfile.ZipFile | None = None
    info: zipfile.ZipInfo | None = None

    @property
    def packed(self) -> int:
        """Bytes on disk."""
        return self.info.compress_size if self.info else self.size

    @property
    def is_packed(self) -> bool:
        """Whether more bytes may come out than are on disk."""
        return self.info is not None or self.name.endswith(".gz")

    @property
    def is_zip(self) -> bool:
        """Whether it is an archive itself."""
        return self.info is None and self.name.lower().endswith(".zip")

    @contextmanager
    def open(self) -> Iterator[IO[bytes] | gzip.GzipFile]:
        """The unpacked bytes."""
        if self.archive is not None and self.info is not None:
            with self.archive.open(self.info) as member:
                yield member
            return
        with _opened(self.source) as file:
            if self.is_packed:
                with gzip.GzipFile(fileobj=file) as unpacked:
                    yield unpacked
            else:
                yield file


@contextmanager
def _opened(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        source.seek(0)
        yield source


def archive_entries(zipped: Entry, prefix: str, limits: Limits) -> Iterator[Entry | Refused]:
    """The entries by name; each is to be read before the next. Raises SourceUnfit."""
    try:
        archive = zipfile.ZipFile(zipped.source)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SourceUnfit("The zip archive is broken or was cut off.") from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        _refuse_bomb(zipped.size, infos, limits)
        wanted = [info for info in infos if not is_litter(info.filename)]
        if not wanted:
            raise SourceUnfit("The zip archive holds no files.")
        for info in sorted(wanted, key=lambda one: in_order(one.filename)):
            yield _entry(archive, info, prefix)


def _refuse_bomb(packed: int, infos: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.entries:
        raise SourceUnfit(f"The zip archive holds more than {limits.entries:,} files.")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.total_bytes:
        raise SourceUnfit(f"The zip archive unpacks to {unpacked:,} bytes, more than allowed.")
    if unpacked > max(RATIO_FROM, limits.ratio * packed):
        raise SourceUnfit("The zip archive unpacks to far more than any export: a zip bomb.")


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, prefix: str) -> Entry | Refused:
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
    return Entry(prefix + name, info.file_size, Path(), archive, info)
