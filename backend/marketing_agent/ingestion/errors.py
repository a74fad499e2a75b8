"""What can go wrong with an import as a whole."""

from marketing_agent.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class UnknownImport(NotFound):
    """No such import in this workspace."""

    code = "ingestion.unknown_import"


class NothingToImport(Invalid):
    """The path or upload holds no file."""

    code = "ingestion.nothing_to_import"


class NotInForce(Invalid):
    """Only a completed import can be reverted."""

    code = "ingestion.not_in_force"


class SeveralStores(Invalid):
    """The files are of more than one store, and nobody said what to do with them."""

    code = "ingestion.several_stores"


class UnknownStore(Invalid):
    """The import holds no store of that name."""

    code = "ingestion.unknown_store"


class NotConfirmed(Invalid):
    """Adding several stores up needs an explicit yes."""

    code = "ingestion.not_confirmed"


class NothingToChoose(Conflict):
    """The import does not wait for a choice, or another one was made."""

    code = "ingestion.nothing_to_choose"
    retryable = False


class NeedsPerson(Forbidden):
    """An API key belongs to one workspace and cannot make others."""

    code = "ingestion.needs_person"


class Busy(Conflict):
    """Another import of the workspace is running."""

    code = "ingestion.busy"


class RowsUnaccounted(Invalid):
    """A reader lost count of a file's rows."""

    code = "ingestion.rows_unaccounted"
