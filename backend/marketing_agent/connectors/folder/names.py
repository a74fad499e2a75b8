"""Names inside a folder or archive: which are safe, and which are litter."""

import re
from pathlib import PurePosixPath

_LITTER = {".ds_store", "thumbs.db", "desktop.ini", "__macosx"}
_DRIVE = re.compile(r"[A-Za-z]:")


def is_litter(name: str) -> bool:
    """Files that operating systems leave behind, and hidden ones."""
    parts = [part.lower() for part in PurePosixPath(name.replace("\\", "/")).parts]
    return any(
        part in _LITTER or (part.startswith(".") and part not in (".", "..")) for part in parts
    )


def refusal_of(name: str) -> str | None:
    """Why a name must not be used, in one sentence, or None for a safe relative name."""
    plain = name.replace("\\", "/")
    if "\0" in name:
        return "The name holds a NUL character."
    if plain.startswith("/") or _DRIVE.match(plain):
        return "The name is an absolute path; only names inside the upload are read."
    if ".." in plain.split("/"):
        return "The name leads out of the upload with '..'."
    return None


def shown(name: str) -> str:
    """The name made fit to show: one line, printable, at most 200 characters."""
    return "".join(c if c.isprintable() else "?" for c in name.replace("\\", "/"))[:200]
