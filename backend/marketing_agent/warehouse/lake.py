"""The lake: bytes as received, by digest, and the staged rows of each import."""

import hashlib
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from marketing_agent.kernel.errors import TooLarge
from marketing_agent.warehouse.errors import UnknownFile
from marketing_agent.warehouse.files import remove, safe_name, sync
from marketing_agent.warehouse.schemas import RawFile, StagedFile

_CHUNK = 4 * 1024 * 1024
_ABANDONED_AFTER_SECONDS = 3600


class Lake:
    """Keeps files under `root`, one folder per workspace. Callers see digests, never paths."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def store(
        self,
        workspace_id: str,
        source: BinaryIO | Iterable[bytes],
        max_bytes: int | None = None,
    ) -> RawFile:
        """Keeps the bytes under their SHA-256; they are on disk when this returns.

        Raises TooLarge past `max_bytes`; nothing is kept then.
        """
        raw = self.raw_dir(workspace_id)
        raw.mkdir(parents=True, exist_ok=True)
        part = raw / f".part-{uuid4().hex}"
        try:
            size, digest = _copy(source, part, max_bytes)
            existed = self._keep(part, raw / digest[:2] / digest)
        finally:
            part.unlink(missing_ok=True)
        return RawFile(digest, size, existed)

    def share(self, workspace_id: str, other_id: str, sha256: str) -> None:
        """Keeps the bytes for another workspace too, as its own; raises UnknownFile."""
        source = self._raw(workspace_id, sha256)
        target = self.raw_dir(other_id) / sha256[:2] / sha256
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        part = self.raw_dir(other_id) / f".part-{uuid4().hex}"
        try:
            part.hardlink_to(source)
        except OSError:
            # Not every file system has hard links.
            shutil.copyfile(source, part)
        self._keep(part, target)

    def open_raw(self, workspace_id: str, sha256: str) -> BinaryIO:
        """Opens the kept bytes for reading; raises UnknownFile."""
        return self._raw(workspace_id, sha256).open("rb")

    @contextmanager
    def local_copy(self, workspace_id: str, sha256: str) -> Iterator[Path]:
        """A local file with the kept bytes, for reading only and only inside the block."""
        yield self._raw(workspace_id, sha256)

    def remove_staged(self, workspace_id: str, import_id: str) -> None:
        """Forgets the staged rows of one import; the bytes as received stay."""
        shutil.rmtree(self.staged_dir(workspace_id, import_id), ignore_errors=True)

    def clear_leftovers(self, workspace_id: str, imports: Collection[str]) -> None:
        """Forgets staged rows of all but these imports, and bytes whose sender went away."""
        for folder in (self._workspace(workspace_id) / "staged").glob("*"):
            if folder.name not in imports:
                remove(folder)
        # An upload may be on its way at any time: only what is long untouched was left behind.
        oldest = time.time() - _ABANDONED_AFTER_SECONDS
        for part in self.raw_dir(workspace_id).glob(".part-*"):
            with suppress(FileNotFoundError):
                if part.stat().st_mtime < oldest:
                    part.unlink()

    def staged_dir(self, workspace_id: str, import_id: str) -> Path:
        """Folder of the staged rows of one import. For the warehouse only."""
        return self._workspace(workspace_id) / "staged" / safe_name(import_id)

    def staged_path(self, workspace_id: str, import_id: str, file: StagedFile) -> Path:
        """Parquet file of staged rows. For the warehouse only."""
        folder = self.staged_dir(workspace_id, import_id) / safe_name(file.table)
        return folder / f"{safe_name(file.file_id)}.parquet"

    def raw_dir(self, workspace_id: str) -> Path:
        """Folder of the bytes as received. For the warehouse only."""
        return self._workspace(workspace_id) / "raw"

    def _workspace(self, workspace_id: str) -> Path:
        return self._root / safe_name(workspace_id)

    def _raw(self, workspace_id: str, sha256: str) -> Path:
        path = self.raw_dir(workspace_id) / safe_name(sha256)[:2] / sha256
        if not path.is_file():
            raise UnknownFile("These bytes are not in the lake any more: upload the file again.")
        return path

    @staticmethod
    def _keep(part: Path, target: Path) -> bool:
        if target.exists():
            return True
        target.parent.mkdir(parents=True, exist_ok=True)
        sync(part)
        part.replace(target)
        sync(target.parent)
        return False


def _copy(
    source: BinaryIO | Iterable[bytes], target: Path, max_bytes: int | None
) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    with target.open("wb") as file:
        for chunk in _chunks(source):
            size += len(chunk)
            if max_bytes is not None and size > max_bytes:
                raise TooLarge(f"The file is larger than {max_bytes:,} bytes.")
            digest.update(chunk)
            file.write(chunk)
    return size, digest.hexdigest()


def _chunks(source: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    read = getattr(source, "read", None)
    if read is None:
        yield from source
        return
    while chunk := read(_CHUNK):
        yield chunk
