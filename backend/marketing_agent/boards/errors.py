"""What can go wrong around saved things.

AppError
├── UnknownSavedQuestion (404)   ├── UnknownWidget (404)
├── ChangedMeanwhile (412)       └── BoardFull (422)
"""

from marketing_agent.kernel.errors import Conflict, Invalid, NotFound


class UnknownSavedQuestion(NotFound):
    """No such saved question in this workspace."""

    code = "board.unknown_question"


class UnknownWidget(NotFound):
    """No such widget in this workspace."""

    code = "board.unknown_widget"


class ChangedMeanwhile(Conflict):
    """The caller's version is not the newest: read it again before changing it."""

    code = "board.changed_meanwhile"
    status = 412


class BoardFull(Invalid):
    """More things are saved than a board can show or a person can find again."""

    code = "board.full"
