"""Settings come from the environment and one `.env`; what nobody knows is refused."""

from pathlib import Path

import pytest

from marketing_agent.kernel.config import load_settings
from marketing_agent.kernel.errors import ConfigurationError


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `.env` of the folder the process runs in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path / ".env"


def test_an_empty_value_is_none(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("DATABASE_URL=\nMARKETING_AGENT_SECRET_KEY=\nMARKETING_AGENT_DATA_DIR=\n")
    monkeypatch.setenv("MARKETING_AGENT_SESSION_DAYS", "")
    settings = load_settings()
    assert settings.database_url is None
    assert settings.secret_key is None
    assert settings.session_days == 14
    assert settings.data_dir == env_file.parent / "data"


def test_an_empty_variable_of_the_environment_does_not_hide_the_file(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text("MARKETING_AGENT_SESSION_DAYS=3\n")
    monkeypatch.setenv("MARKETING_AGENT_SESSION_DAYS", "")
    assert load_settings().session_days == 3


def test_the_environment_wins(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("MARKETING_AGENT_LOG_LEVEL=ERROR\nMARKETING_AGENT_SESSION_DAYS=3\n")
    monkeypatch.setenv("MARKETING_AGENT_LOG_LEVEL", "debug")
    settings = load_settings()
    assert (settings.log_level, settings.session_days) == ("DEBUG", 3)


def test_names_of_compose_may_stand_in_the_file(env_file: Path) -> None:
    env_file.write_text("POSTGRES_PASSWORD=abc\nPORT=9000\nMARKETING_AGENT_SESSION_DAYS=3\n")
    assert load_settings().session_days == 3


@pytest.mark.parametrize("name", ["MARKETING_AGENT_DATADIR", "marketing_agent_sesion_days"])
def test_unknown_names_in_the_file_are_refused(env_file: Path, name: str) -> None:
    env_file.write_text(f"{name}=typo\n")
    with pytest.raises(ConfigurationError, match=name.upper()):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("LOG_LEVEL", "LOUD"),
        ("SESSION_DAYS", "0"),
        ("PUBLIC_URL", "numbers.example.com"),
        ("PUBLIC_URL", "https://numbers.example.com/below"),
    ],
)
def test_wrong_values_are_refused(
    env_file: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"MARKETING_AGENT_{name}", value)
    with pytest.raises(ConfigurationError, match=f"MARKETING_AGENT_{name}: "):
        load_settings()
