"""Which revision is the newest is told without loading what runs migrations."""

import shutil
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from marketing_agent.kernel import migrations
from marketing_agent.kernel.migrations import ManyHeads, folder, migrate, newest


def test_the_newest_revision_is_the_one_that_alembic_would_migrate_to() -> None:
    config = Config()
    config.set_main_option("script_location", str(folder()))
    assert newest() == ScriptDirectory.from_config(config).get_current_head()


def test_two_ends_are_refused_with_their_names_and_nothing_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = newest()
    shutil.copytree(folder(), tmp_path / "migrations")
    for name in ("20990101_01", "20990101_02"):
        text = f'"""More."""\n\nrevision = "{name}"\ndown_revision = "{end}"\n'
        (tmp_path / "migrations" / "versions" / f"{name}_more.py").write_text(text)
    monkeypatch.setattr(migrations, "folder", lambda: tmp_path / "migrations")
    with pytest.raises(ManyHeads, match="20990101_01 and 20990101_02"):
        migrate("postgresql://nobody@127.0.0.1:1/nothing")  # it would not even have connected
