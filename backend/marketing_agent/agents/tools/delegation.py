"""How often a request may be handed on: agents that ask each other come to an end."""

from marketing_agent.agents.remotes.errors import TooDeep
from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.tools.schemas import ToolContext

_REFUSED = (
    "This was handed on {depth} of at most {most} times already: it goes to no further agent or "
    "tool of others."
)


def check_depth(context: ToolContext) -> int:
    """The depth that an agent or tool of others is told; raises TooDeep beyond the run's budget.

    Outside of a run a person or their own client calls, who hands it on for the first time.
    """
    if context.run_id is None:
        return 1
    with context.transaction() as session:
        run = runs.get_run(session, context.run_id)
    if run.depth >= run.budgets.depth:
        raise TooDeep(_REFUSED.format(depth=run.depth, most=run.budgets.depth))
    return run.depth + 1
