"""Of what kind a file is, by its bytes alone: its name and what the sender says prove nothing."""

import csv
import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

from marketing_agent.agents.documents.errors import UnreadableDocument
from marketing_agent.agents.documents.schemas import MOST_NAME, Kind

_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_HTML = re.compile(r"^\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S)
_SVG = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype svg[^>]*>\s*)?<svg\b", re.I | re.S
)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|[-*] \S|\d+\. \S|```|> \S)|\[[^\]\n]+\]\([^)\n]+\)", re.M)
_DELIMITERS = ",;\t|"
_SAMPLE = 64 * 1024
_GUESSED = 256 * 1024
_KINDS = "PDF, CSV, text, Markdown, HTML, PNG, JPEG, GIF and WebP are taken."


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A kind with its media type; `text` where the bytes are text."""

    kind: Kind
    media_type: str
    text: str | None = None
    delimiter: str | None = None


def sniff(content: bytes) -> Sniffed:
    """What the bytes are; raises UnreadableDocument with the reason."""
    if not content.strip():
        raise UnreadableDocument("This file is empty.")
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return Sniffed("pdf", "application/pdf")
    image = _image(content)
    if image:
        return Sniffed("image", image)
    return _text(_decoded(content))


def clean_name(name: str | None) -> str:
    """The last part of a file's name without control characters; never a path."""
    last = re.split(r"[/\\]", name or "")[-1]
    # Format characters (Cf) may turn the direction of writing: “gpj.exe” for “exe.jpg”.
    kept = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return " ".join(kept.split())[:MOST_NAME] or "Unnamed file"


def _image(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _IMAGES if content.startswith(magic)), None)


def _decoded(content: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strictly(content, encoding)
    if b"\x00" in content:
        raise UnreadableDocument(f"This is no kind of file that can be read: {_KINDS}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = from_bytes(content[:_GUESSED]).best()
        if found is None:
            raise UnreadableDocument(
                f"This is no kind of file that can be read: {_KINDS}"
            ) from None
        return _strictly(content, found.encoding)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise UnreadableDocument("This text is in no encoding that can be read.") from None
    if "\x00" in text:
        raise UnreadableDocument(f"This is no kind of file that can be read: {_KINDS}")
    return text


def _text(text: str) -> Sniffed:
    start = text[:_SAMPLE]
    if _SVG.match(start):
        raise UnreadableDocument("SVG pictures can hold scripts and are not taken: use PNG.")
    if _HTML.match(start):
        return Sniffed("html", "text/html", text)
    delimiter = _delimiter(start)
    if delimiter:
        return Sniffed("csv", "text/csv", text, delimiter)
    if _MARKDOWN.search(start):
        return Sniffed("markdown", "text/markdown", text)
    return Sniffed("text", "text/plain", text)


def _delimiter(start: str) -> str | None:
    """The one that makes every full row of the sample as wide as the first, of two or more."""
    for delimiter in _DELIMITERS:
        if delimiter not in start.partition("\n")[0]:
            continue
        try:
            rows = [row for row in csv.reader(start.splitlines(), delimiter=delimiter) if row]
        except csv.Error:
            continue
        full = rows[: -1 if len(start) == _SAMPLE else None]
        if len(full) >= 2 and len(full[0]) >= 2 and {len(row) for row in full} == {len(full[0])}:
            return delimiter
    return None
