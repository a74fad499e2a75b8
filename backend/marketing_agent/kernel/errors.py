"""The one tree of errors. Each class knows its code, its HTTP status and whether a retry can help.

AppError
├── Invalid (422)      ├── NotFound (404)     ├── Conflict (409)
├── Unauthenticated (401)  ├── Forbidden (403)    ├── TooMany (429)
├── TooLarge (413)     ├── Unavailable (503)  └── ConfigurationError (500)
"""

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pydantic import ValidationError


class AppError(Exception):
    """Base of every error a person may see. The message is one clear sentence, safe to show."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class Invalid(AppError):
    """The request is understood and cannot be done as asked."""

    code = "invalid"
    status = 422


class NotFound(AppError):
    """No such thing here: also the answer for things of another workspace."""

    code = "not_found"
    status = 404


class Conflict(AppError):
    """Somebody else changed it first, or it is busy: reading again and retrying may help."""

    code = "conflict"
    status = 409
    retryable = True


class Unauthenticated(AppError):
    """No valid session, API key or token came with the request.

    `challenge` is what `WWW-Authenticate` says of how to come by one.
    """

    code = "unauthenticated"
    status = 401

    def __init__(self, message: str, *, challenge: str | None = None) -> None:
        super().__init__(message)
        self.challenge = challenge


class Forbidden(AppError):
    """The caller is known and may not do this."""

    code = "forbidden"
    status = 403


class TooMany(AppError):
    """Too many tries; wait before the next."""

    code = "too_many_requests"
    status = 429
    retryable = True


class TooLarge(AppError):
    """The upload is over its limit."""

    code = "too_large"
    status = 413


class Unavailable(AppError):
    """A part that is needed does not answer now."""

    code = "unavailable"
    status = 503
    retryable = True


class ConfigurationError(AppError):
    """A setting is missing or wrong: the process refuses to start."""

    code = "configuration"


def first_problem(error: "ValidationError") -> str:
    """The first thing that is wrong with what was given, as a sentence that repeats none of it."""
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    message = first["msg"]
    if isinstance(first["input"], str):  # pydantic counts text that a validator made as a list
        message = message.replace(" items", " characters").replace(" item ", " character ")
    return f"{place}: {message}." if place else f"{message}."
