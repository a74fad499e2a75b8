"""The SDK's methods over the logs of tasks: nothing is kept in memory, so any process answers."""

import functools
import inspect
import logging
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any, TypeVar

from a2a.server.context import ServerCallContext
from a2a.server.request_handlers.request_handler import RequestHandler
from a2a.types import (
    AgentCard,
    CancelTaskRequest,
    ContentTypeNotSupportedError,
    DeleteTaskPushNotificationConfigRequest,
    GetExtendedAgentCardRequest,
    GetTaskPushNotificationConfigRequest,
    GetTaskRequest,
    InternalError,
    InvalidParamsError,
    InvalidRequestError,
    ListTaskPushNotificationConfigsRequest,
    ListTaskPushNotificationConfigsResponse,
    ListTasksRequest,
    ListTasksResponse,
    Message,
    SendMessageRequest,
    SubscribeToTaskRequest,
    Task,
    TaskNotFoundError,
    TaskPushNotificationConfig,
    UnsupportedOperationError,
    VersionNotSupportedError,
)
from a2a.utils.constants import VERSION_HEADER
from a2a.utils.errors import A2AError
from a2a.utils.proto_utils import validate_proto_required_fields
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from marketing_agent.kernel.errors import AppError, NotFound
from marketing_agent.kernel.ids import new_id
from marketing_agent.protocols.a2a import listing, service
from marketing_agent.protocols.a2a.actions import Accepted
from marketing_agent.protocols.a2a.card import OUTPUT_MODES, extended_card
from marketing_agent.protocols.a2a.kinds.kind import Ground
from marketing_agent.protocols.a2a.mapping import Update
from marketing_agent.protocols.a2a.push import service as push
from marketing_agent.protocols.a2a.push.service import Webhooks
from marketing_agent.protocols.a2a.service import Standing
from marketing_agent.protocols.adapter import Given
from marketing_agent.protocols.refusals import refused
from marketing_agent.tenancy.schemas import Caller

CALLER, BASE = "marketing_agent.caller", "marketing_agent.base"
_T = TypeVar("_T")
_SPOKEN = re.compile(r"1(\.0(\.[0-9]+)?)?")
_log = logging.getLogger(__name__)


def _told(error: Exception) -> A2AError:
    """The protocol's own error, noted in the log."""
    found = _as_theirs(error)
    refused("a2a", type(found).__name__)
    return found


def _as_theirs(error: Exception) -> A2AError:
    """What went wrong inside stays in the log, under an id."""
    if isinstance(error, A2AError):
        return error
    if isinstance(error, NotFound):
        return TaskNotFoundError(error.message)
    if isinstance(error, AppError) and error.status < 500:
        kind = InvalidParamsError if error.status == 422 else InvalidRequestError
        return kind(error.message)
    error_id = new_id()
    _log.error("an A2A request failed", exc_info=error, extra={"error_id": error_id})
    return InternalError(f"Something went wrong on our side; {error_id} finds it in the log.")


def _check_version(context: ServerCallContext) -> None:
    """The SDK takes any 1.x for 1.0, and a client that asks for more would be told less."""
    asked = str(context.state.get("headers", {}).get(VERSION_HEADER.lower(), "")).strip()
    if not _SPOKEN.fullmatch(asked):
        raise VersionNotSupportedError(f"A2A {asked[:20]!r} is not spoken here: 1.0 is.")


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    """Checks what the protocol requires, and lets out only errors of the protocol."""
    if inspect.isasyncgenfunction(method):

        @functools.wraps(method)
        async def stream(self: Any, params: Any, context: ServerCallContext) -> Any:
            try:
                _check_version(context)
                validate_proto_required_fields(params)
                async for one in method(self, params, context):
                    yield one
            except Exception as error:
                raise _told(error) from error

        return stream

    @functools.wraps(method)
    async def answer(self: Any, params: Any, context: ServerCallContext) -> Any:
        try:
            _check_version(context)
            validate_proto_required_fields(params)
            return await method(self, params, context)
        except Exception as error:
            raise _told(error) from error

    return answer


