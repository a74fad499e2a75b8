"""What a request has attached, and the part of its plan that is about it.

Planning is told what each thing is, never what stands in it.
"""

import re
from typing import Any, get_args

from marketing_agent.insights.page.schemas import InsightAsk, InsightName

FILES = ("image", "csv", "pdf", "text")
_MOST_FILES = 3
_WHOLE = re.compile(
    r"\b(?:summari[sz]e|summary|overview|describe|what(?:'s| is| are| does)? (?:in|inside)|columns?"
    r"|totals?|add up|how many rows|read|look at)\b",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\b(?:this|that|the|these|attached|uploaded)\s+(?:attached\s+)?"
    r"(?:file|document|attachment|csv|pdf|table|spreadsheet|text|picture|image|page)s?\b|\battach",
    re.IGNORECASE,
)
_LIBRARY = re.compile(
    r"\b(?:documents?|polic(?:y|ies)|guidelines?|handbook|playbook|manual|contract|brief(?:ing)?"
    r"|terms of|uploaded)\b",
    re.IGNORECASE,
)
_THIS = re.compile(r"\b(?:this|that|these|those|it|them|attached)\b|\battach", re.IGNORECASE)
_MOST_THINGS = 5
_KEPT = ("asked_id", "question", "part", "insight", "report")
_ASKED = tuple(name for name in InsightAsk.model_fields if name != "limit")
Step = tuple[str, str, dict[str, Any]]
"""A tool, the step's title and its arguments."""


def told(attachment: dict[str, Any]) -> dict[str, Any]:
    """An attachment as planning sees it: no rows and no text of it."""
    data = attachment.get("data") or {}
    kept: dict[str, Any] = {name: data[name] for name in _KEPT if isinstance(data.get(name), str)}
    ask = data.get("ask")
    if attachment["kind"] == "part" and isinstance(ask, dict):
        kept["ask"] = {name: ask[name] for name in _ASKED if isinstance(ask.get(name), str)}
    return {name: attachment[name] for name in ("kind", "name", "id")} | kept


def file_steps(
    attachments: tuple[dict[str, Any], ...], text: str, *, is_number: bool
) -> list[Step]:
    """What answers a request about files or the library; nothing for one about the store."""
    files = [one for one in attachments if one["kind"] in FILES and one.get("id")]
    if files and (not is_number or _FILE.search(text)):
        whole = _WHOLE.search(text) or any(one["kind"] in ("csv", "image") for one in files)
        return [_read(one) for one in files[:_MOST_FILES]] if whole else [_look(text, files)]
    if not files and not is_number and _LIBRARY.search(text):
        return [("search_documents", "Search the documents", {"query": text[:400]})]
    return []


def thing_steps(
    attachments: tuple[dict[str, Any], ...], text: str, *, is_number: bool
) -> list[Step]:
    """What works attached tiles, reports and figures out, where the request is about them."""
    if is_number and not _THIS.search(text):
        return []
    steps = (_thing(one) for one in attachments if one["kind"] not in FILES)
    return [step for step in steps if step is not None][:_MOST_THINGS]


def number_before(attachments: tuple[dict[str, Any], ...]) -> tuple[str | None, str | None]:
    """Of the first number or table attached: the answer it is of, or the question that asks it."""
    for one in attachments:
        if one["kind"] not in FILES:
            asked, question = one.get("asked_id"), one.get("question")
            if asked or question:
                return asked, question
    return None, None


def _thing(one: dict[str, Any]) -> Step | None:
    """A tile or saved question is run by its id; of anything else the question is asked again."""
    title = f"Work out {one['name']}"[:200]
    if one["kind"] == "tile" and one.get("id"):
        return "run_widgets", title, {"ids": [one["id"]]}
    if one["kind"] == "report" and one.get("id"):
        return "run_saved_question", title, {"question_id": one["id"]}
    if one["kind"] == "part":
        return _part(one, title)
    question = one.get("question")
    return ("ask", title, {"question": question}) if question else None


def _part(one: dict[str, Any], title: str) -> Step | None:
    """A part is read where it stands: on its page, or in the report that keeps it."""
    key, page, report = (one.get(name) for name in ("part", "insight", "report"))
    if key and report:
        return "get_report", title, {"report_id": report, "part": key}
    if key and page in get_args(InsightName):
        return "get_insight", title, {**one.get("ask", {}), "name": page, "part": key}
    return None


def _read(file: dict[str, Any]) -> Step:
    return "read_document", f"Read {file['name']}"[:200], {"document_id": file["id"]}


def _look(text: str, files: list[dict[str, Any]]) -> Step:
    ids = [one["id"] for one in files]
    return "search_documents", "Search the attached files", {"query": text[:400], "documents": ids}
