"""Views of tools for MCP Apps: one self-contained page that draws what a tool returned."""

from functools import cache
from importlib import resources
from typing import get_args

from marketing_agent.agents.tools.schemas import View

VIEWS = {f"ui://marketing-agent/{name}.html": name for name in get_args(View)}


@cache
def html_of(uri: str) -> str:
    """The page at that address; rows reach it as data and are only ever shown as text."""
    page = resources.files(__package__) / "view.html"
    return page.read_text("utf-8").replace('data-view=""', f'data-view="{VIEWS[uri]}"')
