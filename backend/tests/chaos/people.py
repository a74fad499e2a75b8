"""People and programs that use an installation while it dies under them, and do not give up."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.conformance.sentence import SENTENCE

PATIENCE = 300.0
# One for all: to make one costs more than a call, and a server that is down is called often.
CALLS = httpx.Client(verify=False, limits=httpx.Limits(max_connections=None))  # noqa: S501
_ENDED = ("completed", "failed", "cancelled")


@dataclass
class Follower:
    """Reads a run's stream to its end, and goes on after what it has whenever it breaks off."""

    url: str
    headers: dict[str, str]
    run_id: str
    seen: list[int] = field(default_factory=list)
    breaks: int = 0

    def read(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                if self._read_once():
                    return
            except httpx.HTTPError:
                pass
            self.breaks += 1
            stop.wait(0.5)

    def _read_once(self) -> bool:
        after = {"Last-Event-ID": str(self.seen[-1])} if self.seen else {}
        address = f"{self.url}/api/v1/runs/{self.run_id}/events"
        told = httpx.Timeout(5, read=30)
        with CALLS.stream("GET", address, headers=self.headers | after, timeout=told) as answer:
            if answer.status_code == 204:
                return True
            answer.raise_for_status()
            for line in answer.iter_lines():
                if line.startswith("id:"):
                    self.seen.append(int(line.removeprefix("id:")))
        return False


class Office:
    """Asks for runs, follows each, and approves what they ask for, two times each."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._headers = url, {"Authorization": f"Bearer {key}"}
        self.followers: list[Follower] = []
        self._threads: list[threading.Thread] = []
        self._stop = threading.Event()
        self._begin(self._approve)

    def ask(self) -> None:
        """One more run, asked for with one key until the answer is there."""
        key = {"Idempotency-Key": f"chaos-{len(self.followers)}"}
        made = self.sure("POST", "/runs", {"text": SENTENCE}, key)
        follower = Follower(self._url, self._headers, made["id"])
        self.followers.append(follower)
        self._begin(lambda: follower.read(self._stop))

    def sure(
        self, method: str, path: str, body: object = None, more: dict[str, str] | None = None
    ) -> Any:
        """The answer of a route, however often it has to be asked."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                answer = self._call(method, path, body, more)
                if answer.is_success:
                    return answer.json()
                assert answer.status_code in (409, 500, 502, 503, 504), answer.text
            except httpx.HTTPError:
                pass
            time.sleep(0.5)
        raise AssertionError(f"{path} does not answer")

    def _call(
        self, method: str, path: str, body: object, more: dict[str, str] | None
    ) -> httpx.Response:
        headers = self._headers | (more or {})
        address = f"{self._url}/api/v1{path}"
        return CALLS.request(method, address, json=body, headers=headers, timeout=30)

    def _approve(self) -> None:
        while not self._stop.wait(0.5):
            for one in self.sure("GET", "/approvals?status=open")["items"]:
                for _twice in range(2):
                    self._decide(one)

    def _decide(self, approval: dict[str, Any]) -> None:
        decision = {"approved": True, "digest": approval["digest"]}
        try:
            self._call("POST", f"/approvals/{approval['id']}/decide", decision, None)
        except httpx.HTTPError:
            return  # it is still open, or it is not: the next look tells

    def _begin(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        self._threads.append(thread)

    def wait_for_all(self) -> list[dict[str, Any]]:
        """Every run once it has ended."""
        deadline = time.monotonic() + PATIENCE
        while True:
            runs = [self.sure("GET", f"/runs/{one.run_id}") for one in self.followers]
            if all(run["status"] in _ENDED for run in runs):
                return runs
            assert time.monotonic() < deadline, [run["status"] for run in runs]
            time.sleep(1)

    def close(self) -> None:
        for thread in self._threads[1:]:
            thread.join(PATIENCE)
        self._stop.set()
        self._threads[0].join(PATIENCE)
