"""MCP servers of others as sources of tools: each tool as an owner saw and approved it."""
