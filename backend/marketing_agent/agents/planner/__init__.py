"""From a request in words to a plan of tool calls."""
