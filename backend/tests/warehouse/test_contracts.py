"""The published schemas say what the declaration says."""

from pathlib import Path

from marketing_agent.warehouse.canonical.json_schema import schema_files

CONTRACTS = Path(__file__).parents[3] / "docs" / "contracts"


def test_published_schemas_match_the_declaration() -> None:
    published = {name: (CONTRACTS / name).read_text("utf-8") for name in schema_files()}
    assert published == schema_files()
