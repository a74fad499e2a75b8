"""Who calls, through which product: what one connection needs of the app."""

import threading
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from marketing_agent.agents.runs.toolbox import Toolbox
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import Unauthenticated
from marketing_agent.protocols.keys import caller_of
from marketing_agent.tenancy.schemas import Caller


@dataclass(frozen=True)
class Door:
    """The key or token of a connection and the way to its workspace.

    `resource` is what a token must be for: this door of the host that was asked.
    """

    database: Database
    toolbox: Toolbox
    stopping: threading.Event
    authorization: str
    resource: str

    async def caller(self) -> Caller:
        """Who acts, asked anew for each act: a key may be revoked while a connection is open."""
        given = self.authorization
        found = await run_in_threadpool(caller_of, self.database, given, self.resource)
        if found is None:
            raise Unauthenticated("This API key or token is not valid.")
        return found

    async def sends(self, caller: Caller) -> frozenset[str]:
        """The tools whose calls a person approves first."""
        offered = await run_in_threadpool(self.toolbox.offered, caller)
        return frozenset(tool.name for tool in offered if tool.effect == "send")
