"""Which revision is the newest is told without loading what runs migrations."""

from alembic.config import Config
from alembic.script import ScriptDirectory

from marketing_agent.kernel.migrations import folder, newest


def test_the_newest_revision_is_the_one_that_alembic_would_migrate_to() -> None:
    config = Config()
    config.set_main_option("script_location", str(folder()))
    assert newest() == ScriptDirectory.from_config(config).get_current_head()