class TaskHandler(RequestHandler):
    """Tasks of one installation. Who calls, and for which store, comes from the key alone."""

    def __init__(self, given: Given, webhooks: Webhooks) -> None:
        self._database = given.desk.database
        self._settings = given.desk.settings
        self._toolbox, self._feeds = given.toolbox, given.feeds
        self._stopping = given.stopping
        self._webhooks = webhooks

    @_guarded
    async def on_message_send(
        self, params: SendMessageRequest, context: ServerCallContext
    ) -> Task | Message:
        """Waits until the task ends or waits for a person, unless told to answer at once."""
        accepted = await self._accept(params, context)
        stands = await self._standing(context, accepted.task_id)
        if not (params.configuration.return_immediately or accepted.endless):
            async for _update in self._updates(stands, accepted.after):
                pass
            stands = await self._standing(context, accepted.task_id)
        return _trimmed(stands.task, params.configuration)

    @_guarded
    async def on_message_send_stream(
        self, params: SendMessageRequest, context: ServerCallContext
    ) -> AsyncGenerator[Task | Update]:
        """The task, then what becomes of it. Closing the stream cancels nothing."""
        accepted = await self._accept(params, context)
        stands = await self._standing(context, accepted.task_id)
        yield _trimmed(stands.task, params.configuration)
        async for update in self._updates(stands, accepted.after):
            yield update

    @_guarded
    async def on_subscribe_to_task(
        self, params: SubscribeToTaskRequest, context: ServerCallContext
    ) -> AsyncGenerator[Task | Update]:
        """The task as it stands, then its updates until it ends."""
        stands = await self._standing(context, params.id)
        if stands.over:
            raise UnsupportedOperationError("This task has ended; there is nothing to follow.")
        yield stands.task
        async for update in self._updates(stands, stands.until, to_end=True):
            yield update

    @_guarded
    async def on_get_task(self, params: GetTaskRequest, context: ServerCallContext) -> Task:
        """The task as its log has it now."""
        workspace_id = caller_in(context).workspace_id
        task = await self._in_transaction(context, service.get, workspace_id, params.id)
        return _trimmed(task, params)

    @_guarded
    async def on_list_tasks(
        self, params: ListTasksRequest, context: ServerCallContext
    ) -> ListTasksResponse:
        """A page of tasks, without artifacts unless they are asked for."""
        workspace_id = caller_in(context).workspace_id
        page = await self._in_transaction(context, listing.listed, workspace_id, params)
        for task in page.tasks:
            _trimmed(task, params)
            if not params.include_artifacts:
                del task.artifacts[:]
        return page

    @_guarded
    async def on_cancel_task(self, params: CancelTaskRequest, context: ServerCallContext) -> Task:
        """Ends the task; what it asked a person for is withdrawn."""
        caller = caller_in(context)
        return await self._in_transaction(
            context, lambda session: service.cancel(session, caller, params.id)
        )

    @_guarded
    async def on_get_extended_agent_card(
        self, params: GetExtendedAgentCardRequest, context: ServerCallContext
    ) -> AgentCard:
        """The card with the skills that the caller's role may use."""
        return extended_card(context.state[BASE], caller_in(context))

    @_guarded
    async def on_create_task_push_notification_config(
        self, params: TaskPushNotificationConfig, context: ServerCallContext
    ) -> TaskPushNotificationConfig:
        """Has a webhook told of the task's updates, from the outbox."""
        caller = caller_in(context)
        await run_in_threadpool(self._webhooks.check, params)
        return await self._in_transaction(
            context, lambda session: push.keep(session, caller, self._webhooks, params)
        )

    @_guarded
    async def on_get_task_push_notification_config(
        self, params: GetTaskPushNotificationConfigRequest, context: ServerCallContext
    ) -> TaskPushNotificationConfig:
        """A webhook without its secrets."""
        workspace_id = caller_in(context).workspace_id
        return await self._in_transaction(
            context, push.get, workspace_id, params.task_id, params.id
        )

    @_guarded
    async def on_list_task_push_notification_configs(
        self, params: ListTaskPushNotificationConfigsRequest, context: ServerCallContext
    ) -> ListTaskPushNotificationConfigsResponse:
        """All webhooks of a task on one page."""
        workspace_id = caller_in(context).workspace_id
        found = await self._in_transaction(context, push.listed, workspace_id, params.task_id)
        return ListTaskPushNotificationConfigsResponse(configs=found)

    @_guarded
    async def on_delete_task_push_notification_config(
        self, params: DeleteTaskPushNotificationConfigRequest, context: ServerCallContext
    ) -> None:
        """Nothing more is told; a second time changes nothing."""
        workspace_id = caller_in(context).workspace_id
        await self._in_transaction(context, push.delete, workspace_id, params.task_id, params.id)

    async def _accept(self, params: SendMessageRequest, context: ServerCallContext) -> Accepted:
        wanted = list(params.configuration.accepted_output_modes)
        if wanted and not set(wanted) & {*OUTPUT_MODES, "*/*"}:
            raise ContentTypeNotSupportedError("Answers are text/plain and application/json.")
        wanted_push = params.configuration.HasField("task_push_notification_config")
        webhook = params.configuration.task_push_notification_config
        if wanted_push:
            await run_in_threadpool(self._webhooks.check, webhook)
        caller = caller_in(context)

        def accept(session: Session) -> Accepted:
            accepted = service.send(session, self._settings, caller, self._toolbox, params.message)
            if wanted_push:
                asked = push.named(webhook, accepted.task_id)
                push.keep(session, caller, self._webhooks, asked)
            return accepted

        return await self._in_transaction(context, accept)

    async def _standing(self, context: ServerCallContext, task_id: str) -> Standing:
        workspace_id = caller_in(context).workspace_id
        return await self._in_transaction(context, service.standing, workspace_id, task_id)

    async def _updates(
        self, stands: Standing, after: int, *, to_end: bool = False
    ) -> AsyncGenerator[Update]:
        ground = Ground(self._database, self._feeds)
        followed = stands.kind.follow(ground, stands.row, after, to_end=to_end)
        async with aclosing(followed) as updates:
            async for update in updates:
                if self._stopping.is_set():
                    return
                if update is not None:
                    yield update

    async def _in_transaction(
        self, context: ServerCallContext, act: Callable[..., _T], *given: Any
    ) -> _T:
        caller = caller_in(context)

        def work() -> _T:
            with self._database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
                return act(session, *given)

        return await run_in_threadpool(work)


def caller_in(context: ServerCallContext) -> Caller:
    """Who the door found to be calling."""
    caller: Caller = context.state[CALLER]
    return caller


def _trimmed(task: Task, asked: Any) -> Task:
    """No more of the history than was asked for."""
    if asked.HasField("history_length"):
        most = asked.history_length
        if most < 0:
            raise InvalidParamsError("A history has no negative length.")
        del task.history[: max(len(task.history) - most, 0)]
    return task
