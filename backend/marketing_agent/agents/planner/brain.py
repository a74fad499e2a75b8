"""Planning and writing with a pydantic-ai model: ours, or the one that `LLM_MODEL` names.

A model that fails, or whose plan does not hold after one repair, is stood in for by ours: a run
does not end because a service elsewhere is down. No text of prompts or replies is logged.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Awaitable, Iterator

from pydantic_ai import Agent, ModelRetry, NativeOutput, ToolOutput
from pydantic_ai.exceptions import UnexpectedModelBehavior
from pydantic_ai.models import Model
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RunUsage, UsageLimits

from marketing_agent.agents.loop import BackgroundLoop
from marketing_agent.agents.models.clients import open_model
from marketing_agent.agents.models.offline import NAME, OfflineModel
from marketing_agent.agents.models.prices import money_of
from marketing_agent.agents.planner import wire
from marketing_agent.agents.planner.checking import InvalidPlan
from marketing_agent.agents.planner.port import (
    Check,
    PlanBrief,
    Used,
    WriteBrief,
    WritingBroke,
)
from marketing_agent.agents.planner.rules import planned
from marketing_agent.agents.planner.schemas import Plan
from marketing_agent.agents.planner.telling import told
from marketing_agent.kernel.config import Settings

log = logging.getLogger(__name__)
_REPAIRS = 1
_loop = BackgroundLoop("planner")


class ModelBrain:
    """Plans and writes with one model; without a name with ours alone."""

    def __init__(self, settings: Settings) -> None:
        self._offline = OfflineModel()
        name = settings.llm_model
        self._name = name or NAME
        self._model: Model = open_model(name) if name else self._offline
        self._patience = settings.llm_timeout_s
        self._most_tokens = settings.llm_max_tokens
        self._prices = (settings.llm_input_price, settings.llm_output_price)

    def plan(
        self, brief: PlanBrief, instructions: str, check: Check, seconds: float
    ) -> tuple[Plan, Used]:
        """A plan that holds, by the model that was set or else by ours."""
        usage = RunUsage()
        if self._model is not self._offline:
            plan = self._tried(brief, instructions, check, min(seconds, self._patience), usage)
            if plan is not None:
                return plan, self._used(usage, self._name)
        work = _planned(self._offline, brief, instructions, check, RunUsage(), ModelSettings())
        try:
            return _loop.run(work, seconds), self._used(usage, NAME)
        except UnexpectedModelBehavior as error:
            # Rules make the same plan again: what is wrong with it is for people to read.
            found = planned(brief)
            raise InvalidPlan(check(found) or "There is no plan for this.") from error

    def write(
        self, brief: WriteBrief, instructions: str, seconds: float, used: Used
    ) -> Iterator[str]:
        """The answer in pieces; raises WritingBroke when the model breaks off."""
        usage, pieces = RunUsage(), queue.Queue[str | Exception | None]()
        seconds = seconds if self._model is self._offline else min(seconds, self._patience)
        work = _written(self._model, brief, instructions, usage, self._settings(), pieces, seconds)
        threading.Thread(target=_loop.run, args=(work, seconds + 1), daemon=True).start()
        try:
            yield from _drained(pieces, seconds + 2)
        finally:
            found = self._used(usage, self._name)
            used.tokens_in, used.tokens_out = found.tokens_in, found.tokens_out
            used.money, used.by = found.money, found.by

    def tell(self, brief: WriteBrief) -> Iterator[str]:
        """The answer in the tools' own words."""
        yield told(brief)

    def _tried(
        self, brief: PlanBrief, instructions: str, check: Check, seconds: float, usage: RunUsage
    ) -> Plan | None:
        settings = self._settings()
        work = _planned(self._model, brief, instructions, check, usage, settings)
        try:
            return _loop.run(_within(work, seconds), seconds)
        except Exception as error:  # whatever a service makes its client raise
            failed = {"model": self._name, "error": type(error).__name__}
            log.warning("the model's plan was not used", extra=failed)
            return None

    def _settings(self) -> ModelSettings:
        return {"max_tokens": self._most_tokens, "max_retries": 0}

    def _used(self, usage: RunUsage, by: str) -> Used:
        if self._model is self._offline:
            return Used(by=by)
        money = money_of(usage, self._prices)
        return Used(usage.input_tokens, usage.output_tokens, money, by)


async def _within(work: Awaitable[Plan], seconds: float) -> Plan:
    async with asyncio.timeout(seconds):
        return await work


async def _planned(
    model: Model,
    brief: PlanBrief,
    instructions: str,
    check: Check,
    usage: RunUsage,
    settings: ModelSettings,
) -> Plan:
    native = model.profile.get("supports_json_schema_output", False)
    output = NativeOutput(Plan, strict=False) if native else ToolOutput(Plan, strict=False)
    agent: Agent[None, Plan] = Agent(
        model,
        output_type=output,
        instructions=instructions,
        retries={"output": _REPAIRS, "tools": 0},
        model_settings=settings,
    )

    def holds(plan: Plan) -> Plan:
        problem = check(plan)
        if problem:
            raise ModelRetry(problem)
        return plan

    agent.output_validator(holds)
    limits = UsageLimits(request_limit=1 + _REPAIRS)
    result = await agent.run(wire.plan_document(brief), usage=usage, usage_limits=limits)
    return result.output


async def _written(
    model: Model,
    brief: WriteBrief,
    instructions: str,
    usage: RunUsage,
    settings: ModelSettings,
    pieces: "queue.Queue[str | Exception | None]",
    seconds: float,
) -> None:
    """Streams a text into the queue, then None, or the error that broke it off."""
    agent: Agent[None, str] = Agent(model, instructions=instructions, model_settings=settings)
    try:
        async with asyncio.timeout(seconds):
            prompt = wire.write_document(brief)
            async with agent.run_stream(prompt, usage=usage) as stream:
                async for piece in stream.stream_text(delta=True, debounce_by=None):
                    pieces.put(piece)
        pieces.put(None)
    except Exception as error:  # whatever a service makes its client raise
        pieces.put(error)


def _drained(pieces: "queue.Queue[str | Exception | None]", seconds: float) -> Iterator[str]:
    """Pieces as they come; those that came together are one."""
    while True:
        try:
            piece = pieces.get(timeout=seconds)
        except queue.Empty as error:
            raise WritingBroke from error
        if piece is None:
            return
        if isinstance(piece, Exception):
            log.warning("the model broke off", extra={"error": type(piece).__name__})
            raise WritingBroke
        yield piece
