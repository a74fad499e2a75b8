"""What a client may send: the events of the protocol that text and tools need."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from marketing_agent.kernel.errors import first_problem
from marketing_agent.protocols.realtime.errors import Refused

AUDIO = "This server speaks text and tools: it takes no audio and gives none."
_Id = Annotated[str, Field(min_length=1, max_length=200)]
_Modalities = list[Literal["text", "audio"]]


class _Given(BaseModel):
    """What else a client adds is left alone."""

    model_config = ConfigDict(frozen=True)


class Tool(_Given):
    """A function of the client; `parameters` is its JSON Schema."""

    type: str
    name: str | None = None
    description: str | None = None
    parameters: Any = None


class Session(_Given):
    type: str = "realtime"
    output_modalities: _Modalities | None = None
    tools: Annotated[list[Tool], Field(max_length=40)] | None = None


class SessionUpdate(_Given):
    type: Literal["session.update"]
    session: Session


class Part(_Given):
    type: str
    text: str = ""


class Message(_Given):
    type: Literal["message"]
    id: _Id | None = None
    role: str
    content: Annotated[list[Part], Field(max_length=100)]


class Output(_Given):
    """What a function of the client gave, or a person's decision."""

    type: Literal["function_call_output"]
    id: _Id | None = None
    call_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,200}$")]
    output: str


Item = Annotated[Message | Output, Field(discriminator="type")]


class ItemCreate(_Given):
    type: Literal["conversation.item.create"]
    item: Item


class Response(_Given):
    """What one response differs in from the session."""

    output_modalities: _Modalities | None = None
    conversation: Literal["auto", "none"] = "auto"
    input: Annotated[list[Message], Field(max_length=100)] | None = None
    tools: Annotated[list[Tool], Field(max_length=40)] | None = None
    metadata: Annotated[dict[str, str], Field(max_length=14)] | None = None


class ResponseCreate(_Given):
    type: Literal["response.create"]
    response: Response | None = None


class ResponseCancel(_Given):
    type: Literal["response.cancel"]
    response_id: str | None = None


class ItemRetrieve(_Given):
    type: Literal["conversation.item.retrieve"]
    item_id: str


Event = SessionUpdate | ItemCreate | ItemRetrieve | ResponseCreate | ResponseCancel
_EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])
_KNOWN = (
    "session.update",
    "conversation.item.create",
    "conversation.item.retrieve",
    "response.create",
    "response.cancel",
)


def read(given: dict[str, Any]) -> Event:
    """The event of the client; raises Refused."""
    kind = given.get("type")
    if isinstance(kind, str) and kind.startswith(("input_audio_buffer.", "output_audio_buffer.")):
        raise Refused("audio_not_supported", AUDIO, "type")
    if kind not in _KNOWN:
        told = (
            f"There is no event {kind[:80]!r} here"
            if isinstance(kind, str)
            else "An event has a type"
        )
        raise Refused("unknown_event", f"{told}: send one of {', '.join(_KNOWN)}.", "type")
    try:
        return _EVENTS.validate_python(given)
    except ValidationError as error:
        raise Refused("invalid_event", f"This is no {kind}: {first_problem(error)}") from error


def text_of(message: Message) -> str:
    """What a user's message says; raises Refused for audio, pictures and other roles."""
    if message.role != "user":
        raise Refused("invalid_item", "Only messages of a user are taken.", "item.role")
    for part in message.content:
        if part.type == "input_audio":
            raise Refused("audio_not_supported", AUDIO, "item.content")
        if part.type != "input_text":
            raise Refused("invalid_item", "Parts of a message are input_text.", "item.content")
    return "\n".join(part.text for part in message.content)
