"""`Idempotency-Key`: the same key and body get the same answer, another body is refused."""

import hashlib
import re
from collections.abc import MutableMapping
from typing import Any

from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marketing_agent.api.problems import problem_of
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import Conflict, Invalid

_EFFECTS = {"POST", "PUT", "PATCH", "DELETE"}
_MAX_KEY = 255
_MAX_STORED = 1 << 20
_INSERT = text(
    "INSERT INTO idempotency_keys (caller, route, key) VALUES (:caller, :route, :key)"
    " ON CONFLICT DO NOTHING RETURNING 1"
)
_SELECT = text(
    "SELECT body_hash, status, content_type, response FROM idempotency_keys"
    " WHERE caller = :caller AND route = :route AND key = :key"
)
_UPDATE = text(
    "UPDATE idempotency_keys SET body_hash = :body_hash, status = :status,"
    " content_type = :content_type, response = :response"
    " WHERE caller = :caller AND route = :route AND key = :key"
)
_DELETE = text(
    "DELETE FROM idempotency_keys WHERE caller = :caller AND route = :route AND key = :key"
)


class KeyReused(Invalid):
    """The key came before with another body."""

    code = "idempotency_key_reused"


class KeyBusy(Conflict):
    """The first request with this key is still running."""

    code = "idempotency_key_busy"


class BodyHash:
    """Hash of a body as it streams by, without the random boundary of multipart forms."""

    def __init__(self, content_type: str) -> None:
        found = re.search(r'boundary="?([^";,]+)"?', content_type)
        self._boundary = found.group(1).encode("latin-1") if found else b""
        self._held = b""
        self._hash = hashlib.sha256()

    def feed(self, chunk: bytes) -> None:
        """Adds bytes; those that may begin a boundary wait for the next call."""
        data = (self._held + chunk).replace(self._boundary, b"") if self._boundary else chunk
        ready = max(len(data) - max(len(self._boundary) - 1, 0), 0)
        self._hash.update(data[:ready])
        self._held = data[ready:]

    def digest(self) -> str:
        """Hexadecimal SHA-256 of everything fed."""
        final = self._hash.copy()
        final.update(self._held)
        return final.hexdigest()


class Idempotency:
    """ASGI middleware over `/api/v1`; needs `app.state.database` when a key is sent."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        entry = _entry(scope)
        if entry is None:
            await self.app(scope, receive, send)
            return
        if len(entry["key"]) > _MAX_KEY:
            await problem_of(Invalid("An Idempotency-Key has at most 255 characters."))(
                scope, receive, send
            )
            return
        database: Database = scope["app"].state.database
        if await run_in_threadpool(_reserve, database, entry):
            await _Run(self.app, database, entry).run(scope, receive, send)
        else:
            await _replay(database, entry, scope, receive, send)


def _entry(scope: Scope) -> dict[str, str] | None:
    if scope["type"] != "http" or scope["method"] not in _EFFECTS:
        return None
    headers = Headers(scope=scope)
    credentials = headers.get("authorization") or headers.get("cookie")
    key = headers.get("idempotency-key")
    if not key or not credentials or not scope["path"].startswith("/api/v1/"):
        return None
    workspace = headers.get("x-workspace", "")
    caller = hashlib.sha256(f"{credentials}\n{workspace}".encode()).hexdigest()
    return {"caller": caller, "route": f"{scope['method']} {scope['path']}", "key": key}


def _reserve(database: Database, entry: dict[str, str]) -> bool:
    with database.system() as session:
        return session.execute(_INSERT, entry).first() is not None


class _Run:
    """The first request with a key: runs it, and keeps body hash and answer."""

    def __init__(self, app: ASGIApp, database: Database, entry: dict[str, str]) -> None:
        self._app, self._database, self._entry = app, database, entry
        self._status, self._type, self._answer = 500, "", b""

    async def run(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = BodyHash(Headers(scope=scope).get("content-type", ""))

        async def hashed() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                body.feed(message.get("body", b""))
            return message

        async def kept(message: Message) -> None:
            self._keep(message)
            await send(message)

        try:
            await self._app(scope, hashed, kept)
        finally:
            await run_in_threadpool(self._store, body.digest())

    def _keep(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._type = Headers(raw=message["headers"]).get("content-type", "")
        elif message["type"] == "http.response.body" and len(self._answer) < _MAX_STORED:
            self._answer += message.get("body", b"")

    def _store(self, body_hash: str) -> None:
        """Keeps what the request did; an answer that did nothing leaves the key free."""
        did_nothing = self._status >= 500 or self._status in (401, 403, 409, 429)
        values = self._entry | {
            "body_hash": body_hash,
            "status": self._status,
            "content_type": self._type,
            "response": self._answer,
        }
        with self._database.system() as session:
            if did_nothing:
                session.execute(_DELETE, self._entry)
            else:
                session.execute(_UPDATE, values)


async def _replay(
    database: Database, entry: dict[str, str], scope: Scope, receive: Receive, send: Send
) -> None:
    body = BodyHash(Headers(scope=scope).get("content-type", ""))
    more = True
    while more:
        message = await receive()
        body.feed(message.get("body", b""))
        more = message.get("more_body", False)
    stored = await run_in_threadpool(_stored, database, entry)
    await _answer(stored, body.digest())(scope, receive, send)


def _stored(database: Database, entry: dict[str, str]) -> Any:
    with database.system() as session:
        return session.execute(_SELECT, entry).first()


def _answer(stored: Any, body_hash: str) -> Response:
    if stored is None or stored.status is None:
        return problem_of(KeyBusy("The first request with this Idempotency-Key is running."))
    if stored.body_hash != body_hash:
        return problem_of(KeyReused("This Idempotency-Key came before with another body."))
    headers = {"Idempotent-Replay": "true"}
    if stored.content_type:
        headers["content-type"] = stored.content_type
    return Response(bytes(stored.response), stored.status, headers)
