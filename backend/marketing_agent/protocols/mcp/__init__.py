"""MCP: every tool of the registry, resources and views, at /mcp."""
