"""Every prompt of the agent: versioned templates with the same sections in the same order."""
