"""What can go wrong around reports.

AppError
├── UnknownReport (404)   ├── UnknownReportPart (404)
├── NothingToKeep (422)   └── ReportsFull (422)
"""

from marketing_agent.kernel.errors import Invalid, NotFound


class UnknownReport(NotFound):
    """No such report in this workspace."""

    code = "report.unknown"


class UnknownReportPart(NotFound):
    """The report has no part of that key."""

    code = "report.unknown_part"


class NothingToKeep(Invalid):
    """The page has no part for these days, so that a report of it would say nothing."""

    code = "report.nothing"


class ReportsFull(Invalid):
    """There are more reports than a person can find again."""

    code = "report.full"
