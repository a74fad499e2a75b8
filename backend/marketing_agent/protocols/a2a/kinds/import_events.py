"""Events of an import as updates of its task."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from a2a.types import Artifact, Part, TaskArtifactUpdateEvent, TaskState, TaskStatusUpdateEvent

from marketing_agent.events.schemas import Event
from marketing_agent.ingestion.schemas import Import, ImportStatus
from marketing_agent.protocols.a2a.mapping import Update, data_part, status_update, text_part
from marketing_agent.protocols.a2a.tables import TaskRow

STATES: dict[ImportStatus, TaskState] = {
    "queued": TaskState.TASK_STATE_SUBMITTED,
    "running": TaskState.TASK_STATE_WORKING,
    "needs_choice": TaskState.TASK_STATE_INPUT_REQUIRED,
    "completed": TaskState.TASK_STATE_COMPLETED,
    "unchanged": TaskState.TASK_STATE_COMPLETED,
    "split": TaskState.TASK_STATE_COMPLETED,
    "reverted": TaskState.TASK_STATE_COMPLETED,
    "refused": TaskState.TASK_STATE_FAILED,
    "failed": TaskState.TASK_STATE_FAILED,
}
_ENDINGS: dict[str, str] = {
    "completed": "The files were imported.",
    "unchanged": "The same files are loaded already: nothing changed.",
    "split": "The files went to a workspace for each store.",
    "reverted": "The import was reverted: a version without it was published.",
    "refused": "No file could be loaded; each has its reason.",
    "failed": "The import failed: nothing was loaded.",
}
_FILES = "files"


class ImportMapper:
    """The updates of one import's events, in order."""

    def __init__(self, row: TaskRow) -> None:
        self._row = row
        self._has_files = False

    def updates(self, event: Event) -> Iterator[Update]:
        """What one event tells; a few tell nothing that the next does not."""
        if event.topic == "import.files":
            yield self._artifact(event.payload["files"])
            return
        parts = _parts(event.topic, event.payload)
        if parts:
            yield status_update(self._row, _state(event), event.id, event.at, parts)

    def _artifact(self, files: list[dict[str, Any]]) -> TaskArtifactUpdateEvent:
        append, self._has_files = self._has_files, True
        parts = [part for file in files for part in (text_part(_told(file)), data_part(file))]
        return TaskArtifactUpdateEvent(
            task_id=self._row.run_id,
            context_id=self._row.context_id,
            artifact=Artifact(artifact_id=_FILES, name=_FILES, parts=parts),
            append=append,
            last_chunk=True,
        )


def ending(row: TaskRow, found: Import, at: datetime) -> TaskStatusUpdateEvent:
    """How an import ended of which no event tells it."""
    parts = _ended({"import_id": found.import_id, "status": found.status})
    return status_update(row, STATES[found.status], 0, at, parts)


def _state(event: Event) -> TaskState:
    if event.topic == "import.published":
        return TaskState.TASK_STATE_WORKING  # it ends with the event after it, told in one go
    # Events of earlier versions do not say where the import stands.
    return STATES.get(event.payload.get("status", "running"), TaskState.TASK_STATE_WORKING)


def _parts(topic: str, payload: dict[str, Any]) -> list[Part]:
    if topic == "import.accepted":
        return [text_part(f"Files accepted: {payload['files']}.")]
    if topic == "import.published":
        version = payload["version"]
        return [text_part(f"Version {version} was published."), data_part({"version": version})]
    if topic in ("import.completed", "import.reverted"):
        return _ended(payload)
    return _progress(payload) if topic == "import.progress" else []


def _ended(payload: dict[str, Any]) -> list[Part]:
    told = _ENDINGS.get(payload["status"], "The import has ended.")
    data = {"import_id": payload["import_id"], "status": payload["status"]}
    return [text_part(told), data_part(data)]


def _progress(payload: dict[str, Any]) -> list[Part]:
    if payload.get("status") == "needs_choice":
        return _question(payload.get("stores", []))
    if payload.get("phase") == "reading":
        done, total = payload["done"] + 1, payload["total"]
        return [text_part(f"Reading file {done} of {total}: {payload['message']}")]
    if payload.get("phase") == "building":
        return [text_part("Building a version with the new rows.")]
    return [text_part("Waiting for its turn.")]


def _question(stores: list[str]) -> list[Part]:
    told = (
        f"The files look like those of another store or of several: {', '.join(stores)}. "
        'Answer with a data part: {"choice": "together", "confirm": true}, or '
        '{"choice": "store", "store": one of them}, or {"choice": "workspaces"}.'
    )
    return [text_part(told), data_part({"stores": stores})]


def _told(file: dict[str, Any]) -> str:
    counts = f"{file['loaded']} of {file['rows_in']} rows were loaded"
    said = counts if file["status"] == "loaded" else file["status"].replace("_", " ")
    return f"{file['name']}: {said}." + (f" {file['reason']}" if file["reason"] else "")
