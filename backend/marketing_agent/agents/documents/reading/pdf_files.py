"""PDF text by a process of its own: a file that takes it down takes nothing else with it."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from marketing_agent.agents.documents.errors import UnreadableDocument

MOST_PAGES = 2_000
_SECONDS = 30.0
_CHILD = Path(__file__).with_name("pdf_child.py")
_MOST_OUTPUT = 40 * 1024 * 1024
# Each may take a core and a gigabyte: the rest wait for their turn.
_TURNS = threading.Semaphore(2)
_REASONS = {
    "encrypted": "This PDF is encrypted: save it without a password first.",
    "large": "This PDF unpacks to more than can be read: save it smaller, or as text.",
    "broken": "This PDF is damaged and cannot be read.",
}


def pages_of(content: bytes, most_characters: int) -> tuple[list[str], int]:
    """The text of each page and how many pages there are; raises UnreadableDocument."""
    # -I: neither the environment nor the folder it starts in says what is imported.
    command = [sys.executable, "-I", str(_CHILD), str(MOST_PAGES), str(most_characters)]
    with _TURNS:
        try:
            done = subprocess.run(  # noqa: S603  (our own file, no shell)
                command, input=content, capture_output=True, timeout=_SECONDS, check=False, env={}
            )
        except subprocess.TimeoutExpired:
            raise UnreadableDocument(_REASONS["large"]) from None
    found = _answer(done.stdout) if done.returncode == 0 else {"error": "large"}
    if "error" in found:
        raise UnreadableDocument(_REASONS.get(str(found["error"]), _REASONS["broken"]))
    return [str(page) for page in found["pages"]], int(found["all"])


def _answer(output: bytes) -> dict[str, Any]:
    if len(output) > _MOST_OUTPUT:
        return {"error": "large"}
    try:
        found: dict[str, Any] = json.loads(output)
    except ValueError:
        return {"error": "broken"}
    return found
