"""Writes the files that are generated from code, or with `--check` fails when one has drifted."""

import json
import sys
from pathlib import Path

from marketing_agent.api.app import create_app
from marketing_agent.ingestion.formats import json_schema as exports
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.reference import reference
from marketing_agent.warehouse.canonical import json_schema as tables

ROOT = Path(__file__).resolve().parents[2]


def _openapi() -> str:
    # Neither the folder nor the database is touched: the document comes from the routes alone.
    settings = Settings(data_dir=ROOT / "data")
    app = create_app(settings, Database("postgresql://localhost/none"))
    return json.dumps(app.openapi(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _settings() -> str:
    lines = ["# Settings", "", "| name | default | what |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        shown = field.validation_alias or f"MARKETING_AGENT_{name.upper()}"
        default = "" if field.default is None else str(field.default)
        lines.append(f"| `{shown}` | {f'`{default}`' if default else ''} | {field.description} |")
    return "\n".join(lines) + "\n"


def outputs() -> dict[Path, str]:
    """Every generated file with the text it should have."""
    files = {
        ROOT / "web" / "openapi.json": _openapi(),
        ROOT / "docs" / "settings.md": _settings(),
        ROOT / "docs" / "metrics.md": reference(load_query_model()),
    }
    contracts = ROOT / "docs" / "contracts"
    files |= {contracts / name: text for name, text in tables.schema_files().items()}
    files |= {contracts / "exports" / n: text for n, text in exports.schema_files().items()}
    return files


def main() -> int:
    check = "--check" in sys.argv[1:]
    stale = [p for p, t in outputs().items() if not p.is_file() or p.read_text("utf-8") != t]
    for path in stale:
        shown = path.relative_to(ROOT)
        if check:
            sys.stderr.write(f"{shown} is out of date: run `make openapi`.\n")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(outputs()[path], "utf-8")
            sys.stderr.write(f"wrote {shown}\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
