"""One registry of typed tools, behind every protocol and the agent itself."""
