"""The page about metrics says what the model says."""

from pathlib import Path

from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.reference import reference

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_page_is_the_model() -> None:
    assert (DOCS / "metrics.md").read_text("utf-8") == reference(load_query_model())
