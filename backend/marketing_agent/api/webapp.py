"""Serves the exported web app: its pages, and the page for what is not there."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose

_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_YEAR = "public, max-age=31536000, immutable"


def find_web(configured: Path | None) -> Path | None:
    """Folder of the built web app: configured, shipped in the package, or built in the checkout."""
    package = Path(__file__).resolve().parents[1]
    candidates = [configured, package / "_web", package.parents[1] / "web" / "out"]
    return next((p for p in candidates if p and (p / "index.html").is_file()), None)


@lru_cache(maxsize=64)
def policy_of(page: Path, _modified: float) -> str:
    """Content security policy of a page: its own inline scripts by hash, nothing from outside."""
    scripts = _INLINE.findall(page.read_text("utf-8"))
    hashes = " ".join(sorted({f"'sha256-{_digest(script)}'" for script in scripts}))
    return (
        f"default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class WebApp(StaticFiles):
    """The export's files. What a page shows is in its query, so nothing stands below a page."""

    def __init__(self, folder: Path) -> None:
        # With html: a folder is its index.html, and what is missing is 404.html.
        super().__init__(directory=folder, html=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # files are not talked to
            await WebSocketClose()(scope, receive, send)
            return
        await super().__call__(scope, receive, send)

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path.split("/")[0] == "api":
            raise HTTPException(404, "There is no such route.")
        return _with_headers(await super().get_response(path, scope), path)


def _with_headers(response: Response, path: str) -> Response:
    response.headers["Cache-Control"] = _YEAR if path.startswith("_next/static") else "no-cache"
    if isinstance(response, FileResponse) and str(response.path).endswith(".html"):
        page = Path(response.path)
        response.headers["Content-Security-Policy"] = policy_of(page, page.stat().st_mtime)
    return response
