"""Regular expressions from the language files."""

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def language(name: str) -> dict[str, Any]:
    """One file of `language/`."""
    folder = resources.files("marketing_agent.ask") / "language"
    document: dict[str, Any] = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    return document


@cache
def said(name: str) -> str:
    """One entry of the slots file as a group of alternatives."""
    entries = language("slots.yaml")
    text = "(?:" + "|".join(entries[name]) + ")"
    for inner in ("cue", "last", "up", "down"):
        if "{" + inner + "}" in text:
            text = text.replace("{" + inner + "}", said(inner))
    return text


def whole_words(pattern: str) -> re.Pattern[str]:
    """The pattern between spaces or ends."""
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the small sets of words."""
    return frozenset(str(language("sets.yaml")[name]).split())


@cache
def slot_words() -> frozenset[str]:
    """Every plain word that the slots file holds."""
    texts = (
        part
        for entry in language("slots.yaml").values()
        for text in entry
        for part in re.sub(r"\([^)]*\)|[^a-z ]", " ", str(text)).split()
    )
    return frozenset(word for word in texts if len(word) > 3)
