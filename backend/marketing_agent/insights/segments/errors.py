"""Why an audience cannot be counted."""

from marketing_agent.kernel.errors import Invalid


class BadRule(Invalid):
    """A rule compares a field in a way that it cannot be compared; the message says how."""

    code = "segment.bad_rule"
