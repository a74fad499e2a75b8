"""Jobs of segments: a count of each after an import, which tells what changed notably."""

from marketing_agent.insights.after_import import after_import
from marketing_agent.insights.segments.watching import look

COUNT = "segments.count"

after_import(COUNT, look)
