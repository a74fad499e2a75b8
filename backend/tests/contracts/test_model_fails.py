"""Whatever a model's server does, an asker gets a sentence, and the others are served."""

import io
import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from marketing_agent.agents.service import open_reader
from marketing_agent.kernel.config import Settings, load_settings
from marketing_agent.kernel.errors import ConfigurationError
from marketing_agent.observability.logs import configure_logs
from tests.cli.processes import free_port
from tests.contracts.conftest import PATIENCE_S, Asker, Store
from tests.contracts.model_server import KEY, NEEDS_SQL, Reply, Scripted, query, says
from tests.contracts.small_store import HOSTILE

GOOD = query(metrics=["orders"], time="last_19_days")
CALL = {
    "id": "t1",
    "type": "function",
    "function": {"name": "run_sql", "arguments": '{"sql": "DROP TABLE orders"}'},
}
BUSY = Reply({"error": {"message": "slow down"}}, 429)
BROKEN = Reply({"error": {"message": "oops"}}, 503)
EMPTY: dict[str, Any] = {"id": "c", "object": "chat.completion", "created": 1, "model": "m"}


@pytest.mark.parametrize(
    ("reply", "reason", "requests"),
    [
        (says("I would rather not."), "unusable", 2),
        (says(""), "unusable", 2),
        (says('{"kind": "query"'), "unusable", 2),
        (says('{"kind": "query"}'), "unusable", 2),
        (says("[]"), "unusable", 2),
        (says('{"kind": "query", "query": {"metrics": ["orders"]}, "extra": 1}'), "unusable", 2),
        (
            says('{"kind": "query", "query": {"metrics": "orders; DROP TABLE orders"}}'),
            "unusable",
            2,
        ),
        (says("", message={"content": None, "tool_calls": [CALL]}), "unusable", None),
        (says('{"kind": "query"', finish_reason="length"), "unusable", None),
        (says("", finish_reason="content_filter"), "unusable", None),
        (Reply(EMPTY | {"choices": []}), "unusable", None),
        (Reply(EMPTY | {"choices": None}), "unusable", None),
        (Reply(EMPTY), "unusable", None),
        (Reply([1, 2, 3]), "unusable", None),
        (Reply(b"<html>Sign in to the network</html>"), None, None),
        (Reply(b"", 200), None, None),
        (Reply(b"\xff\xfe\x00", 200), None, None),
        (says("x" * 2_000_000), "unavailable", None),
        (Reply({"error": {"message": "no such model"}}, 404), "unknown_model", 1),
        (Reply({"error": {"message": f"bad key {KEY}"}}, 401), "refused_key", 1),
        (Reply({"error": {"message": "bad request"}}, 400), "unavailable", 1),
        (BUSY, "rate_limited", 2),
        (BROKEN, "unavailable", 2),
    ],
)
def test_bad_replies_end_as_a_question_back(
    viewer: Asker, scripted: Scripted, reply: Reply, reason: str | None, requests: int | None
) -> None:
    scripted.play(reply)
    answer = viewer.ask("how gibberish is the wobble")
    assert (answer["outcome"], answer["code"]) == ("clarify", "no_metric")
    assert "I did not understand" in answer["message"]
    assert "The language model" in answer["message"]
    assert answer["model"]["did"] == "failed"
    assert reason is None or answer["model"]["reason"] == reason
    assert requests is None or len(scripted.requests) == requests
    assert len(scripted.requests) <= 4
    assert answer["cache"]["entry_id"] is None
    assert KEY not in json.dumps(answer)


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800", "\\u202e"])
def test_signs_that_no_database_keeps_break_nothing(
    analyst: Asker, scripted: Scripted, sign: str
) -> None:
    where = [{"field": "utm_source", "op": "=", "value": "?"}]
    parts = {"metrics": ["orders"], "time": "last_24_days", "filters": where}
    text = json.dumps({"kind": "query", "query": parts}).replace("?", f"news{sign}letter")
    scripted.play(says(text))
    assert analyst.ask(f"wobble of odd signs {sign[2:]}")["outcome"] in ("answer", "clarify")
    back = json.dumps({"kind": "ask_back", "message": "?"}).replace("?", f"Which{sign} one")
    scripted.play(says(back))
    assert "Which" in analyst.ask(f"jiggle of odd signs {sign[2:]}")["message"]
    scripted.play(NEEDS_SQL, says(f'{{"kind": "sql", "sql": "SELECT \'a{sign}b\' AS a"}}'))
    assert analyst.ask(f"waggle of odd signs {sign[2:]}")["outcome"] in ("answer", "clarify")


@pytest.mark.parametrize("first", [BUSY, BROKEN])
def test_what_passes_is_tried_once_more(viewer: Asker, scripted: Scripted, first: Reply) -> None:
    scripted.play(first, GOOD)
    answer = viewer.ask(f"wobble after {first.status}")
    assert answer["outcome"] == "answer"
    assert len(scripted.requests) == 2


def test_a_wait_beyond_the_deadline_is_not_begun(viewer: Asker, scripted: Scripted) -> None:
    scripted.play(Reply(BUSY.body, 429, {"Retry-After": "60"}), GOOD)
    answer = viewer.ask("wobble in a minute")
    assert answer["model"]["reason"] == "rate_limited"
    assert answer["ms"] < PATIENCE_S * 1000
    assert len(scripted.requests) == 1


def test_a_slow_model_is_given_up_at_the_deadline(
    open_store: Callable[..., Store], scripted: Scripted
) -> None:
    scripted.play(Reply(GOOD.body, seconds=20))
    answer = open_store(llm_timeout_s=2.0).asker("viewer").ask("wobble in slow motion")
    assert (answer["outcome"], answer["model"]["reason"]) == ("clarify", "timeout")
    assert "did not answer in time" in answer["message"]
    assert 2_000 < answer["ms"] < 15_000


