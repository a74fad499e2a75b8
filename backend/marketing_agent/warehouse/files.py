"""Files that appear whole or not at all, and names that stay inside their folder."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from marketing_agent.kernel.errors import Invalid

PART = ".part-"
"""How files begin that are being written and have no name yet."""
_SAFE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def safe_name(name: str) -> str:
    """The name itself when it can stand as one folder or file name; raises Invalid otherwise."""
    if not _SAFE.fullmatch(name):
        raise Invalid("An id holds characters that ids never have.")
    return name


@contextmanager
def publish_file(path: Path) -> Iterator[Path]:
    """Gives a temporary path in the same folder; on success its file takes the name `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.parent / f"{PART}{uuid4().hex}"
    try:
        yield part
        sync(part)
        part.replace(path)
        sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Removes a file or a whole folder that may be gone already."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Waits until the file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
