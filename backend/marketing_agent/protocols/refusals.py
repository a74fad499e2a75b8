"""What a door refuses leaves a line in the log, under the request's id."""

import logging

_log = logging.getLogger(__name__)


def refused(door: str, code: object, **more: object) -> None:
    """Notes a refusal. `code` is the protocol's own; nothing that the client wrote belongs here."""
    _log.info("a request was refused", extra={"door": door, "code": str(code), **more})
