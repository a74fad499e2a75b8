"""Every error leaves as problem+json (RFC 9457) with a code, an id and whether to retry."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from marketing_agent.kernel.errors import AppError, Invalid, Unauthenticated, Unavailable
from marketing_agent.kernel.ids import new_id

DATABASE_GONE = (OperationalError, PoolTimeout)
log = logging.getLogger(__name__)
# What PostgreSQL says of it in text, and in JSON.
_NUL = ("NUL (0x00)", "\\u0000 cannot be converted")
_TITLES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}


class Problem(BaseModel):
    """An error: `title` is one clear sentence, `code` is stable, `error_id` finds it in the log."""

    model_config = ConfigDict(frozen=True)

    type: str
    title: str
    status: int
    code: str
    retryable: bool
    error_id: str
    details: dict[str, Any]


def _response(
    status: int, code: str, title: str, retryable: bool, details: dict[str, Any], error_id: str
) -> JSONResponse:
    if status < 500:
        refusal = {"error_id": error_id, "code": code, "status": status}
        log.info("a request was refused", extra=refusal)
    problem = Problem(
        type=f"urn:marketing-agent:error:{code}",
        title=title,
        status=status,
        code=code,
        retryable=retryable,
        error_id=error_id,
        details=details,
    )
    return JSONResponse(
        problem.model_dump(mode="json"), status, media_type="application/problem+json"
    )


def problem_of(error: AppError) -> JSONResponse:
    """The answer for an error of the product."""
    details = {name: _plain(value) for name, value in error.details.items()}
    return _response(error.status, error.code, error.message, error.retryable, details, new_id())


def _plain(value: object) -> int | str:
    """Whole numbers stay numbers, so that a program need not read them; the rest is text."""
    return value if isinstance(value, int) else str(value)


async def _app_error(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, AppError):
        return await _unexpected(_request, error)
    answer = problem_of(error)
    if isinstance(error, Unauthenticated) and error.challenge:
        answer.headers["WWW-Authenticate"] = error.challenge
    return answer


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    places = {".".join(str(part) for part in one["loc"]): one["msg"] for one in found}
    message = "; ".join(f"{place}: {text}" for place, text in places.items())
    return problem_of(Invalid(f"The request is not valid: {message}."))


async def _http(_request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    code = _TITLES.get(status, "http")
    title = str(getattr(error, "detail", "")) or code
    return _response(status, code, title, False, {}, new_id())


async def _database(request: Request, error: Exception) -> JSONResponse:
    log.error("PostgreSQL does not answer", extra={"path": request.url.path, "cause": str(error)})
    return problem_of(Unavailable("The database does not answer. Try again in a moment."))


async def _unkept(request: Request, error: Exception) -> JSONResponse:
    """PostgreSQL keeps every character but one; a request that holds it is at fault, not we."""
    if any(sign in str(getattr(error, "orig", "")) for sign in _NUL):
        return problem_of(Invalid("The request holds a NUL character. Take it out."))
    return await _unexpected(request, error)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, DATABASE_GONE):  # raised by a middleware, outside the other handlers
        return await _database(request, error)
    error_id = new_id()
    log.error(
        "request failed",
        exc_info=error,
        extra={"error_id": error_id, "path": request.url.path},
    )
    title = "Something went wrong on our side. Nothing was changed; the id finds it in the log."
    return _response(500, "internal", title, True, {}, error_id)


def install(app: FastAPI) -> None:
    """Answers every kind of error with a Problem."""
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for gone in DATABASE_GONE:
        app.add_exception_handler(gone, _database)
    app.add_exception_handler(DataError, _unkept)
    app.add_exception_handler(Exception, _unexpected)
