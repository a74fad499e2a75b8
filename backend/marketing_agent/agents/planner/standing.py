"""Requests to be done again and again: “every Monday at 8 tell me last week's revenue”.

What is to be asked stays in words, with its times, so that it is read anew each time.
"""

import re
from typing import Any

_DAYS = {
    day: day[:3]
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}
_RHYTHM = (
    r"(?:every|each)\s+(?P<days>(?:{day})s?(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+)(?:{day})s?)*"
    r"|day|morning|weekday|working\s+day|month)"
).format(day="|".join(_DAYS))
_CLOCK = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>am|pm|a\.m\.|p\.m\.|o.clock)?"
_VERB = (
    r"(?:tell|give|show|send|e-?mail|mail|ask|report|explain|let\s+(?:me|us)\s+know"
    r"|why|what|which|who|how)\b"
)
_LED = re.compile(
    rf"^(?:please[,\s]+)?{_RHYTHM}(?:\s+at\s+{_CLOCK})?\s*[,:]?\s+(?P<what>{_VERB}.+)$",
    re.IGNORECASE | re.DOTALL,
)
# Behind the request only with the time of day: “revenue every day last week” asks for days.
_FOLLOWED = re.compile(
    rf"^(?P<what>(?:please[,\s]+)?{_VERB}.+?)[,\s]+{_RHYTHM}\s+at\s+{_CLOCK}\s*[.?!]*$",
    re.IGNORECASE | re.DOTALL,
)
_IMPORTED = re.compile(
    r"^(?:please[,\s]+)?(?:when|whenever|every\s+time|each\s+time|once|after)\s+"
    r"(?:an?|the|every|each|any)\s+import\s+"
    r"(?P<how>completes?|ends?|finishes|is\s+(?:done|complete|finished|completed)|fails?|has\s+failed)"
    rf"\s*[,:]?\s+(?P<what>{_VERB}.+)$",
    re.IGNORECASE | re.DOTALL,
)
_TEAM = re.compile(
    r"^(?:e-?mail|mail|send)\s+(?:the\s+(?:whole\s+)?team|us|everyone|everybody)\s+", re.IGNORECASE
)
_ASKED = re.compile(
    r"^(?:please\s+)?(?:tell|give|show|send|ask|let)\s+(?:me|us)(?:\s+know)?\s+", re.IGNORECASE
)
_MORNING = "08:00"
_NAME = 80


def standing(text: str) -> dict[str, Any] | None:
    """The automation that a request asks for, or None where it is to be done once, now."""
    said = " ".join(text.split())
    timed = _LED.match(said) or _FOLLOWED.match(said)
    if timed:
        at = _clock(timed)
        return None if at is None else automation(_schedule(timed["days"], at), timed["what"])
    imported = _IMPORTED.match(said)
    if imported is None:
        return None
    how = "failed" if "fail" in imported["how"].lower() else "completed"
    return automation({"kind": "event", "event": f"import.{how}"}, imported["what"])


def _clock(found: re.Match[str]) -> str | None:
    """The time of day; None for one that no clock shows."""
    if found["hour"] is None:
        return _MORNING
    hour, half = int(found["hour"]), (found["half"] or "").lower().replace(".", "")
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{found['minute'] or '00'}" if hour < 24 else None


def _schedule(days: str, at: str) -> dict[str, Any]:
    said = days.lower()
    schedule: dict[str, Any] = {"kind": "schedule", "at": at}
    named = [short for day, short in _DAYS.items() if day in said]
    if named:
        return schedule | {"weekdays": named}
    if said.startswith("w"):
        return schedule | {"weekdays": list(_DAYS.values())[:5]}
    return schedule | ({"day_of_month": 1} if said == "month" else {})


def automation(trigger: dict[str, Any], what: str) -> dict[str, Any]:
    """The draft that does what the words ask for, each time that the trigger says."""
    asked = what.strip()
    mailed = _TEAM.match(asked)
    question = _ASKED.sub("", asked[mailed.end() :] if mailed else asked)
    question = question[:1].upper() + question[1:]
    if mailed:
        question = f"{question.rstrip('.?! ')}? Mail the answer to the team."
    name = question.partition("?")[0].rstrip(". ")[:_NAME]
    return {
        "name": name,
        "trigger": trigger,
        "action": {"kind": "instruction", "text": question},
    }
