"""What can go wrong in the warehouse.

AppError
├── UnknownVersion (404)   ├── VersionExists (409)      ├── UnknownFile (404)
├── StagedMismatch (422)   ├── CheckFailed (422)        ├── QueryRefused (422)
└── OutdatedVersion (409)
"""

from marketing_agent.kernel.errors import Conflict, Invalid, NotFound


class UnknownVersion(NotFound):
    """The version is not on disk any more: read the published version again."""

    code = "warehouse.unknown_version"


class UnknownFile(NotFound):
    """The lake holds no such bytes."""

    code = "warehouse.unknown_file"


class VersionExists(Conflict):
    """Another build took the number first: build again on the version now published."""

    code = "warehouse.version_exists"


class OutdatedVersion(Conflict):
    """An earlier release built the version, and did not keep a column yet: import once more."""

    code = "warehouse.outdated_version"


class StagedMismatch(Invalid):
    """Staged rows do not have the columns and types of their table."""

    code = "warehouse.staged_mismatch"


class CheckFailed(Invalid):
    """A version broke a rule, such as a missing key, and was thrown away."""

    code = "warehouse.check_failed"


class QueryRefused(Invalid):
    """The statement is not a single SELECT that the version can answer."""

    code = "warehouse.query_refused"
