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
_A, _FAILS = r"(?:an?|the|every|each|any)\s+", r"(?:fails?|has\s+failed)"
_ENDS = r"(?:completes?|ends?|finishes|is\s+(?:done|complete|finished|completed))"
_LOST = rf"(?:is\s+given\s+up|{_FAILS}(?:\s+for\s+good)?)"
# What may happen, as people say it.
_HAPPENINGS = {
    "import.completed": rf"{_A}import\s+{_ENDS}",
    "import.failed": rf"{_A}import\s+{_FAILS}",
    "approval.requested": rf"(?:{_A}approval\s+is\s+(?:requested|asked\s+for|needed)"
    r"|something\s+(?:waits\s+for|needs)\s+(?:an\s+)?approval)",
    "approval.decided": rf"(?:{_A}approval\s+is\s+decided"
    rf"|some(?:body|one)\s+decides\s+{_A}approval)",
    "message.sent": rf"{_A}(?:message|e-?mail|mail)\s+"
    r"(?:is\s+sent|has\s+been\s+sent|goes\s+out|leaves)",
    "alert.raised": rf"{_A}(?:new\s+)?alert\s+(?:is|gets)\s+raised",
    "segment.changed": rf"{_A}(?:saved\s+)?segment\s+changes(?:\s+notably)?",
    "run.failed": rf"(?:{_A}run(?:\s+of\s+the\s+agent)?|the\s+agent)\s+{_FAILS}",
    "job.given_up": rf"(?:{_A}(?:background\s+)?job|background\s+work)\s+{_LOST}",
    "webhook.given_up": rf"{_A}(?:call\s+of\s+{_A})?webhook(?:\s+call)?\s+{_LOST}",
}
_HAPPENED = {
    event: re.compile(
        r"^(?:please[,\s]+)?(?:when|whenever|every\s+time|each\s+time|once|after)\s+"
        rf"{said}\s*[,:]?\s+(?P<what>{_VERB}.+)$",
        re.IGNORECASE | re.DOTALL,
    )
    for event, said in _HAPPENINGS.items()
}
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
    for event, happened in _HAPPENED.items():
        if found := happened.match(said):
            return automation({"kind": "event", "event": event}, found["what"])
    return None


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
