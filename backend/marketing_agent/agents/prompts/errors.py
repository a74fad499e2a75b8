"""What can go wrong with prompts."""

from marketing_agent.kernel.errors import NotFound


class UnknownPrompt(NotFound):
    """The library has no prompt of that key."""

    code = "agents.unknown_prompt"
