"""Search over what a workspace has written down: metrics, saved things, prompts, documents."""
