"""What can go wrong with an import as a whole."""

from marketing_agent.kernel.errors import Conflict, Invalid, NotFound


class UnknownImport(NotFound):
    """No such import in this workspace."""

    code = "ingestion.unknown_import"


class NothingToImport(Invalid):
    """The path or upload holds no file."""

    code = "ingestion.nothing_to_import"


class NotInForce(Invalid):
    """Only a completed import can be reverted."""

    code = "ingestion.not_in_force"


class Busy(Conflict):
    """Another import of the workspace is running."""

    code = "ingestion.busy"


class RowsUnaccounted(Invalid):
    """A reader lost count of a file's rows."""

    code = "ingestion.rows_unaccounted"
