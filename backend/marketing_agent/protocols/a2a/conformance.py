"""An agent that a2a-tck can steer, by the ids of its messages, behind the product's own door.

Only with `MARKETING_AGENT_A2A_CONFORMANCE`. It keeps tasks in memory and touches no data; the key,
the bounds and the routes in front of it are those of the product.
"""

import asyncio
import contextlib
import json
from typing import Any

from a2a.helpers.proto_helpers import new_task_from_user_message, new_text_message
from a2a.server.agent_execution.agent_executor import AgentExecutor
from a2a.server.agent_execution.context import RequestContext
from a2a.server.context import ServerCallContext
from a2a.server.events.event_queue import EventQueue
from a2a.server.request_handlers.default_request_handler_v2 import DefaultRequestHandlerV2
from a2a.server.tasks.inmemory_push_notification_config_store import (
    InMemoryPushNotificationConfigStore,
)
from a2a.server.tasks.inmemory_task_store import InMemoryTaskStore
from a2a.server.tasks.push_notification_config_store import PushNotificationConfigStore
from a2a.server.tasks.push_notification_sender import (
    PushNotificationEvent,
    PushNotificationSender,
)
from a2a.server.tasks.task_updater import TaskUpdater
from a2a.types import AgentCard, GetExtendedAgentCardRequest, Part, Role
from a2a.utils.proto_utils import to_stream_response
from google.protobuf.json_format import MessageToDict
from starlette.concurrency import run_in_threadpool

from marketing_agent.kernel.addresses import AddressRefused
from marketing_agent.kernel.outgoing import Call, Unreachable
from marketing_agent.protocols.a2a.card import card_of, extended_card
from marketing_agent.protocols.a2a.handler import BASE, caller_in
from marketing_agent.protocols.a2a.mapping import data_part, text_part
from marketing_agent.protocols.a2a.push.service import Webhooks, headers_of

_FILE, _TEXT = "output.txt", "text/plain"
# By the prefix of a message's id: the pieces of the artifact; the longest prefix counts.
_ARTIFACTS = {
    "tck-artifact-text": [text_part("Generated text content")],
    "tck-artifact-file": [Part(raw=b"Generated file content", filename=_FILE, media_type=_TEXT)],
    "tck-artifact-file-url": [
        Part(url="https://example.com/output.txt", filename=_FILE, media_type=_TEXT)
    ],
    "tck-artifact-data": [data_part({"key": "value", "count": 42})],
    "tck-stream-001": [text_part("Stream hello from TCK")],
    "tck-stream-003": [text_part("Stream task lifecycle")],
    "tck-stream-ordering-001": [text_part("Ordered output")],
    "tck-stream-artifact-text": [text_part("Streamed text content")],
    "tck-stream-artifact-file": [
        Part(raw=b"Streamed file content", filename=_FILE, media_type=_TEXT)
    ],
    "tck-stream-artifact-chunked": [text_part("chunk-1 "), text_part("chunk-2")],
}
_LONG_SECONDS = 4.0


def open_fixture(webhooks: Webhooks) -> DefaultRequestHandlerV2:
    """The SDK's own handler over the steered agent; push goes out by our client."""
    configs = InMemoryPushNotificationConfigStore()

    async def acceptable(url: str) -> bool:
        try:
            await run_in_threadpool(webhooks.outgoing.check, url)
        except AddressRefused:
            return False
        return True

    return _Fixture(
        _Steered(),
        InMemoryTaskStore(),
        card_of("http://localhost", ()),
        push_config_store=configs,
        push_sender=_Sender(configs, webhooks),
        push_url_validator=acceptable,
        validate_input_modes=True,
    )


class _Sender(PushNotificationSender):
    """Tells each webhook once, without an outbox: the kit's tasks are gone with the process."""

    def __init__(self, configs: PushNotificationConfigStore, webhooks: Webhooks) -> None:
        self._configs, self._webhooks = configs, webhooks

    async def send_notification(self, task_id: str, event: PushNotificationEvent) -> None:
        """Posts an update to all webhooks of the task."""
        body = json.dumps(MessageToDict(to_stream_response(event))).encode()
        for given in await self._configs.get_info_for_dispatch(task_id):
            auth = given.authentication
            secrets = {"token": given.token, "credentials": auth.credentials}
            call = Call("POST", given.url, headers_of(auth.scheme, secrets), body)
            with contextlib.suppress(AddressRefused, Unreachable):
                await run_in_threadpool(self._webhooks.outgoing.send, call)


class _Fixture(DefaultRequestHandlerV2):
    async def on_get_extended_agent_card(
        self, params: GetExtendedAgentCardRequest, context: ServerCallContext
    ) -> AgentCard:
        return extended_card(context.state[BASE], caller_in(context))


class _Steered(AgentExecutor):
    async def execute(self, context: RequestContext, event_queue: EventQueue) -> None:
        """Does what the id of the message asks for; by default completes the task."""
        message = context.message
        named = message.message_id if message else ""
        if named.startswith("tck-message-response"):
            said = new_text_message("Direct message response", role=Role.ROLE_AGENT)
            await event_queue.enqueue_event(said)
            return
        task = context.current_task
        if task is None and message is not None:
            task = new_task_from_user_message(message)
            await event_queue.enqueue_event(task)
        if task is None:
            return
        updater = TaskUpdater(event_queue, task.id, task.context_id)
        if named.startswith("tck-reject-task"):
            await updater.reject(updater.new_agent_message([text_part("rejected")]))
        elif named.startswith("tck-input-required"):
            await updater.requires_input()
        else:
            await _completed(updater, named)

    async def cancel(self, context: RequestContext, event_queue: EventQueue) -> None:
        """Ends the task."""
        await TaskUpdater(event_queue, context.task_id or "", context.context_id or "").cancel()


async def _completed(updater: TaskUpdater, named: str) -> None:
    if named != "tck-stream-002":
        await updater.start_work()
    if named.startswith("test-resubscribe-message-id"):
        await asyncio.sleep(_LONG_SECONDS)
    found = [prefix for prefix in _ARTIFACTS if named.startswith(prefix)]
    pieces: list[Any] = _ARTIFACTS[max(found, key=len)] if found else []
    for number, piece in enumerate(pieces):
        await updater.add_artifact(
            [piece],
            artifact_id="artifact",
            append=number > 0,
            last_chunk=number == len(pieces) - 1,
        )
    await updater.complete(updater.new_agent_message([text_part("Hello from TCK")]))
