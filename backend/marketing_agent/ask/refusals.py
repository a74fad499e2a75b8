"""What a question may not ask for, seen before anything else is read."""

import re
from collections.abc import Iterable
from functools import cache

from marketing_agent.ask.patterns import language
from marketing_agent.ask.text import normalise, words


def advice(question: str) -> str | None:
    """What to say where somebody asks what to do, or why, instead of for a number."""
    text = normalise(question)
    for rule in language("refusals.yaml")["advice"]:
        if any(re.search(pattern, text) for pattern in rule["patterns"]):
            return str(rule["message"])
    return None


def refusal(question: str, known: Iterable[str] = ()) -> tuple[str, str] | None:
    """Why a question is refused: a code and a sentence. `known` are the store's own names."""
    text = normalise(question)
    for name in known:
        # A mug called “Personal Data” and a campaign called “Next Summer” are names.
        text = text.replace(name.casefold(), "¤")
    for code, message, pattern in _rules():
        if pattern.search(text):
            return code, message
    return None if words(question) else ("empty", "Ask about a number: “total sales last month”.")


@cache
def _rules() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    entries = language("refusals.yaml")
    lists = {name: "|".join(entries[name]) for name in ("polite", "verbs", "things")}
    return tuple(
        (rule["code"], rule["message"], re.compile(_filled("|".join(rule["patterns"]), lists)))
        for rule in entries["rules"]
    )


def _filled(pattern: str, lists: dict[str, str]) -> str:
    for name, alternatives in lists.items():
        pattern = pattern.replace("{" + name + "}", f"(?:{alternatives})")
    return pattern
