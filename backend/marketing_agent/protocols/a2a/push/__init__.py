"""Push notifications of A2A: what a task does is told to a webhook, at least once."""
