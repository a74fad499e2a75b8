"""How a server refuses to start, how it is told to stop early, and what it leaves behind."""

import asyncio
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import psutil
import pytest

from marketing_agent.cli.claims import listen, port_claimed
from marketing_agent.kernel.errors import Conflict
from tests.cli.processes import COMMAND, Served, alive, free_port, run_command, wait_for
from tests.loops import in_a_loop


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        yield port


def test_a_taken_port_is_one_sentence(tmp_path: Path, taken: int) -> None:
    refused = run_command(tmp_path / "data", "serve", "--port", str(taken))
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert f"Port {taken} on 127.0.0.1 cannot be used" in refused.stderr
    assert not (tmp_path / "data").exists()


def test_a_port_taken_meanwhile_is_one_sentence_too() -> None:
    """Bound is not yet listened on: while a demo prepares, another program may come first."""
    with port_claimed("127.0.0.1", 0) as ours, socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(ours.getsockname())
        other.listen()
        with pytest.raises(Conflict, match="cannot be used"):
            listen(ours)


def test_small_answers_are_not_held_back() -> None:
    """A connection that waits for more to send costs every request of a browser some 40 ms."""

    async def accepted(listener: socket.socket) -> int:
        told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def took(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            ours = writer.get_extra_info("socket")
            told.set_result(ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(took, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            writer.close()
            return await told

    with port_claimed("127.0.0.1", 0) as listener:
        assert in_a_loop(accepted(listener))


@pytest.mark.slow
def test_a_second_server_leaves_the_folder_alone(tmp_path: Path) -> None:
    first = Served(tmp_path / "data").wait_ready()
    second = run_command(tmp_path / "data", "serve", "--port", str(free_port()))
    assert second.returncode == 1
    assert f"process {first.process.pid}" in second.stderr
    assert httpx2.get(first.url + "/readyz").is_success
    first.stop()


def test_an_unreachable_database_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"postgresql://agent:hidden-word@127.0.0.1:{free_port()}/none"
    command = [*COMMAND, "serve", "--port", str(free_port()), "--data-dir", str(tmp_path)]
    monkeypatch.setenv("DATABASE_URL", address)
    refused = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert "DATABASE_URL" in refused.stderr
    assert "hidden-word" not in refused.stderr


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=lambda s: s.name)
@pytest.mark.parametrize("moment", ["Writing", "Importing Avalon"])
def test_a_demo_stopped_while_it_prepares(
    tmp_path: Path, sign: signal.Signals, moment: str
) -> None:
    demo = Served(tmp_path / "data", "demo")
    wait_for(lambda: moment in demo.log.read_text() or demo.process.poll() is not None, 90)
    children = psutil.Process(demo.process.pid).children(recursive=True)
    demo.process.send_signal(sign)
    assert demo.process.wait(60) == 0, demo.log.read_text()
    assert "Traceback" not in demo.log.read_text()
    assert demo.postgres() == []
    assert [child for child in children if alive(child)] == []


def test_the_doctor_finds_nothing_wrong(tmp_path: Path) -> None:
    healthy = run_command(tmp_path, "doctor")
    assert healthy.returncode == 0, healthy.stderr
    assert "embedded" in healthy.stdout
    assert str(tmp_path) in healthy.stdout
