"""Names inside a folder or archive: which are safe, and which are litter."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath

_LITTER = {".ds_store", "thumbs.db", "desktop.ini", "__macosx"}
_DRIVE = re.compile(r"[A-Za-z]:")
_COPY = re.compile(r"^(?P<stem>.*?) ?\((?P<number>\d{1,4})\)(?P<suffix>\.[^./]*)?$")


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


def in_order(name: str) -> tuple[str, int]:
    """Sorts names; a browser's `x (1).csv` was downloaded after `x.csv` and comes after it."""
    folder, slash, last = name.rpartition("/")
    copy = _COPY.match(last)
    if copy is None:
        return name, 0
    return folder + slash + copy["stem"] + (copy["suffix"] or ""), int(copy["number"])


def numbered(name: str, taken: Collection[str]) -> str:
    """The name, or `name (2)` and so on where files of one upload have the same name."""
    stem, dot, suffix = name.rpartition(".")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem} ({number}).{suffix}" if dot and "/" not in suffix else f"{name} ({number})"
    return free
