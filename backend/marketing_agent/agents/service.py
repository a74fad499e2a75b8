"""What composition roots take from here."""

from marketing_agent.agents.statements import GuardedStatements
from marketing_agent.ask.reader import QuestionReader
from marketing_agent.kernel.config import Settings

__all__ = ["GuardedStatements", "open_reader"]


def open_reader(settings: Settings) -> QuestionReader | None:
    """The language model that `LLM_MODEL` names, or None; raises ConfigurationError."""
    if settings.llm_model is None:
        return None
    # Clients of models take a second and 80 MB to load, and most installations use none.
    from marketing_agent.agents.questions.reader import ModelReader

    return ModelReader(settings.llm_model, settings)
