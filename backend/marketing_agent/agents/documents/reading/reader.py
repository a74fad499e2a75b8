"""From the bytes of a file to its text and facts, within bounds that hold for any file."""

from dataclasses import dataclass

from marketing_agent.agents.documents.errors import DocumentTooLarge, UnreadableDocument
from marketing_agent.agents.documents.reading import csv_files, html_files, pdf_files
from marketing_agent.agents.documents.schemas import Facts
from marketing_agent.agents.documents.sniffing import Sniffed, sniff
from marketing_agent.ask.text import storable

MOST_BYTES = 20 * 1024 * 1024
MOST_CHARACTERS = 2_000_000
PAGE_BREAK = "\f"
_CUT = f"Only the first {MOST_CHARACTERS:,} characters can be searched."


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read; pages of `text` are parted by form feeds."""

    sniffed: Sniffed
    text: str
    facts: Facts


def read(content: bytes) -> Read:
    """What stands in the file; raises DocumentTooLarge and UnreadableDocument, in one sentence."""
    if len(content) > MOST_BYTES:
        raise DocumentTooLarge(f"A file has at most {MOST_BYTES // 1024**2} MB here.")
    sniffed = sniff(content)
    text, facts = _contents(sniffed, content)
    text = storable(text)
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS]
        facts = facts.model_copy(update={"notes": (*facts.notes, _CUT)})
    return Read(sniffed, text, facts)


def _contents(sniffed: Sniffed, content: bytes) -> tuple[str, Facts]:
    if sniffed.kind == "image":
        return "", Facts()
    if sniffed.kind == "pdf":
        return _pdf(content)
    text = sniffed.text or ""
    if sniffed.kind == "csv":
        table = csv_files.read(text, sniffed.delimiter or ",")
        return "\n".join(table.lines), table.facts()
    if sniffed.kind == "html":
        text = html_files.words_of(text)
    if not text.strip():
        raise UnreadableDocument("This file holds no words.")
    # Form feeds part the pages of a PDF only.
    return text.replace(PAGE_BREAK, "\n"), Facts()


def _pdf(content: bytes) -> tuple[str, Facts]:
    pages, whole = pdf_files.pages_of(content, MOST_CHARACTERS)
    notes = []
    if not any(page.strip() for page in pages):
        notes.append("This PDF holds pictures of pages and no text: it cannot be searched.")
    elif len(pages) < whole:
        notes.append(f"Only the first {len(pages):,} of {whole:,} pages can be searched.")
    text = PAGE_BREAK.join(page.replace(PAGE_BREAK, "\n") for page in pages)
    return text, Facts(pages=whole, notes=tuple(notes))
