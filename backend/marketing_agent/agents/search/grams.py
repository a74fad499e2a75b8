"""Threes of letters, by which a misspelled title is still found."""

from marketing_agent.agents.search.embedding.words import content_words


def grams_of(text: str) -> list[str]:
    """The different threes of letters of a text's words, their ends marked."""
    marked = (f"  {word} " for word in content_words(text))
    return sorted({one[at : at + 3] for one in marked for at in range(len(one) - 2)})
