"""Pages, what is none, and the content security policy."""

import base64
import hashlib
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from marketing_agent.api.webapp import WebApp, find_web

INLINE = "self.__next_f=[]"


@pytest.fixture
def pages(tmp_path: Path) -> TestClient:
    (tmp_path / "imports").mkdir()
    (tmp_path / "_next/static").mkdir(parents=True)
    (tmp_path / "index.html").write_text(f"<script>{INLINE}</script><script src='/a.js'></script>")
    (tmp_path / "imports/index.html").write_text("<h1>Imports</h1>")
    (tmp_path / "imports/__next._tree.txt").write_text("tree")
    (tmp_path / "404.html").write_text("nothing here")
    (tmp_path / "_next/static/a.js").write_text("1")
    assert find_web(tmp_path) == tmp_path
    return TestClient(Starlette(routes=[Mount("/", WebApp(tmp_path))]))


def test_a_page_is_at_its_own_address_with_or_without_the_slash(pages: TestClient) -> None:
    assert pages.get("/imports/?import=some-id").text == "<h1>Imports</h1>"
    assert pages.get("/imports").text == "<h1>Imports</h1>"
    assert pages.get("/imports/__next._tree.txt").text == "tree"


def test_nothing_stands_below_a_page(pages: TestClient) -> None:
    for path in ("/imports/some-id/", "/imports/some-id", "/imports/a/__next._tree.txt"):
        assert (pages.get(path).status_code, pages.get(path).text) == (404, "nothing here")


def test_what_is_nowhere_is_404(pages: TestClient) -> None:
    assert (pages.get("/nowhere/").status_code, pages.get("/nowhere/").text) == (
        404,
        "nothing here",
    )
    assert pages.get("/_next/static/gone.js").status_code == 404
    assert pages.get("/../../etc/passwd").status_code == 404


def test_only_hashed_assets_are_kept_for_long(pages: TestClient) -> None:
    assert "immutable" in pages.get("/_next/static/a.js").headers["cache-control"]
    assert pages.get("/").headers["cache-control"] == "no-cache"


def test_the_policy_allows_exactly_the_pages_own_scripts(pages: TestClient) -> None:
    policy = pages.get("/").headers["content-security-policy"]
    digest = base64.b64encode(hashlib.sha256(INLINE.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "frame-ancestors 'none'" in policy
