"""Worker, API and PostgreSQL killed with signal 9 during runs; `python -m tests.chaos`: more."""

from pathlib import Path

import pytest

from tests.chaos.run import kill_again_and_again


@pytest.mark.slow
def test_no_run_is_lost_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    found = kill_again_and_again(tmp_path, kills=3, seed=4, longest=3.0)
    assert found.wrong() == []
    assert found.kills == {"worker": 1, "api": 1, "postgres": 1}
    assert found.streams_resumed
