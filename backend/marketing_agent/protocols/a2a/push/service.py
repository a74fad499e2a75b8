"""Webhooks of tasks: set, read and deleted, each in a transaction of the caller's workspace."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from a2a.types import (
    AuthenticationInfo,
    InvalidParamsError,
    TaskNotFoundError,
    TaskPushNotificationConfig,
)
from sqlmodel import Session

from marketing_agent.events import service as events
from marketing_agent.kernel.addresses import AddressRefused
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.outgoing import Outgoing
from marketing_agent.kernel.sealing import Sealer
from marketing_agent.kernel.time import now
from marketing_agent.protocols.a2a.kinds.registry import found
from marketing_agent.protocols.a2a.messages import check_name
from marketing_agent.protocols.a2a.push import jobs, repository
from marketing_agent.protocols.a2a.push.tables import ConfigRow
from marketing_agent.tenancy.schemas import Caller

_MOST = 10
_SCHEME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")
# What a header may hold, without a break.
_SECRET = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,4094}[\x21-\x7e])?|")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Webhooks:
    """What checks and keeps webhooks: the way out, and the seal of their secrets."""

    outgoing: Outgoing
    sealer: Sealer

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(Outgoing.of(settings), Sealer(settings.hash_key))

    def check(self, given: TaskPushNotificationConfig) -> None:
        """Raises InvalidParamsError; looks the name up, so no transaction should be open."""
        check_name(given.id)
        auth = given.authentication
        scheme_fits = not given.HasField("authentication") or _SCHEME.fullmatch(auth.scheme)
        if not (scheme_fits and all(map(_SECRET.fullmatch, (given.token, auth.credentials)))):
            raise InvalidParamsError("The token or the authentication is not one for a header.")
        try:
            self.outgoing.check(given.url)
        except AddressRefused as error:
            place = given.url[:200].partition("?")[0]
            _log.warning(
                "a push address was refused", extra={"task_id": given.task_id, "place": place}
            )
            raise InvalidParamsError(error.message) from error

    def secrets_of(self, row: ConfigRow) -> dict[str, str]:
        """Token and credentials, opened."""
        opened: dict[str, str] = json.loads(self.sealer.open(row.secrets, row.key))
        return opened

    def seal(self, given: TaskPushNotificationConfig, key: str) -> bytes:
        """Token and credentials, sealed for one webhook."""
        secrets = {"token": given.token, "credentials": given.authentication.credentials}
        return self.sealer.seal(json.dumps(secrets), key)


def keep(
    session: Session, caller: Caller, webhooks: Webhooks, given: TaskPushNotificationConfig
) -> TaskPushNotificationConfig:
    """Sets a webhook of a task, or changes the one of that id; raises TaskNotFoundError.

    A task under way is told as it stands, then what it does. A check must have come before.
    """
    kind, task = found(session, caller.workspace_id, given.task_id)
    events_until = kind.until(session, task)
    config_id = given.id or new_id()
    row = repository.config(session, given.task_id, config_id)
    if row is None:
        _check_room(session, given.task_id)
        key = new_id()
        row = ConfigRow(
            key=key,
            workspace_id=caller.workspace_id,
            run_id=given.task_id,
            id=config_id,
            url=given.url,
            secrets=b"",
            sent_until=events_until,
            greets=events_until > 0,
            created_by=caller.user_id,
        )
    row.url, row.scheme = given.url, given.authentication.scheme or None
    row.secrets = webhooks.seal(given, row.key)
    row.attempts, row.next_at = 0, None
    repository.add(session, row)
    kind.watch(session, task, row.key, jobs.JOB, jobs.payload_of(row.key))
    jobs.enqueue(session, caller.workspace_id, row.key)
    return _shown(row)


def named(given: TaskPushNotificationConfig, task_id: str) -> TaskPushNotificationConfig:
    """One that came with a message: of its task, and the same when the message is sent again."""
    made = TaskPushNotificationConfig()
    made.CopyFrom(given)
    made.task_id, made.id = task_id, given.id or task_id
    return made


def get(
    session: Session, workspace_id: str, task_id: str, config_id: str
) -> TaskPushNotificationConfig:
    """The webhook without its secrets; raises TaskNotFoundError, as the protocol wants it."""
    found(session, workspace_id, task_id)
    row = repository.config(session, task_id, config_id) if "\x00" not in config_id else None
    if row is None:
        raise TaskNotFoundError("This task has no such push notification config.")
    return _shown(row)


def listed(session: Session, workspace_id: str, task_id: str) -> list[TaskPushNotificationConfig]:
    """All webhooks of a task, without their secrets; raises TaskNotFoundError."""
    found(session, workspace_id, task_id)
    return [_shown(row) for row in repository.configs(session, task_id)]


def delete(session: Session, workspace_id: str, task_id: str, config_id: str) -> None:
    """Nothing more is told; one that is not there is left alone. Raises TaskNotFoundError."""
    found(session, workspace_id, task_id)
    row = repository.config(session, task_id, config_id) if "\x00" not in config_id else None
    held = repository.locked(session, row.key) if row else None
    if held is None:
        return
    for waiting in repository.pending(session, held.key):
        waiting.status, waiting.settled_at = "dropped", now()
    events.unwatch(session, held.key)
    repository.remove(session, held)


def headers_of(scheme: str | None, secrets: Mapping[str, str]) -> dict[str, str]:
    """What a notification carries for its receiver to know us by."""
    headers = {"Content-Type": "application/json"}
    if secrets["token"]:
        headers["X-A2A-Notification-Token"] = secrets["token"]
    if scheme and secrets["credentials"]:
        headers["Authorization"] = f"{scheme} {secrets['credentials']}"
    return headers


def _check_room(session: Session, task_id: str) -> None:
    if len(repository.configs(session, task_id)) >= _MOST:
        raise InvalidParamsError(f"A task has at most {_MOST} push notification configs.")


def _shown(row: ConfigRow) -> TaskPushNotificationConfig:
    """Secrets are not told again: whoever set them has them."""
    auth = AuthenticationInfo(scheme=row.scheme) if row.scheme else None
    return TaskPushNotificationConfig(
        id=row.id, task_id=row.run_id, url=row.url, authentication=auth
    )
