"""A server on loopback that speaks the protocols of model makers and answers from a script.

A script is written in OpenAI's chat protocol; the server says the same in the others.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-scripted-0123456789"
TOKENS = {"prompt_tokens": 900, "completion_tokens": 50, "total_tokens": 950}


@dataclass(frozen=True)
class Reply:
    """One answer: a status, a body, and how long it takes."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def says(text: str, **choice: Any) -> Reply:
    """A completion with that text."""
    message = {"role": "assistant", "content": text} | choice.pop("message", {})
    first = {"index": 0, "message": message, "finish_reason": "stop"} | choice
    body = {"id": "c1", "object": "chat.completion", "created": 1, "model": "scripted"}
    return Reply(body | {"choices": [first], "usage": TOKENS})


def query(**parts: Any) -> Reply:
    """A semantic query as the schema wants it."""
    return says(json.dumps({"kind": "query", "query": parts}))


def sql(statement: str) -> Reply:
    """A statement as the schema wants it."""
    return says(json.dumps({"kind": "sql", "sql": statement}))


NEEDS_SQL = says(json.dumps({"kind": "needs_sql"}))


def asks_back(message: str) -> Reply:
    """A question to the asker."""
    return says(json.dumps({"kind": "ask_back", "message": message}))


def _as_responses(reply: Reply) -> Reply:
    """OpenAI's responses protocol."""
    text = reply.body["choices"][0]["message"]["content"]
    part = {"type": "output_text", "text": text, "annotations": []}
    message = {"type": "message", "id": "m1", "role": "assistant", "status": "completed"}
    usage = {
        "input_tokens": 900,
        "output_tokens": 50,
        "total_tokens": 950,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens_details": {"reasoning_tokens": 0},
    }
    body = {"id": "r1", "object": "response", "created_at": 1, "model": "scripted", "tools": []}
    more = {"output": [message | {"content": [part]}], "usage": usage, "status": "completed"}
    rest = {"parallel_tool_calls": False, "tool_choice": "auto"}
    return replace(reply, body=body | more | rest)


def _as_anthropic(reply: Reply) -> Reply:
    """Anthropic's messages protocol: the reply is the input of the tool that was offered."""
    given = json.loads(reply.body["choices"][0]["message"]["content"])
    used = {"type": "tool_use", "id": "t1", "name": "final_result", "input": given}
    usage = {"input_tokens": 900, "output_tokens": 50}
    body = {"id": "a1", "type": "message", "role": "assistant", "model": "scripted"}
    return replace(
        reply, body=body | {"content": [used], "stop_reason": "tool_use", "usage": usage}
    )


_SPOKEN: dict[str, Callable[[Reply], Reply]] = {
    "/v1/chat/completions": lambda reply: reply,
    "/v1/responses": _as_responses,
    "/v1/messages": _as_anthropic,
}

Script = Reply | Callable[[dict[str, Any]], Reply]


class Scripted:
    """The server: `play` sets what it answers next, `requests` holds what it was asked."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.at_once = self.most_at_once = self._plays = 0
        self._script: list[Script] = []
        self._lock = threading.Lock()
        self.url = ""

    def play(self, *script: Script) -> None:
        """Forgets what was asked and answers these in turn; the last one again and again."""
        with self._lock:
            self._script = list(script)
            self.requests.clear()
            self.at_once = self.most_at_once = 0
            self._plays += 1

    def answer(self, request: dict[str, Any], key: str) -> Reply:
        with self._lock:
            self.requests.append(request)
            self.keys.append(key)
            if not self._script:
                return Reply({"error": {"message": "nothing was to be asked"}}, 500)
            step = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        return step(request) if callable(step) else step

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Counts how many requests of one play are answered at the same time."""
        with self._lock:
            play = self._plays
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        yield
        with self._lock:
            self.at_once -= play == self._plays

    def texts(self) -> list[str]:
        """Everything that was sent, one string a request."""
        return [json.dumps(one["messages"], ensure_ascii=False) for one in self.requests]

    def asked(self, number: int = -1) -> dict[str, Any]:
        """The JSON document with the question that a request carried."""
        messages = self.requests[number]["messages"]
        content = next(m["content"] for m in messages if m["role"] == "user")
        document: dict[str, Any] = json.loads(content)
        return document


@contextmanager
def scripted_server() -> Iterator[Scripted]:
    """Runs the server on a free port of loopback."""
    scripted = Scripted()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            request = json.loads(self.rfile.read(size))
            key = self.headers.get("Authorization") or self.headers.get("x-api-key") or ""
            reply = _SPOKEN[self.path](scripted.answer(request, key))
            with scripted.busy():
                time.sleep(reply.seconds)
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            try:
                self.send_response(reply.status)
                for name, value in ({"Content-Type": "application/json"} | reply.headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                return  # the client did not wait

        def log_message(self, *_args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    scripted.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield scripted
    finally:
        server.shutdown()
        server.server_close()
