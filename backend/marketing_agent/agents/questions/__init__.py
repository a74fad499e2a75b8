"""Questions that a language model reads when the parser cannot."""
