"""Which vectors this installation makes."""

from marketing_agent.agents.search.embedding.embedder import Embedder, LocalEmbedder
from marketing_agent.kernel.config import Settings

_LOCAL = LocalEmbedder()


def open_embedder(settings: Settings) -> Embedder:
    """Our own vectors."""
    return _LOCAL
