"""What the MCP suite reads from its fixture: resources, a template, prompts, and their contents."""

import json
from typing import Any

import mcp_types as types
from mcp.shared.exceptions import MCPError

from tests.conformance.mcp_inputs import Context, content_of, field, wanting

# One red pixel, and a wave file of no length.
_PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4"
    "nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
)
WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA="


def image() -> types.ImageContent:
    return types.ImageContent(type="image", data=_PNG, mime_type="image/png")


def embedded(uri: str, kind: str, text: str) -> types.EmbeddedResource:
    held = types.TextResourceContents(uri=uri, mime_type=kind, text=text)
    return types.EmbeddedResource(type="resource", resource=held)


def plain(text: str) -> types.TextContent:
    return types.TextContent(type="text", text=text)


_RESOURCES = {
    "test://static-text": "text/plain",
    "test://static-binary": "image/png",
    "test://watched-resource": "text/plain",
}


async def list_resources(_context: Context, _params: Any) -> types.ListResourcesResult:
    found = [
        types.Resource(uri=uri, name=uri, description=f"The suite reads {uri}", mime_type=kind)
        for uri, kind in _RESOURCES.items()
    ]
    return types.ListResourcesResult(resources=found)


async def list_templates(_context: Context, _params: Any) -> types.ListResourceTemplatesResult:
    template = types.ResourceTemplate(
        uri_template="test://template/{id}/data",
        name="template",
        description="The suite fills in its id",
        mime_type="application/json",
    )
    return types.ListResourceTemplatesResult(resource_templates=[template])


async def read_resource(
    _context: Context, params: types.ReadResourceRequestParams
) -> types.ReadResourceResult:
    uri = str(params.uri)
    held: Any
    if uri == "test://static-binary":
        held = types.BlobResourceContents(uri=uri, mime_type="image/png", blob=_PNG)
    elif uri in _RESOURCES:
        words = "This is the content of the static text resource."
        held = types.TextResourceContents(uri=uri, mime_type="text/plain", text=words)
    elif uri.startswith("test://template/") and uri.endswith("/data"):
        named = uri.split("/")[3]
        data = {"id": named, "templateTest": True, "data": f"Data for ID: {named}"}
        kind = "application/json"
        held = types.TextResourceContents(uri=uri, mime_type=kind, text=json.dumps(data))
    else:
        raise MCPError(types.INVALID_PARAMS, "Resource not found", {"uri": uri})
    return types.ReadResourceResult(contents=[held])


_PROMPTS = {
    "test_simple_prompt": (),
    "test_prompt_with_arguments": ("arg1", "arg2"),
    "test_prompt_with_embedded_resource": ("resourceUri",),
    "test_prompt_with_image": (),
    "test_input_required_result_prompt": (),
}


async def list_prompts(_context: Context, _params: Any) -> types.ListPromptsResult:
    found = [
        types.Prompt(
            name=name,
            description=f"The suite gets {name}",
            arguments=[types.PromptArgument(name=one, required=True) for one in arguments],
        )
        for name, arguments in _PROMPTS.items()
    ]
    return types.ListPromptsResult(prompts=found)


def _contents(params: types.GetPromptRequestParams) -> list[Any]:
    given = params.arguments or {}
    if params.name == "test_prompt_with_arguments":
        return [plain(f"Prompt with arguments: arg1='{given['arg1']}', arg2='{given['arg2']}'")]
    if params.name == "test_prompt_with_embedded_resource":
        words = "Embedded resource content for testing."
        uri = given["resourceUri"]
        asked = "Please process the embedded resource above."
        return [embedded(uri, "text/plain", words), plain(asked)]
    if params.name == "test_prompt_with_image":
        return [image(), plain("Please analyze the image above.")]
    return [plain("This is a simple prompt for testing.")]


async def get_prompt(
    _context: Context, params: types.GetPromptRequestParams
) -> types.GetPromptResult | types.InputRequiredResult:
    if params.name not in _PROMPTS:
        raise MCPError(types.INVALID_PARAMS, "There is no such prompt.")
    contents = _contents(params)
    if params.name == "test_input_required_result_prompt":
        context = content_of(params, "user_context", "context")
        if context is None:
            return wanting(user_context=field("What context should the prompt use?", "context"))
        contents = [plain(f"Use this: {context}")]
    messages = [types.PromptMessage(role="user", content=one) for one in contents]
    return types.GetPromptResult(messages=messages)
