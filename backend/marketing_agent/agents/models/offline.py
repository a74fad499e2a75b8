"""Our own model: it plans by rules and tells results in their own words, with no network.

To pydantic-ai it is a model like any other, so that everything round it is the same with one that
`LLM_MODEL` names. It reads the JSON document of `planner.wire` and nothing else of the prompt.
"""

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic_ai import RunContext
from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    ModelResponseStreamEvent,
    TextPart,
    ToolCallPart,
    UserPromptPart,
)
from pydantic_ai.models import Model, ModelRequestParameters, StreamedResponse
from pydantic_ai.settings import ModelSettings

from marketing_agent.agents.planner import wire
from marketing_agent.agents.planner.rules import planned
from marketing_agent.agents.planner.telling import told
from marketing_agent.kernel.time import now

NAME = "offline"
_PIECE = re.compile(r"\S+\s*(?:\S+\s*){0,3}")


class OfflineModel(Model):
    """Plans with rules, writes from what the tools said."""

    @property
    def model_name(self) -> str:
        """What it is called in plans."""
        return NAME

    @property
    def system(self) -> str:
        """Whose model it is."""
        return "marketing-agent"

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """A plan as a call of the output tool, or the answer as text."""
        _settings, parameters = self.prepare_request(model_settings, model_request_parameters)
        document = _document(messages)
        if not parameters.output_tools:
            return ModelResponse([TextPart(told(wire.read_write(document)))], model_name=NAME)
        plan = planned(wire.read_plan(document)).model_dump(mode="json")
        call = ToolCallPart(parameters.output_tools[0].name, plan)
        return ModelResponse([call], model_name=NAME)

    @asynccontextmanager
    async def request_stream(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
        run_context: RunContext[Any] | None = None,
    ) -> AsyncGenerator[StreamedResponse]:
        """The answer a few words at a time."""
        _settings, parameters = self.prepare_request(model_settings, model_request_parameters)
        text = told(wire.read_write(_document(messages)))
        yield _Streamed(model_request_parameters=parameters, text=text)


def _document(messages: list[ModelMessage]) -> str:
    """The newest thing that was asked."""
    for message in reversed(messages):
        for part in reversed(message.parts):
            if isinstance(part, UserPromptPart) and isinstance(part.content, str):
                return part.content
    raise ValueError("nothing was asked")


@dataclass
class _Streamed(StreamedResponse):
    """A text in pieces."""

    text: str = ""
    at: datetime = field(default_factory=now)

    async def _get_event_iterator(self) -> AsyncIterator[ModelResponseStreamEvent]:
        for piece in _PIECE.findall(self.text):
            for event in self._parts_manager.handle_text_delta(
                vendor_part_id="text", content=piece
            ):
                yield event

    async def close_stream(self) -> None:
        """There is no connection."""

    @property
    def model_name(self) -> str:
        """What it is called in answers."""
        return NAME

    @property
    def provider_name(self) -> None:
        """There is none."""

    @property
    def provider_url(self) -> None:
        """There is none."""

    @property
    def timestamp(self) -> datetime:
        """When it began."""
        return self.at
