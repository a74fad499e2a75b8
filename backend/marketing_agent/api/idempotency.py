"""`Idempotency-Key`: the same key and body get the same answer, another body is refused."""

import asyncio
import hashlib
import re
import secrets
from collections.abc import MutableMapping
from typing import Any

from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marketing_agent.api.problems import problem_of
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import Conflict, Invalid
from marketing_agent.tenancy import sign_in
from marketing_agent.tenancy.http import COOKIE

_EFFECTS = {"POST", "PUT", "PATCH", "DELETE"}
_MAX_KEY = 255
_MAX_STORED = 1 << 20
_NONCE_BYTES = 16
# Their answer is a cookie, which is not kept: the same link or password is simply tried again.
_SIGN_IN = {f"/api/v1/{name}" for name in ("setup", "login", "join", "sign-in-link")}
_BEAT_SECONDS = 15
_PURGE = text("DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'")
# A reservation that no running request renews belonged to a process that was killed.
_INSERT = text(
    "INSERT INTO idempotency_keys AS old (caller, route, key) VALUES (:caller, :route, :key)"
    " ON CONFLICT (caller, route, key) DO UPDATE SET created_at = now()"
    " WHERE old.status IS NULL AND old.created_at < now() - interval '1 minute' RETURNING 1"
)
_RENEW = text(
    "UPDATE idempotency_keys SET created_at = now()"
    " WHERE caller = :caller AND route = :route AND key = :key"
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
        credentials = _credentials(scope)
        if not await run_in_threadpool(_known, database, credentials):
            await self.app(scope, receive, send)  # which refuses it
        elif await run_in_threadpool(_reserve, database, entry):
            await _Run(self.app, database, entry, Seal(credentials)).run(scope, receive, send)
        else:
            await _replay(database, entry, scope, receive, send)


def _credentials(scope: Scope) -> str:
    """The API key, else the session of the cookie; a request may carry other cookies too."""
    request = HTTPConnection(scope)
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else request.cookies.get(COOKIE, "")


def _entry(scope: Scope) -> dict[str, str] | None:
    if scope["type"] != "http" or scope["method"] not in _EFFECTS:
        return None
    headers = Headers(scope=scope)
    credentials, key = _credentials(scope), headers.get("idempotency-key")
    path: str = scope["path"]
    if not key or not credentials or not path.startswith("/api/v1/") or path in _SIGN_IN:
        return None
    workspace = headers.get("x-workspace", "")
    caller = hashlib.sha256(f"{credentials}\n{workspace}".encode()).hexdigest()
    return {"caller": caller, "route": f"{scope['method']} {path}", "key": key}


def _known(database: Database, credentials: str) -> bool:
    """A revoked key or an ended session is not answered from memory either."""
    with database.system() as session:
        return sign_in.is_live(session, credentials)


def _reserve(database: Database, entry: dict[str, str]) -> bool:
    with database.system() as session:
        session.execute(_PURGE)
        return session.execute(_INSERT, entry).first() is not None


class Seal:
    """Hides a stored answer, which may hold a new API key, from whoever reads the table.

    The stream comes from the caller's own credentials, of which only a hash is stored.
    """

    def __init__(self, credentials: str) -> None:
        self._secret = credentials.encode()

    def close(self, answer: bytes) -> bytes:
        """The answer masked, behind the nonce of its mask."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._mask(nonce, answer)

    def open(self, stored: bytes) -> bytes:
        """The answer again."""
        return self._mask(stored[:_NONCE_BYTES], stored[_NONCE_BYTES:])

    def _mask(self, nonce: bytes, data: bytes) -> bytes:
        stream = hashlib.shake_256(nonce + self._secret).digest(len(data))
        return (int.from_bytes(data) ^ int.from_bytes(stream)).to_bytes(len(data))


class _Run:
    """The first request with a key: runs it, and keeps body hash and answer."""

    def __init__(self, app: ASGIApp, database: Database, entry: dict[str, str], seal: Seal) -> None:
        self._app, self._database, self._entry, self._seal = app, database, entry, seal
        self._status, self._type, self._answer = 500, "", b""

    async def run(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = BodyHash(Headers(scope=scope).get("content-type", ""))

        more = True

        async def hashed() -> Message:
            nonlocal more
            message = await receive()
            more = bool(message.get("more_body", False))
            if message["type"] == "http.request":
                body.feed(message.get("body", b""))
            return message

        async def kept(message: Message) -> None:
            # Whatever the route did not read belongs to the body too; later it cannot be had.
            while more:
                await hashed()
            self._keep(message)
            await send(message)

        beat = asyncio.create_task(self._beat())
        try:
            await self._app(scope, hashed, kept)
        finally:
            beat.cancel()
            await run_in_threadpool(self._store, body.digest())

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            await run_in_threadpool(self._renew)

    def _renew(self) -> None:
        with self._database.system() as session:
            session.execute(_RENEW, self._entry)

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
            "response": self._seal.close(self._answer),
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
    seal = Seal(_credentials(scope))
    await _answer(stored, body.digest(), seal)(scope, receive, send)


def _stored(database: Database, entry: dict[str, str]) -> Any:
    with database.system() as session:
        return session.execute(_SELECT, entry).first()


def _answer(stored: Any, body_hash: str, seal: Seal) -> Response:
    if stored is None or stored.status is None:
        return problem_of(KeyBusy("The first request with this Idempotency-Key is running."))
    if stored.body_hash != body_hash:
        return problem_of(KeyReused("This Idempotency-Key came before with another body."))
    headers = {"Idempotent-Replay": "true"}
    if stored.content_type:
        headers["content-type"] = stored.content_type
    return Response(seal.open(bytes(stored.response)), stored.status, headers)
