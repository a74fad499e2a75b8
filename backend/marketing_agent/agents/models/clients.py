"""From the name of a model to its client: every provider that pydantic-ai knows.

A provider takes its key and address from variables of its own, in the environment or in `.env`.
"""

import inspect
import os
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx2
from dotenv import dotenv_values
from pydantic_ai.exceptions import UserError
from pydantic_ai.models import Model, create_async_httpx2_client, infer_model
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers import Provider, infer_provider, infer_provider_class
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

from marketing_agent.kernel.config import ENV_FILE
from marketing_agent.kernel.errors import ConfigurationError

MOST_BYTES = 1024 * 1024
# What is compressed may grow a thousandfold when it is read.
_MOST_COMPRESSED = 64 * 1024
_OWN = re.compile(r"[A-Z0-9_]+_(?:API_KEY|BASE_URL)")


class ResponseTooLarge(httpx2.TransportError):
    """An answer of a size that no model gives."""


def open_model(name: str) -> Model:
    """The client of `provider:model`; raises ConfigurationError with what is missing."""
    _lend_variables()
    kind, _, model = name.partition(":")
    try:
        address = os.environ.get("OPENAI_BASE_URL") if kind == "openai" else None
        if address:
            return _compatible(model, address)
        return infer_model(name, provider_factory=_provider)
    except (UserError, ImportError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ConfigurationError(f"LLM_MODEL={name}: {reason}") from error


def _lend_variables() -> None:
    """Providers read the environment only; the product's one `.env` may hold their keys too."""
    for name, value in dotenv_values(ENV_FILE).items():
        if value and _OWN.fullmatch(name) and not os.environ.get(name):
            os.environ[name] = value


def _compatible(model: str, address: str) -> Model:
    """A server of another maker that speaks OpenAI's protocol: what all of them share is chat."""
    provider = OpenAICompatibleProvider(
        "openai-compatible",
        base_url=address,
        api_key=os.environ.get("OPENAI_API_KEY"),
        http_client=_client(),
    )
    return OpenAIChatModel(model, provider=provider)


def _provider(kind: str) -> Provider[Any]:
    made = None if kind.startswith("gateway/") else infer_provider_class(kind)
    if made is None or "http_client" not in inspect.signature(made.__init__).parameters:
        return infer_provider(kind)
    own: dict[str, Any] = {"http_client": _client()}
    return made(**own)


def _client() -> httpx2.AsyncClient:
    client: httpx2.AsyncClient = create_async_httpx2_client()
    client.headers["Accept-Encoding"] = "identity"
    client.event_hooks["response"].append(_bounded)
    return client


async def _bounded(response: httpx2.Response) -> None:
    encoded = response.headers.get("Content-Encoding", "identity") != "identity"
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream, _MOST_COMPRESSED if encoded else MOST_BYTES)


class _Bounded(httpx2.AsyncByteStream):
    """A body that ends with an error once it is larger than any honest one."""

    def __init__(self, body: httpx2.AsyncByteStream, most: int) -> None:
        self._body, self._left = body, most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._body:
            self._left -= len(chunk)
            if self._left < 0:
                raise ResponseTooLarge("The answer is too large.")
            yield chunk

    async def aclose(self) -> None:
        await self._body.aclose()
