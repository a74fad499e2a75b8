"""The agent as a Runnable: a question in, its answer out, streamed or whole."""

from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    convert_to_messages,
)
from langchain_core.runnables import Runnable, RunnableConfig

from marketing_agent.protocols.langchain.port import Json, Product, ProductError

Question = str | BaseMessage | Sequence[BaseMessage] | dict[str, Any]


class Agent(Runnable[Question, AIMessage]):
    """Runs of the product's own agent.

    Takes a text, messages (the last of a person is asked) or `{"messages": …}`. The answer's
    `response_metadata` has run_id, thread_id, status (completed, waiting), after and approvals:
    what waits for a person, exactly as they are to be shown it. `configurable.thread_id` goes on
    with the thread of an earlier answer. Raises ProductError.
    """

    name = "marketing-agent"

    def __init__(self, product: Product) -> None:
        self._product = product

    def invoke(
        self, input: Question, config: RunnableConfig | None = None, **_more: Any
    ) -> AIMessage:
        """The whole answer, once the run ends or waits."""

        def ask(question: Question) -> AIMessage:
            return _whole(self._asked(question, config))

        return self._call_with_config(ask, input, config)

    def stream(
        self, input: Question, config: RunnableConfig | None = None, **_more: Any
    ) -> Iterator[AIMessage]:
        """The answer as it is written; the last chunk has the `response_metadata`."""

        def ask(questions: Iterator[Question]) -> Iterator[AIMessage]:
            for question in questions:
                yield from self._asked(question, config)

        yield from self._transform_stream_with_config(iter([input]), ask, config)

    def decide(self, waiting: AIMessage, *, approved: bool) -> AIMessage:
        """What a person decided of all that an answer waits with, and the rest of its run.

        Only a person's own yes or no belongs here, never what a model said. A second decision
        does nothing and gives the same rest.
        """
        told = waiting.response_metadata
        for record in told["approvals"]:
            self._product.decide(record["id"], record["digest"], approved=approved)
        return _whole(self._told(told["run_id"], told["thread_id"], told["after"]))

    def _asked(self, question: Question, config: RunnableConfig | None) -> Iterator[AIMessageChunk]:
        thread_id = (config or {}).get("configurable", {}).get("thread_id")
        run = self._product.start(_text(question), thread_id)
        yield from self._told(run["id"], run["thread_id"], 0)

    def _told(self, run_id: str, thread_id: str, after: int) -> Iterator[AIMessageChunk]:
        approvals: list[Json] = []
        last: Json = {}
        for seq, payload in self._product.events(run_id, after):
            after, last = seq, payload
            if payload["type"] == "text.delta":
                yield AIMessageChunk(content=payload["text"], id=run_id)
            elif payload["type"] == "approval.requested":
                approvals.append(payload["approval"])
        if last.get("type") in ("run.failed", "run.cancelled"):
            raise ProductError(last.get("message", "The run was stopped."))
        status = "waiting" if last.get("type") == "run.waiting" else "completed"
        about = {"run_id": run_id, "thread_id": thread_id, "status": status, "after": after}
        told = about | {"approvals": approvals}
        yield AIMessageChunk(content="", id=run_id, response_metadata=told)


def _whole(chunks: Iterator[AIMessageChunk]) -> AIMessage:
    found = list(chunks)
    text = "".join(str(chunk.content) for chunk in found)
    return AIMessage(content=text, id=found[-1].id, response_metadata=found[-1].response_metadata)


def _text(question: Question) -> str:
    if isinstance(question, str):
        return question
    if isinstance(question, dict):
        return _text(question.get("messages") or question.get("input") or "")
    if isinstance(question, BaseMessage):
        return str(question.text)
    asked = [one for one in convert_to_messages(question) if isinstance(one, HumanMessage)]
    if not asked:
        raise ProductError("There is no message of a person to answer.")
    return str(asked[-1].text)
