"""What can go wrong with documents; each message is one sentence for whoever added the file."""

from marketing_agent.kernel.errors import Conflict, Invalid, NotFound, TooLarge


class UnknownDocument(NotFound):
    """No such document here."""

    code = "documents.unknown"


class UnreadableDocument(Invalid):
    """Its bytes are of no kind that is taken, or cannot be read."""

    code = "documents.unreadable"


class DocumentTooLarge(TooLarge):
    """It is over the limit."""

    code = "documents.too_large"


class LibraryFull(Conflict):
    """There are as many documents as a library holds."""

    code = "documents.full"
    retryable = False
