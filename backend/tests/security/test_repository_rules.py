"""Rules about the repository itself: its locks, its settings, its containers, its tables."""

import configparser
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import text

from marketing_agent.kernel.config import PREFIX, Settings
from marketing_agent.kernel.db import Database

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "backend" / "marketing_agent"
COMPOSE_ONLY = {"POSTGRES_PASSWORD", "PORT", "HOST", "IMAGE_TAG", "FORWARDED_ALLOW_IPS"}
# Tables of people and of sign-in, which come before a workspace is known.
SHARED_TABLES = {
    "alembic_version",
    "idempotency_keys",
    "login_attempts",
    "one_time_links",
    "user_sessions",
    "app_client",
    "users",
    "workspaces",
    # Which engine carries jobs, and who is alive: of no store.
    "job_engine",
    "job_kind",
    "job_schedule",
    "job_worker",
}
_TABLES = text(
    """
    SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
      EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid
        AND a.attname = 'workspace_id' AND a.attnotnull) AS scoped,
      EXISTS (SELECT 1 FROM pg_policies p WHERE p.schemaname = 'public'
        AND p.tablename = c.relname AND p.qual LIKE '%app.workspace_id%') AS guarded
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
    """
)


def _setting_names() -> set[str]:
    fields = Settings.model_fields.items()
    return {str(f.validation_alias or PREFIX + name.upper()) for name, f in fields}


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def _addresses(node: Any, inside: str = "") -> Iterator[str]:
    """Every web address in a JSON document that is not somebody's funding page."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _addresses(value, "funding" if inside == "funding" else key)
    elif isinstance(node, list):
        for item in node:
            yield from _addresses(item, inside)
    elif isinstance(node, str) and "://" in node and inside != "funding":
        yield node


def _compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    return document


def _referenced(source: str) -> set[str]:
    return set(re.findall(r"\$\{(\w+)", source))


@pytest.mark.parametrize("lock", sorted((ROOT / "backend").glob("*.lock")), ids=lambda p: p.name)
def test_python_locks_hold_hashes_and_no_addresses(lock: Path) -> None:
    content = lock.read_text("utf-8")
    packages = re.split(r"\n(?=\S)", content.strip())
    assert "://" not in content
    assert [one.split()[0] for one in packages if "--hash=sha256:" not in one] == []


@pytest.mark.parametrize("folder", ["web", "conformance"])
def test_npm_locks_hold_hashes_and_no_addresses(folder: str) -> None:
    document = json.loads((ROOT / folder / "package-lock.json").read_text("utf-8"))
    packages = {n: p for n, p in document["packages"].items() if n.startswith("node_modules/")}
    assert list(_addresses(document)) == []
    assert [name for name, p in packages.items() if not {"integrity", "inBundle"} & p.keys()] == []


def test_no_tracked_file_names_a_folder_of_one_machine() -> None:
    own = re.compile(rb"(?<![\w.])/(?:" + b"|".join([b"work", b"root"]) + rb")/")
    found = [str(p.relative_to(ROOT)) for p in _tracked() if own.search(p.read_bytes())]
    assert found == []


def test_the_settings_example_names_every_setting() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    names = re.findall(r"^#?([A-Z][A-Z0-9_]*)=", example, re.MULTILINE)
    assert sorted(names) == sorted(_setting_names() | COMPOSE_ONLY)


def test_the_settings_example_gives_the_true_defaults() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        if field.default is None:
            continue
        given = re.search(rf"^#{PREFIX}{name.upper()}=(.+)$", example, re.MULTILINE)
        assert given is not None, name
        assert given.group(1) == _written(field.default), name


def _written(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_every_setting_is_documented() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert sorted(n for n in _setting_names() if f"| `{n}` |" not in documented) == []


def test_compose_refers_only_to_settings_that_exist() -> None:
    source = (ROOT / "compose.yaml").read_text("utf-8")
    set_here = {key for one in _compose()["services"].values() for key in one["environment"]}
    database_image = {key for key in set_here if key.startswith("POSTGRES_")}
    assert _referenced(source) <= _setting_names() | COMPOSE_ONLY
    assert set_here - database_image <= _setting_names()


def test_compose_has_no_password_of_its_own() -> None:
    source = (ROOT / "compose.yaml").read_text("utf-8")
    uses = re.findall(r"\$\{POSTGRES_PASSWORD[^}]*", source)
    assert uses
    assert [use for use in uses if ":?" not in use] == []


def test_the_product_runs_without_privileges() -> None:
    services = _compose()["services"]
    for name in ("app", "worker"):
        assert services[name]["read_only"], name
        assert services[name]["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in services[name]["security_opt"], name
    image = (ROOT / "Dockerfile").read_text("utf-8")
    assert re.findall(r"^USER (\d+)", image, re.MULTILINE)[-1] != "0"
    assert "\nHEALTHCHECK " in image


def test_actions_are_pinned_to_a_commit() -> None:
    used = []
    for workflow in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        used += re.findall(r"uses:\s*(\S+)", workflow.read_text("utf-8"))
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", one)] == []


def _import_contracts() -> list[dict[str, set[str]]]:
    """What `lint-imports` is told, each contract as its keys with the words of their values."""
    read = configparser.ConfigParser()
    read.read(ROOT / "backend" / ".importlinter", "utf-8")
    return [{k: set(v.split()) for k, v in read[name].items()} for name in read.sections()]


def test_tables_and_repositories_are_private_to_their_module() -> None:
    held: dict[str, set[str]] = {}
    for contract in _import_contracts():
        if contract.get("type") == {"protected"}:
            for module in contract["protected_modules"]:
                held[module] = contract["allowed_importers"]
    private = {}
    for path in PACKAGE.glob("*/*"):
        if path.stem in ("tables", "repository"):
            home = f"marketing_agent.{path.parent.name}"
            private[f"{home}.{path.stem}"] = {home}
    assert len(private) >= 10
    assert {name: held.get(name) for name in private} == private


def test_only_the_warehouse_may_import_duckdb() -> None:
    (contract,) = [c for c in _import_contracts() if c.get("forbidden_modules") == {"duckdb"}]
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {"warehouse"}
    assert contract["source_modules"] == {f"marketing_agent.{name}" for name in packages}


def test_every_tenant_table_is_walled(database: Database) -> None:
    with database.transaction() as session:
        tables = {row.name: row for row in session.execute(_TABLES)}
    assert tables.keys() >= SHARED_TABLES
    tenant = {name: row for name, row in tables.items() if name not in SHARED_TABLES}
    assert sorted(name for name, row in tenant.items() if not row.scoped) == []
    assert sorted(name for name, row in tenant.items() if not row.forced) == []
    assert sorted(name for name, row in tenant.items() if not row.guarded) == []
    assert tables["workspaces"].forced
    assert tables["workspaces"].guarded
