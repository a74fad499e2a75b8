"""What can go wrong in tenancy beyond the common errors."""

from marketing_agent.kernel.errors import Conflict, Forbidden, Invalid, TooMany, Unauthenticated


class LinkNotValid(Unauthenticated):
    """The one-time link was used, has expired or never existed."""

    code = "link_not_valid"


class WrongPassword(Unauthenticated):
    """E-mail and password do not belong together. Says no more than that."""

    code = "wrong_password"


class TooManyLogins(TooMany):
    """Too many wrong passwords for this account or from this address."""

    code = "too_many_logins"


class CsrfMissing(Forbidden):
    """A cookie request that changes something came without its token."""

    code = "csrf"


class RoleNeeded(Forbidden):
    """The caller's role does not allow this."""

    code = "role"


class LastOwner(Invalid):
    """A workspace keeps at least one owner."""

    code = "last_owner"


class NameTaken(Conflict):
    """The short name, or the person, is there already."""

    code = "taken"
    retryable = False


class VersionMoved(Conflict):
    """Another import published first; build on its version and try again."""

    code = "warehouse_version_moved"
