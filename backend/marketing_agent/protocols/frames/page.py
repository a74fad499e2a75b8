"""`/embed/…`: one page with its data inside. It knows no cookie, and calls nothing."""

import base64
import hashlib
import json
import re
import threading
import time
from collections import OrderedDict
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from marketing_agent.agents.frames import service
from marketing_agent.agents.frames.errors import UnknownFrame
from marketing_agent.agents.frames.schemas import Shown
from marketing_agent.agents.frames.signing import FrameSigner
from marketing_agent.ask.cases import Desk
from marketing_agent.kernel.errors import AppError, Unavailable
from marketing_agent.protocols.mcp.views import html_of

_GONE = "There is nothing to see here any more: ask whoever runs this page for a new address."
_LATER = "The figures do not come just now. Try again in a moment."
_SENTENCE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Marketing Agent</title><p>{}</p>'
)
_PART = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
_FRESH_SECONDS = 60.0
_WAIT_SECONDS = 5.0
_MOST_KEPT = 200
_INSIDE = ("iframe", "frame", "embed", "object")


class FramePages:
    """Pages of frames. One is made at most once a minute, however often it is looked at."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: OrderedDict[str, tuple[float, Shown]] = OrderedDict()
        self._making = threading.Lock()

    def mount(self, app: FastAPI) -> None:
        """Adds the route; others than GET are refused there."""
        app.router.routes.append(Route(f"{service.PATH}/{{token}}", self.page, methods=["GET"]))

    async def page(self, request: Request) -> Response:
        """The view, for sites that may show it; one sentence for everybody else."""
        try:
            shown = await run_in_threadpool(self._shown, request.path_params["token"])
        except UnknownFrame:
            return _sentence(_GONE, 404)
        except AppError:
            return _sentence(_LATER, 503)
        return _view(shown) if _from_a_site(request, shown.origins) else _sentence(_GONE, 404)

    def _shown(self, token: str) -> Shown:
        signer = FrameSigner(self._desk.settings.hash_key)
        with self._desk.database.system() as session:
            row = service.look_up(session, signer, token)
        made, shown = self._kept.get(row.id, (0.0, None))
        if shown is not None and time.monotonic() - made < _FRESH_SECONDS:
            return shown
        # Many who look at once wait for one of them, and not for long: others need the threads.
        if not self._making.acquire(timeout=0.01 if shown else _WAIT_SECONDS):
            if shown is None:
                raise Unavailable(_LATER)
            return shown
        try:
            return self._made(row.id, service.show(self._desk, row))
        finally:
            self._making.release()

    def _made(self, frame_id: str, shown: Shown) -> Shown:
        self._kept[frame_id] = time.monotonic(), shown
        self._kept.move_to_end(frame_id)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return shown


def _from_a_site(request: Request, origins: tuple[str, ...]) -> bool:
    """What the browser says of the page around; what it does not say, `frame-ancestors` settles."""
    if request.headers.get("sec-fetch-dest", "iframe") not in _INSIDE:
        return False
    around = urlsplit(request.headers.get("referer", ""))
    return not around.netloc or f"{around.scheme}://{around.netloc}".lower() in origins


def _view(shown: Shown) -> Response:
    data = json.dumps(shown.result).replace("<", "\\u003c")
    page = html_of(shown.view).replace("<title>Marketing Agent", f"<title>{_text(shown.name)}")
    given = f'<script type="application/json" id="given">{data}</script>\n<script>'
    parts = " ".join(f"{kind}-src 'sha256-{_digest(text)}';" for kind, text in _PART.findall(page))
    policy = f"default-src 'none'; {parts} base-uri 'none'; form-action 'none'; "
    policy += f"sandbox allow-scripts; frame-ancestors {' '.join(shown.origins)}"
    return _answer(page.replace("<script>", given, 1), 200, policy)


def _sentence(said: str, status: int) -> Response:
    policy = "default-src 'none'; base-uri 'none'; form-action 'none'; sandbox; frame-ancestors *"
    return _answer(_SENTENCE.format(said), status, policy)


def _answer(page: str, status: int, policy: str) -> Response:
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return HTMLResponse(page, status, headers)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _text(name: str) -> str:
    return name.replace("&", "&amp;").replace("<", "&lt;")