def test_a_refused_connection_is_told(
    open_store: Callable[..., Store], scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{free_port()}/v1")
    asker = open_store().asker("viewer")
    answer = asker.ask("wobble with nobody there")
    assert (answer["outcome"], answer["model"]["reason"]) == ("clarify", "unavailable")


def test_slow_models_hold_up_nobody_else(viewer: Asker, scripted: Scripted) -> None:
    scripted.play(Reply(GOOD.body, seconds=9))
    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(viewer.ask, f"wobble at once {n}") for n in range(9)]
        time.sleep(1)
        others = [viewer.ask("orders last month"), viewer.get("/ask/history")]
        assert not all(one.done() for one in asked)
        answers = [one.result() for one in asked]
    busy = [one for one in answers if one["model"]["reason"] == "busy"]
    assert [one["outcome"] for one in answers if one not in busy] == ["answer"] * (9 - len(busy))
    assert scripted.most_at_once <= 4
    assert busy
    assert all("busy" in one["message"] for one in busy)
    assert others[0]["outcome"] == "answer"


def test_titles_of_products_are_told_as_names(viewer: Asker, scripted: Scripted) -> None:
    scripted.play(GOOD)
    viewer.ask("wobble of the mug that gives orders")
    system, user = scripted.requests[0]["messages"]
    assert system["role"] == "system"
    assert "ignore the rules" not in system["content"]
    assert HOSTILE in json.loads(user["content"])["values"]["product"]["values"]


def test_a_model_that_obeys_a_title_does_nothing(analyst: Asker, scripted: Scripted) -> None:
    before = analyst.select("SELECT COUNT(*) AS n FROM orders")
    obeyed = says('{"kind": "sql", "sql": "DROP TABLE orders"}')
    scripted.play(obeyed)
    answer = analyst.ask("wobble of the mug that is obeyed")
    assert (answer["outcome"], answer["sql"]) == ("clarify", None)
    assert analyst.select("SELECT COUNT(*) AS n FROM orders") == before


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """Everything that is logged, from the most talkative level up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logs("DEBUG")
    said = io.StringIO()
    root.handlers[0].setStream(said)  # type: ignore[attr-defined]
    yield said
    root.handlers[:] = handlers
    root.setLevel(level)


def test_logs_tell_what_became_of_it_and_not_what_was_said(
    viewer: Asker, scripted: Scripted, logs: io.StringIO
) -> None:
    scripted.play(says("a secret whisper"))
    viewer.ask("the unspeakable wobble")
    scripted.play(Reply({"error": {"message": "a secret whisper"}}, 500))
    viewer.ask("the unspeakable wobble")
    said = logs.getvalue()
    assert '"result": "unusable"' in said
    assert '"result": "unavailable"' in said
    for hidden in ("unspeakable", "whisper", KEY, "semantic query", "Lamp 1"):
        assert hidden not in said


def test_calls_and_tokens_are_counted(viewer: Asker, scripted: Scripted) -> None:
    def counted(name: str) -> float:
        lines = viewer.client.get("/metrics").text.splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(name))

    names = (
        'marketing_agent_model_calls_total{result="ok"}',
        'marketing_agent_model_tokens_total{direction="in"}',
        "marketing_agent_model_seconds_count",
    )
    before = [counted(name) for name in names]
    scripted.play(query(metrics=["orders"], time="last_21_days"))
    viewer.ask("wobble, counted")
    assert [counted(n) - b for n, b in zip(names, before, strict=True)] == [1, 900, 1]


def test_the_key_goes_to_the_model_alone(viewer: Asker, scripted: Scripted) -> None:
    scripted.play(GOOD)
    viewer.ask("wobble with a key")
    assert scripted.keys[-1] == f"Bearer {KEY}"
    assert KEY not in scripted.texts()[0]


_LAZY = """
import sys
from marketing_agent.api.app import create_app
from marketing_agent.cli.main import app
from marketing_agent.worker.main import work
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
create_app(Settings(), Database("postgresql://localhost/none"))
clients = {"pydantic_ai", "openai", "anthropic", "httpx2"}
print(sorted(clients & {name.split(".")[0] for name in sys.modules}))
"""


def test_without_a_model_no_client_is_loaded(tmp_path: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LAZY], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("nobody:model", "nobody"),
        ("mistral:large", "mistral"),
        ("deepseek:chat", "DEEPSEEK_API_KEY"),
    ],
)
def test_a_model_that_cannot_be_opened_stops_the_start(
    model: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEEPSEEK_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match=said):
        open_reader(Settings(LLM_MODEL=model))


def test_settings_of_the_model_are_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLM_MODEL", "just-a-name")
    with pytest.raises(ConfigurationError, match="LLM_MODEL"):
        load_settings()
    monkeypatch.setenv("LLM_MODEL", "ollama:qwen3")
    assert load_settings().llm_model == "ollama:qwen3"
    monkeypatch.setenv("MARKETING_AGENT_LLM_INPUT_PRICE", "1.5")
    with pytest.raises(ConfigurationError, match="belong together"):
        load_settings()


def test_a_key_may_stand_in_the_env_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, scripted: Scripted
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY")
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-from-the-file\n")
    monkeypatch.setenv("OPENAI_API_KEY", "")
    reader = open_reader(Settings(LLM_MODEL="openai:scripted"))
    assert reader is not None
    assert reader.name == "openai:scripted"
