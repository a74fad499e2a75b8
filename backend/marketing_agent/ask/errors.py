"""What can go wrong around questions."""

from marketing_agent.kernel.errors import NotFound


class UnknownQuestion(NotFound):
    """No such question was asked in this workspace."""

    code = "ask.unknown_question"


class UnknownEntry(NotFound):
    """No such entry in the prompt cache of this workspace."""

    code = "ask.unknown_entry"
