"""Who calls at a door that takes API keys alone."""

from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import sign_in
from marketing_agent.tenancy.schemas import Caller


def caller_of(database: Database, header: str) -> Caller | None:
    """The caller behind `Authorization: Bearer …`; None without a valid key."""
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        return None
    with database.system(lasting=False) as session:
        return sign_in.caller_of_key(session, key.strip())
