"""Results of tools as MCP has them."""

from typing import Any

import mcp_types as types


def result(text: str, data: dict[str, Any], *, is_error: bool = False) -> types.CallToolResult:
    """What a tool gave: a sentence and the data. An error has the sentence alone."""
    said: list[Any] = [types.TextContent(type="text", text=text)]
    return types.CallToolResult(
        content=said, structured_content=None if is_error else data, is_error=is_error
    )
