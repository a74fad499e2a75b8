"""Results in the words of the tools that gave them: the offline answer."""

from marketing_agent.agents.planner.port import StepReport, WriteBrief

_NOTHING = "There was nothing to do."


def told(brief: WriteBrief) -> str:
    """One paragraph a step, in order; what failed is said as plainly as what was done."""
    parts = [_step(step) for step in brief.steps]
    if brief.reply:
        parts.append(brief.reply)
    return "\n\n".join(part for part in parts if part) or _NOTHING


def _step(step: StepReport) -> str:
    said = step.text.strip()
    return f"{step.title}: {said}" if step.status == "failed" and said else said
