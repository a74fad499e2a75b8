"""What can go wrong around questions."""

from marketing_agent.kernel.errors import Conflict, NotFound


class UnknownQuestion(NotFound):
    """No such question was asked in this workspace."""

    code = "ask.unknown_question"


class UnknownEntry(NotFound):
    """No such entry in the prompt cache of this workspace."""

    code = "ask.unknown_entry"


class MeaningTaken(Conflict):
    """Another entry has that meaning already."""

    code = "ask.meaning_taken"
    retryable = False
