"""A2A 1.0 as its client: the card of an agent, and one message to it over JSON-RPC."""

import hashlib
import json
from typing import Any

from marketing_agent.agents.bounded import bounded, nests_deeper
from marketing_agent.agents.remotes.errors import AgentFailed, BadCard
from marketing_agent.agents.remotes.schemas import Reply
from marketing_agent.ask.text import storable
from marketing_agent.kernel.outgoing import Answer, Call, Outgoing, Unreachable

DEPTH = "delegation_depth"
"""The name in a message's metadata under which agents tell how often it was handed on."""
_CARD_PATH = "/.well-known/agent-card.json"
_CARD_BYTES = 64 * 1024
_ANSWER_BYTES = 1024 * 1024
_ANSWER_SECONDS = 60.0
_MOST_TEXT = 20_000
_DEEPEST = 32
_JSON = {"Content-Type": "application/json", "Accept": "application/json", "A2A-Version": "1.0"}


def card_address(url: str) -> str:
    """Where the card stands: the address itself, or the usual place of that host."""
    return url if url.endswith(".json") else url.rstrip("/") + _CARD_PATH


def fetch_card(outgoing: Outgoing, url: str) -> dict[str, Any]:
    """The card at an address; raises BadCard, AddressRefused, Unreachable."""
    answer = outgoing.send(Call("GET", url, _JSON, most_bytes=_CARD_BYTES))
    if answer.status != 200 or not answer.whole:
        raise BadCard("There is no card of an agent at this address.")
    card = _card(answer)
    if card is None or not isinstance(card.get("name"), str) or not card["name"].strip():
        raise BadCard("What stands at this address is no card of an agent.")
    outgoing.check(endpoint_of(card))
    return card


def hash_of(card: dict[str, Any]) -> str:
    """SHA-256 of the card, however its keys are ordered. A signature is made anew each time."""
    said = {name: value for name, value in card.items() if name != "signatures"}
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def endpoint_of(card: dict[str, Any]) -> str:
    """The address of its JSON-RPC binding of A2A 1.x; raises BadCard."""
    found = card.get("supportedInterfaces")
    for one in found if isinstance(found, list) else ():
        if (
            isinstance(one, dict)
            and one.get("protocolBinding") == "JSONRPC"
            and str(one.get("protocolVersion", "")).startswith("1.")
            and isinstance(one.get("url"), str)
        ):
            return str(one["url"])
    raise BadCard("This agent does not speak A2A 1 over JSON-RPC.")


def message(message_id: str, text: str, depth: int) -> dict[str, Any]:
    """A message of ours, which says how often its request was handed on."""
    said = {"messageId": message_id, "role": "ROLE_USER", "parts": [{"text": text}]}
    return said | {"metadata": {DEPTH: depth}}


def ask(
    outgoing: Outgoing, card: dict[str, Any], key: str | None, message: dict[str, Any]
) -> Reply:
    """Sends one message and waits for the answer; raises AgentFailed, AddressRefused."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "SendMessage", "params": {"message": message}}
    headers = _JSON | ({"Authorization": f"Bearer {key}"} if key else {})
    call = Call(
        "POST",
        endpoint_of(card),
        headers,
        json.dumps(body).encode(),
        _ANSWER_SECONDS,
        _ANSWER_BYTES,
    )
    name = str(card["name"])[:200]
    try:
        answer = outgoing.send(call)
    except Unreachable as error:
        raise AgentFailed(f"{name} did not answer.") from error
    result = _object(answer).get("result") if answer.whole else None
    if answer.status != 200 or not isinstance(result, dict):
        raise AgentFailed(f"{name} answered with an error.")
    return _reply(name, result)


def _reply(name: str, result: dict[str, Any]) -> Reply:
    task = _dict(result.get("task"))
    if not task:
        return Reply(agent=name, state="message", text=_text([_dict(result.get("message"))]))
    status = _dict(task.get("status"))
    state = str(status.get("state", "")).removeprefix("TASK_STATE_").lower()[:40] or "unknown"
    artifacts = task.get("artifacts")
    holders = [_dict(one) for one in artifacts] if isinstance(artifacts, list) else []
    return Reply(agent=name, state=state, text=_text([*holders, _dict(status.get("message"))]))


def _text(holders: list[dict[str, Any]]) -> str:
    """The texts of parts, without repeats, and no more than a person would read."""
    found: dict[str, None] = {}
    for holder in holders:
        parts = holder.get("parts")
        for part in parts if isinstance(parts, list) else ():
            text = _dict(part).get("text")
            if isinstance(text, str) and text.strip():
                found[text.strip()] = None
    return storable("\n\n".join(found))[:_MOST_TEXT]


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _card(answer: Answer) -> dict[str, Any] | None:
    """A card that a database can keep."""
    try:
        return bounded(_object(answer))
    except ValueError:
        return None


def _object(answer: Answer) -> dict[str, Any]:
    """The body as a JSON object of an honest depth; empty where it is none."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return {} if nests_deeper(found, _DEEPEST) else _dict(found)
