"""What a task is told from: a run of the agent, an import, or a feed of events."""
