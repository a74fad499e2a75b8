"""A running server, by its REST API and an API key."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import httpx

from marketing_agent.protocols.langchain.port import Json, ProductError

_SECONDS = 120


class Remote:
    """`url` is the server's address, `key` an API key of it, which no redirect is given."""

    def __init__(self, url: str, key: str) -> None:
        self._client = httpx.Client(
            base_url=f"{url.rstrip('/')}/api/v1",
            headers={"Authorization": f"Bearer {key}"},
            timeout=_SECONDS,
        )

    def tools(self) -> list[Json]:
        items: list[Json] = self._asked("GET", "/tools")["items"]
        return items

    def call(self, name: str, arguments: Json) -> Json:
        return self._asked("POST", f"/tools/{quote(name, safe='')}", {"arguments": arguments})

    def start(self, text: str, thread_id: str | None) -> Json:
        body = {"text": text, "thread_id": thread_id, "source": "langchain"}
        return self._asked("POST", "/runs", body)

    def events(self, run_id: str, after: int) -> Iterator[tuple[int, Json]]:
        path = f"/runs/{quote(run_id, safe='')}/events"
        asked: dict[str, str | int] = {"after": after, "until": "pause"}
        seq = after
        with self._client.stream("GET", path, params=asked) as answer:
            if answer.is_error:
                answer.read()
                raise _refused(answer)
            for line in answer.iter_lines():
                if line.startswith("id: "):
                    seq = int(line[4:])
                elif line.startswith("data: "):
                    yield seq, json.loads(line[6:])

    def decide(self, approval_id: str, digest: str, *, approved: bool) -> Json:
        path = f"/approvals/{quote(approval_id, safe='')}/decide"
        return self._asked("POST", path, {"approved": approved, "digest": digest})

    def _asked(self, method: str, path: str, body: Json | None = None) -> Json:
        try:
            answer = self._client.request(method, path, json=body)
        except httpx.TransportError as error:
            raise ProductError("The server does not answer.") from error
        if not answer.is_success:
            raise _refused(answer)
        found: Json = answer.json()
        return found


def _refused(answer: httpx.Response) -> ProductError:
    try:
        return ProductError(str(answer.json()["title"]))
    except (ValueError, KeyError, TypeError):
        return ProductError(f"The server answered with {answer.status_code}.")
