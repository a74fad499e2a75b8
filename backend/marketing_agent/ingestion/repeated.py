"""What the warehouse found out about rows that a file had loaded, brought back to its balance."""

from collections.abc import Iterable

from marketing_agent.ingestion.tables import ImportFileRow
from marketing_agent.warehouse.schemas import MergedFile


def note_repeated(files: Iterable[ImportFileRow], merged: Iterable[MergedFile]) -> None:
    """Rows that another export tells better are duplicates; where that is unsure the file says so.

    The file stays loaded, since its rows count again once the other export is taken back.
    """
    found = {one.file_id: one for one in merged if one.repeated or one.doubtful}
    for file in files:
        one = found.get(file.id)
        if one is None:
            continue
        file.loaded -= one.repeated
        file.duplicates += one.repeated
        file.reason = " ".join(_sentences(one))


def _sentences(one: MergedFile) -> Iterable[str]:
    if one.repeated:
        yield (
            f"Letters that the campaign export tells of too, which count by that: {one.repeated:,}."
        )
    if one.doubtful:
        yield (
            "Letters on days of the campaign export that are not in it by name or subject, and "
            f"count beside it: {one.doubtful:,}. "
            "Take this import back if they are the same letters."
        )
