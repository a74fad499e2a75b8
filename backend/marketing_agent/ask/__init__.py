"""Questions in plain English, and SQL of the user's own, over the semantic model."""
