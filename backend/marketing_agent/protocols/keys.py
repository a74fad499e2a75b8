"""Who calls at a door: by an API key, or by the token of an app that a person connected."""

from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import sign_in
from marketing_agent.tenancy.apps import tokens
from marketing_agent.tenancy.schemas import Caller


def caller_of(database: Database, header: str, resource: str | None = None) -> Caller | None:
    """The caller behind `Authorization: Bearer …`; None without a valid key.

    A door that names itself by its `resource` also takes tokens that were given for it.
    """
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        return None
    with database.system(lasting=False) as session:
        if resource is not None and key.strip().startswith(tokens.ACCESS_PREFIX):
            return tokens.caller_of_token(session, key.strip(), resource)
        return sign_in.caller_of_key(session, key.strip())
