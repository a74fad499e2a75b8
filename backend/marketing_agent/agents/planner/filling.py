"""Arguments of a tool of others, filled from the asker's words by the structure of its schema."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_QUOTED = re.compile(r"“([^”]{1,400})”|\"([^\"]{1,400})\"|(?<!\w)'([^']{1,400})'(?!\w)")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_NUMBER = re.compile(r"(?<![\w.-])-?\d+(?:\.\d+)?(?![\w-]|\.\d)")
_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[a-zA-Z]{2,}")
_WEB = re.compile(r"https?://[^\s<>\"]{1,1500}[^\s<>\".,;:!?)]")
# “Trends in Japan for May”: the last of them is what a single open field is about.
_ABOUT = re.compile(
    r"\b(?:in|for|of|about|on|at|to)\s+(?:the\s+)?([^,;?!]+?)\s*(?=[,;?!.]*$)", re.I
)
_LINKS = re.compile(r"\b(?:in|for|of|about|on|at|to)\s+(?:the\s+)?", re.I)
_WHOLE = frozenset(
    ("query", "question", "q", "text", "prompt", "search", "topic", "message", "input", "keywords")
)
_BACK = re.compile(
    r"\b(?:it|them|(?:this|that|these|those|the)\s+(?:results?|answers?|numbers?|figures?|summary|text)"
    r"|(?:this|that|these|those)(?=\s*[.?!,]*$))\b",
    re.IGNORECASE,
)


def refers_back(text: str) -> bool:
    """Whether the words stand for something that was found before."""
    return _BACK.search(text) is not None


def filled(fields: Mapping[str, Any], words: str, before: Any) -> tuple[dict[str, Any], list[str]]:
    """Arguments, and the names of required fields for which nothing was said.

    `words` are the request without the tool's name; `before` stands for what was found earlier,
    None where the request does not speak of it.
    """
    properties, required = fields["properties"], fields["required"]
    found = {
        name: value
        for name, field in properties.items()
        if (value := _said(name, field, properties, words)) is not None
    }
    open_texts = [n for n in required if n not in found and _is_text(properties[n])]
    for name, value in zip(open_texts, _unnamed(open_texts, properties, words, before),
                           strict=False):  # fmt: skip
        found[name] = [value] if properties[name]["type"] == "array" else value
    return found, [name for name in required if name not in found]


def _is_text(field: Mapping[str, Any]) -> bool:
    if field.get("enum") or field.get("format"):
        return False
    return "string" in (field["type"], field.get("items"))


def _said(name: str, field: Mapping[str, Any], beside: Mapping[str, Any], words: str) -> Any:
    """What is said of one field by its name, its choices or its form."""
    named = _named(name, words, beside)
    if field.get("enum"):
        among = named or words
        return next((c for c in field["enum"] if _has(among, c)), None)
    if field["type"] in ("integer", "number"):
        return _number(name, field, beside, named, words)
    if field["type"] == "boolean":
        return None if named is None else named.lower() in ("true", "yes", "on")
    by_form = {"date": _DAY, "email": _ADDRESS, "uri": _WEB}.get(field.get("format", ""))
    if by_form:
        match = by_form.search(named or words)
        return match.group() if match else None
    if field["type"] == "array" and field["items"] == "string":
        return [one.strip() for one in named.split("+") if one.strip()] if named else None
    return named if field["type"] == "string" else None


def _named(name: str, words: str, beside: Mapping[str, Any]) -> str | None:
    """“market: Japan”, “market Japan and …” is not read: only with a mark or in quotes."""
    spelled = re.escape(name).replace("_", r"[_\s-]") + "\\b"
    quoted = re.search(rf"\b{spelled}\s*[:=]?\s*(?:{_QUOTED.pattern})", words, re.IGNORECASE)
    if quoted:
        return next(group for group in quoted.groups() if group)
    # A value ends where the next field is named.
    others = "|".join(re.escape(one) for one in beside if one != name) or r"(?!)"
    ends = rf"(?=\s*(?:[,;?!]|\.?$|(?:,|\band\b)?\s+(?:{others})\s*[:=]))"
    marked = re.search(rf"\b{spelled}\s*[:=]\s*(.+?){ends}", words, re.IGNORECASE)
    return marked[1].strip() if marked else None


def _number(
    name: str, field: Mapping[str, Any], beside: Mapping[str, Any], named: str | None, words: str
) -> int | float | None:
    spelled = re.escape(name).replace("_", r"[_\s-]")
    near = re.search(rf"\b{spelled}\s+(-?\d+(?:\.\d+)?)\b|\b(-?\d+(?:\.\d+)?)\s+{spelled}\b", words,
                     re.IGNORECASE)  # fmt: skip
    numeric = [one for one in beside.values() if one["type"] in ("integer", "number")]
    alone = _NUMBER.findall(_DAY.sub(" ", words)) if len(numeric) == 1 else []
    said = _NUMBER.findall(named or "")[:1] or [g for g in (near.groups() if near else ()) if g]
    said = said or (alone if len(alone) == 1 else [])
    if not said or (field["type"] == "integer" and "." in said[0]):
        return None
    return int(said[0]) if "." not in said[0] else float(said[0])


def _unnamed(
    names: list[str], properties: Mapping[str, Any], words: str, before: Any
) -> Iterator[Any]:
    """Values of required texts that nobody named, in their order, as far as they are clear."""
    quoted = [next(g for g in found if g) for found in _QUOTED.findall(words)]
    if len(quoted) == len(names):
        yield from quoted
    elif len(names) == 1:
        yield from _single(names[0], words, before)


def _single(name: str, words: str, before: Any) -> Iterator[Any]:
    if before is not None:
        yield before
    elif name.lower() in _WHOLE and words.strip(" .?!"):
        yield (
            _LINKS.sub("", words.strip(), count=1)[:1000]
            if _LINKS.match(words.strip())
            else (words.strip()[:1000])
        )
    elif about := _ABOUT.search(words):
        yield _LINKS.split(about[1])[-1].strip()[:200]


def _has(text: str, choice: str) -> bool:
    spelled = re.escape(choice).replace("_", r"[_\s-]")
    found: bool = re.search(rf"(?<!\w){spelled}(?!\w)", text, re.IGNORECASE) is not None
    return found
