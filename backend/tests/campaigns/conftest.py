"""The team of the approval tests."""

from tests.agents.approvals.conftest import client, team

__all__ = ["client", "team"]
