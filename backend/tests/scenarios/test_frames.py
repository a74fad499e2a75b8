"""Frames in other sites: shown where they may be, one sentence anywhere else."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect
from sqlalchemy import text

from marketing_agent.api.app import create_app
from marketing_agent.ingestion import service as ingestion
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from tests.api.test_every_route import ORDERS
from tests.loops import serving

pytestmark = pytest.mark.browser
GONE = "There is nothing to see here any more: ask whoever runs this page for a new address."


@pytest.fixture
def address(settings: Settings, database: Database) -> Iterator[str]:
    with serving(create_app(settings, Database(database.url, pool_size=4))) as url:
        yield url


@pytest.fixture
def site() -> Iterator[Callable[[str], str]]:
    """Somebody else's site, whose one page holds what it is given in a frame."""
    held = {"src": ""}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!doctype html><title>Site</title><iframe src="{held["src"]}"></iframe>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            if "quiet" in self.path:
                self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()

    def hold(src: str) -> str:
        held["src"] = src
        return f"127.0.0.1:{server.server_port}"

    yield hold
    server.shutdown()
    server.server_close()


def _framed(page: Page, url: str) -> FrameLocator:
    page.goto(url)
    return page.frame_locator("iframe")


def test_a_frame_shows_where_it_may_and_nowhere_else(
    address: str,
    settings: Settings,
    database: Database,
    workspace: Workspace,
    key_for: Callable[..., dict[str, str]],
    chromium: Browser,
    site: Callable[[str], str],
    tmp_path: Path,
) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS.replace("Lamp", "</script><b>Lamp"))
    ingestion.import_path(database, settings, workspace.id, tmp_path / "orders.csv")
    headers = key_for(workspace)
    kept = httpx2.post(
        f"{address}/api/v1/widgets",
        json={"name": "Sold <b>", "sql": "SELECT line_name, quantity FROM order_lines"},
        headers=headers,
        timeout=60,
    )
    assert kept.status_code == 201, kept.text
    host = site("")
    new = {"kind": "widget", "thing_id": kept.json()["id"], "origins": [f"http://{host}"]}
    made = httpx2.post(f"{address}/api/v1/frames", json=new, headers=headers).json()
    url = f"{address}{made['path']}"
    assert site(url) == host
    context = chromium.new_context()
    context.add_cookies([{"name": "ma_session", "value": "x", "url": address}])
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    right = _framed(page, f"http://{host}/")
    expect(right.get_by_role("heading", name="Sold <b>")).to_be_visible(timeout=60_000)
    expect(right.get_by_role("cell", name="</script><b>Lamp")).to_be_visible()
    assert [one for one in asked if one.startswith(address)] == [url]

    # Another name of the same machine is another origin.
    other = host.replace("127.0.0.1", "localhost")
    expect(_framed(page, f"http://{other}/").locator("body")).to_have_text(GONE)
    # A site that hides who it is: the browser itself shows nothing.
    page.goto(f"http://{other}/quiet")
    inner = page.frames[1]
    assert "Lamp" not in inner.content()
    page.goto(url)
    expect(page.locator("body")).to_have_text(GONE)

    start, until, signed = url.rsplit(".", 2)
    flipped = signed[:5] + ("A" if signed[5] != "A" else "B") + signed[6:]
    for tampered in (f"{start}.{int(until) + 9}.{signed}", f"{start}.{until}.{flipped}"):
        site(tampered)
        expect(_framed(page, f"http://{host}/").locator("body")).to_have_text(GONE)
    site(url)
    with database.system() as session:
        older = "UPDATE frame SET expires_at = now() - interval '1 s' WHERE id = :id"
        session.execute(text(older), {"id": made["id"]})
    expect(_framed(page, f"http://{host}/").locator("body")).to_have_text(GONE)
    again = httpx2.post(f"{address}/api/v1/frames", json=new, headers=headers).json()
    site(f"{address}{again['path']}")
    expect(_framed(page, f"http://{host}/").get_by_role("cell").first).to_be_visible()
    ended = httpx2.delete(f"{address}/api/v1/frames/{again['id']}", headers=headers)
    assert ended.status_code == 204
    expect(_framed(page, f"http://{host}/").locator("body")).to_have_text(GONE)
    context.close()


def test_a_frame_is_read_only_signed_and_without_cookies(
    address: str, workspace: Workspace, key_for: Callable[..., dict[str, str]]
) -> None:
    admin = key_for(workspace, "admin")
    new = {"kind": "kpis", "origins": ["https://Shop.example.com", "https://b.example.com:8443"]}
    frames = f"{address}/api/v1/frames"
    assert httpx2.post(frames, json=new, headers=key_for(workspace, "marketer")).status_code == 403
    made = httpx2.post(frames, json=new, headers=admin).json()
    assert made["origins"] == ["https://shop.example.com", "https://b.example.com:8443"]
    url = f"{address}{made['path']}"
    inside = {"sec-fetch-dest": "iframe", "referer": "https://shop.example.com/", "cookie": "a=b"}
    page = httpx2.get(url, headers=inside, timeout=60)
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors https://shop.example.com https://b.example.com:8443" in policy
    assert "default-src 'none'" in policy
    assert "sandbox allow-scripts" in policy
    assert "unsafe-inline" not in policy
    assert "x-frame-options" not in page.headers
    assert "set-cookie" not in page.headers
    assert page.headers["cache-control"] == "no-store"
    held = page.text.split('id="given">')[1].split("</script>")[0]
    assert "items" in json.loads(held)["structuredContent"]
    for method in ("POST", "PUT", "DELETE"):
        assert httpx2.request(method, url).status_code == 405
    for change in ({"referer": "https://evil.example.com/"}, {"sec-fetch-dest": "document"}):
        refused = httpx2.get(url, headers=inside | change)
        assert refused.status_code == 404
        assert "given" not in refused.text
    wrong: tuple[dict[str, Any], ...] = (
        {"origins": []},
        {"origins": ["*"]},
        {"origins": ["http://shop.example.com"]},
        {"origins": ["https://*.example.com"]},
        {"origins": ["https://a.example.com; script-src *"]},
        {"origins": ["https://a.example.com/path"]},
        {"kind": "widget"},
        {"kind": "approval"},
        {"days": 366},
    )
    for bad in wrong:
        assert httpx2.post(frames, json=new | bad, headers=admin).status_code == 422, bad
    lost = new | {"kind": "widget", "thing_id": "none"}
    assert httpx2.post(frames, json=lost, headers=admin).status_code == 404
    plain = httpx2.get(f"{address}/healthz")
    assert plain.headers["x-frame-options"] == "DENY"
