"""What a client is told when an event of its is not done.

Refused: the protocol's `error` event; the session goes on.
"""


class Refused(Exception):
    """An event that is not done. `code` is stable, `param` names the field it is about."""

    def __init__(self, code: str, message: str, param: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.param = code, message, param
