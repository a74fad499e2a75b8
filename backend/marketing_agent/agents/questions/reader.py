"""The port of `ask.reader` over pydantic-ai: structured replies, one repair, one second try.

No text of a prompt, of a reply or of a provider's error is logged: only what became of the call.
"""

import asyncio
import logging
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from pydantic import BaseModel
from pydantic_ai import Agent, ModelRetry, NativeOutput, ToolOutput
from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelNotFoundError,
    ModelOverloadedError,
    ModelQuotaExceededError,
    ModelRateLimitError,
    ModelRequestTimeout,
    ModelServerError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from pydantic_ai.usage import RunUsage, UsageLimits

from marketing_agent.agents.loop import BackgroundLoop
from marketing_agent.agents.models.clients import open_model
from marketing_agent.agents.models.prices import money_of
from marketing_agent.agents.questions import prompts
from marketing_agent.ask.reader import (
    Brief,
    Check,
    QueryReply,
    ReaderFailed,
    Spent,
    SqlBrief,
    SqlReply,
)
from marketing_agent.kernel.config import Settings
from marketing_agent.observability import metrics

log = logging.getLogger(__name__)
_Reply = TypeVar("_Reply", bound=BaseModel)
_AT_ONCE = 4
_REPAIRS = 1
_PAUSE_SECONDS = 0.5
_LATE = (TimeoutError, ModelTimeoutError, ModelRequestTimeout)
_CROWDED = (ModelRateLimitError, ModelQuotaExceededError, ModelOverloadedError)
# Worth a second try: the same request may well succeed in a moment.
_PASSING = (ModelRateLimitError, ModelServerError, ModelUnavailableError, ModelConnectionError)
_loop = BackgroundLoop("language-model")


class ModelReader:
    """Asks one model. A process asks at most four questions at a time and sends the rest away."""

    def __init__(self, name: str, settings: Settings) -> None:
        self._name = name
        self._model = open_model(name)
        self._patience = settings.llm_timeout_s
        self._most_tokens = settings.llm_max_tokens
        self._prices = (settings.llm_input_price, settings.llm_output_price)
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    @property
    def name(self) -> str:
        """The model, as `provider:model`."""
        return self._name

    @property
    def patience_s(self) -> float:
        """Seconds that all calls for one question may take together."""
        return self._patience

    def read(self, brief: Brief, check: Check, seconds: float) -> tuple[QueryReply, Spent]:
        """A semantic query for the question, or why there is none; raises ReaderFailed."""
        rules, prompt = prompts.query_rules(brief), prompts.query_prompt(brief)
        return self._ask(QueryReply, rules, prompt, check, seconds)

    def write(self, brief: SqlBrief, check: Check, seconds: float) -> tuple[SqlReply, Spent]:
        """One SELECT for the question, or a question back; raises ReaderFailed."""
        rules, prompt = prompts.sql_rules(brief), prompts.sql_prompt(brief)
        return self._ask(SqlReply, rules, prompt, check, seconds)

    def _ask(
        self, kind: type[_Reply], rules: str, prompt: str, check: Check, seconds: float
    ) -> tuple[_Reply, Spent]:
        usage, started = RunUsage(), time.perf_counter()
        with self._place():
            reply = self._reply(self._agent(kind, rules, check), prompt, usage, seconds)
        if isinstance(reply, Exception):
            reason, message = _told(reply)
            self._note(reason, usage, started, type(reply).__name__)
            # Not “from” the error, whose text is the provider's: it must not reach a log.
            raise ReaderFailed(reason, message, self._spent(usage))
        self._note("ok", usage, started)
        return reply, self._spent(usage)

    def _reply(
        self, agent: Agent[object, _Reply], prompt: str, usage: RunUsage, seconds: float
    ) -> _Reply | Exception:
        try:
            return _loop.run(_tried(agent, prompt, usage, seconds), seconds)
        except Exception as error:  # whatever a hostile server makes a client raise
            return error

    @contextmanager
    def _place(self) -> Iterator[None]:
        """A place among the few; who finds none is told at once and holds no thread."""
        if not self._places.acquire(blocking=False):
            metrics.model_calls.labels("busy").inc()
            raise ReaderFailed("busy", "The language model is busy with other questions.", Spent())
        try:
            yield
        finally:
            self._places.release()

    def _agent(self, kind: type[_Reply], rules: str, check: Check) -> Agent[object, _Reply]:
        native = self._model.profile.get("supports_json_schema_output", False)
        output = NativeOutput(kind, strict=True) if native else ToolOutput(kind)
        agent: Agent[object, _Reply] = Agent(
            self._model,
            output_type=output,
            instructions=rules,
            retries={"output": _REPAIRS, "tools": 0},
            model_settings={"max_tokens": self._most_tokens, "max_retries": 0},
        )

        def holds(reply: _Reply) -> _Reply:
            problem = check(reply)
            if problem:
                raise ModelRetry(problem)
            return reply

        agent.output_validator(holds)
        return agent

    def _spent(self, usage: RunUsage) -> Spent:
        cost = money_of(usage, self._prices)
        return Spent(usage.requests, usage.input_tokens, usage.output_tokens, cost)

    def _note(self, result: str, usage: RunUsage, started: float, error: str | None = None) -> None:
        seconds = time.perf_counter() - started
        metrics.model_calls.labels(result).inc()
        metrics.model_seconds.observe(seconds)
        metrics.model_tokens.labels("in").inc(usage.input_tokens)
        metrics.model_tokens.labels("out").inc(usage.output_tokens)
        # Counts of tokens would be hidden as secrets under that name.
        seen = {"model": self._name, "result": result, "error": error, "ms": round(seconds * 1000)}
        log.info("language model asked", extra=seen)


async def _tried(
    agent: Agent[object, _Reply], prompt: str, usage: RunUsage, seconds: float
) -> _Reply:
    """The reply; what fails in passing is tried once more, if there is time for it."""
    async with asyncio.timeout(seconds):
        until = asyncio.get_running_loop().time() + seconds
        try:
            return await _run(agent, prompt, usage)
        except _PASSING as error:
            pause = _pause(error)
            if pause > until - asyncio.get_running_loop().time():
                raise
        await asyncio.sleep(pause)
        return await _run(agent, prompt, usage)


async def _run(agent: Agent[object, _Reply], prompt: str, usage: RunUsage) -> _Reply:
    limits = UsageLimits(request_limit=2 * (1 + _REPAIRS))
    reply: _Reply = (await agent.run(prompt, usage=usage, usage_limits=limits)).output
    return reply


def _pause(error: ModelAPIError) -> float:
    """As long as the server says, else a moment, and never in step with others."""
    asked = getattr(error, "retry_after", None)
    return float(asked) if asked is not None else _PAUSE_SECONDS * (1 + random.random())  # noqa: S311


def _told(error: Exception) -> tuple[str, str]:
    """Why there is no reply: a word for the records and a sentence for the asker."""
    if isinstance(error, _LATE):
        return "timeout", "The language model did not answer in time."
    if isinstance(error, _CROWDED):
        return "rate_limited", "The language model takes no more questions at the moment."
    if isinstance(error, ModelAuthenticationError):
        return "refused_key", "The language model refuses the key that it was given."
    if isinstance(error, ModelNotFoundError):
        return "unknown_model", "The language model that was set does not exist there."
    if isinstance(error, ModelAPIError):
        return "unavailable", "The language model cannot be reached."
    return "unusable", "The language model gave no usable answer."
