"""Every tool there is, in the order that people read them."""

from marketing_agent.agents.tools.catalogue import (
    automations,
    data,
    documents,
    insights,
    messages,
    numbers,
    questions,
    remotes,
    reports,
    saved,
    segment_looks,
    segments,
    servers,
)
from marketing_agent.agents.tools.schemas import Tool

TOOLS: tuple[Tool, ...] = (
    *questions.TOOLS,
    *numbers.TOOLS,
    *insights.TOOLS,
    *segments.TOOLS,
    *segment_looks.TOOLS,
    *reports.TOOLS,
    *saved.TOOLS,
    *data.TOOLS,
    *documents.TOOLS,
    *messages.TOOLS,
    *automations.TOOLS,
    *remotes.TOOLS,
    *servers.TOOLS,
)
