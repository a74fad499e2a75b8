"""Statements written down as data beside this module."""

from pathlib import Path

_HERE = Path(__file__).parent


def attacks() -> list[tuple[str, str]]:
    """Statements that must be refused, each with the code it is refused with."""
    found, code = [], ""
    for line in (_HERE / "attacks.sql").read_text("utf-8").split("\n"):
        if line.startswith("-- code: "):
            code = line.removeprefix("-- code: ")
        elif line and not line.startswith("--"):
            found.append((code, line))
    return found


def sound() -> list[str]:
    """Statements that an analyst would write."""
    return [line for line in (_HERE / "sound.sql").read_text("utf-8").split("\n") if line]


def words() -> list[str]:
    """Words to make nonsense of, some of them names and some of them traps."""
    return (_HERE / "words.txt").read_text("utf-8").split()
