"""What a client's message says: its text, one data part, and the files it carries."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from a2a.types import ContentTypeNotSupportedError, InvalidParamsError, Message, Part, Role
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Value

from marketing_agent.agents.remotes.wire import DEPTH
from marketing_agent.tenancy.schemas import Caller

_MOST_NAME = 200
_MOST_FILES = 100
_MOST_DEPTH = 20
_WHOLE = 2**53


@dataclass(frozen=True)
class Said:
    """The parts of a message. A file is a part with its bytes."""

    text: str
    data: dict[str, Any] | None
    files: tuple[Part, ...] = ()

    @property
    def action(self) -> str | None:
        """The name of the skill that is asked for, if one is."""
        found = self.data.get("action") if self.data else None
        return found if isinstance(found, str) else None

    @property
    def arguments(self) -> dict[str, Any]:
        """What the skill is given; raises InvalidParamsError."""
        found = (self.data or {}).get("args", {})
        if not isinstance(found, dict):
            raise InvalidParamsError('"args" is an object.')
        return found


def read_message(message: Message) -> Said:
    """Raises ContentTypeNotSupportedError and InvalidParamsError."""
    if message.role == Role.ROLE_AGENT:
        raise InvalidParamsError("Who writes here is ROLE_USER: the agent's words are ours.")
    texts, data, files = [], [], []
    for part in message.parts:
        kind = part.WhichOneof("content")
        if kind == "text":
            texts.append(part.text)
        elif kind == "data":
            data.append(_plain(MessageToDict(part.data)))
        elif kind == "raw":
            files.append(part)
        else:
            raise ContentTypeNotSupportedError("Parts are text, data, or a file with its bytes.")
    if len(data) > 1 or (data and not isinstance(data[0], dict)):
        raise InvalidParamsError("A message has at most one data part, an object.")
    if len(files) > _MOST_FILES:
        raise InvalidParamsError(f"A message carries at most {_MOST_FILES} files.")
    if "\\u0000" in json.dumps(MessageToDict(without_bytes(message))):
        raise InvalidParamsError("A message holds no NUL.")
    return Said("\n".join(texts).strip(), data[0] if data else None, tuple(files))


def without_bytes(message: Message) -> Message:
    """The message as it is kept: of its files only their names and sizes."""
    kept = Message()
    kept.CopyFrom(message)
    for part in kept.parts:
        if part.WhichOneof("content") == "raw":
            size = len(part.raw)
            part.data.CopyFrom(ParseDict({"file": part.filename, "bytes": size}, Value()))
    return kept


def key_of(caller: Caller, message: Message) -> str:
    """A message that is sent again, after a lost connection, is the same task."""
    parts = message.SerializeToString(deterministic=True)
    named = hashlib.sha256(f"{caller.user_id} ".encode() + parts).hexdigest()
    return f"a2a {named}"


def depth_of(message: Message) -> int:
    """How often the request was handed on: once at least, more where the other agent says so."""
    said = MessageToDict(message.metadata).get(DEPTH)
    return int(said) if isinstance(said, int | float) and 1 <= said <= _MOST_DEPTH else 1


def check_name(name: str) -> None:
    """Raises InvalidParamsError for what is no id."""
    if len(name) > _MOST_NAME or "\x00" in name:
        raise InvalidParamsError(f"An id has at most {_MOST_NAME} characters, and no NUL.")


def _plain(value: Any) -> Any:
    """Protobuf keeps every number as a float; whole ones were whole."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return int(value)
    return value
