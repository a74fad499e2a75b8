"""Tools of the MCP suite's fixture that ask the client for something.

Revision 2025-11-25 sends the client a request in the middle of a call. Revision 2026-07-28 answers
with what is missing, and the client calls again with it.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.shared.message import ServerMessageMetadata

Context = ServerRequestContext[Any, Any]
Result = types.CallToolResult | types.InputRequiredResult
Call = Callable[[Context, types.CallToolRequestParams], Awaitable[Result]]


def said(text: str, *, is_error: bool = False) -> types.CallToolResult:
    """A result of one text."""
    content: list[Any] = [types.TextContent(type="text", text=text)]
    return types.CallToolResult(content=content, is_error=is_error)


def elicitation(message: str, schema: dict[str, Any]) -> types.ElicitRequest:
    params = types.ElicitRequestFormParams(message=message, requested_schema=schema)
    return types.ElicitRequest(params=params)


def field(message: str, name: str, kind: str = "string") -> types.ElicitRequest:
    """Asks for one value."""
    properties = {name: {"type": kind}}
    return elicitation(message, {"type": "object", "properties": properties, "required": [name]})


def sampling(prompt: str, most: int = 100) -> types.CreateMessageRequest:
    asked = types.SamplingMessage(role="user", content=types.TextContent(type="text", text=prompt))
    params = types.CreateMessageRequestParams(messages=[asked], max_tokens=most)
    return types.CreateMessageRequest(params=params)


async def _sent(context: Context, request: Any, kind: Any) -> Any:
    about = ServerMessageMetadata(related_request_id=context.request_id)
    return await context.session.send_request(request, kind, metadata=about)


async def _elicited(context: Context, message: str, schema: dict[str, Any], told: str) -> Result:
    found = await _sent(context, elicitation(message, schema), types.ElicitResult)
    return said(f"{told}action={found.action}, content={json.dumps(found.content)}")


async def ask_model(context: Context, params: types.CallToolRequestParams) -> Result:
    prompt = str((params.arguments or {}).get("prompt", ""))
    found = await _sent(context, sampling(prompt), types.CreateMessageResult)
    return said(f"LLM response: {found.content.text}")


async def ask_user(context: Context, params: types.CallToolRequestParams) -> Result:
    message = str((params.arguments or {}).get("message", ""))
    properties = {
        "username": {"type": "string", "description": "User's response"},
        "email": {"type": "string", "description": "User's email address"},
    }
    schema = {"type": "object", "properties": properties, "required": ["username", "email"]}
    return await _elicited(context, message, schema, "User response: ")


async def ask_with_defaults(context: Context, _params: types.CallToolRequestParams) -> Result:
    properties = {
        "name": {"type": "string", "default": "John Doe"},
        "age": {"type": "integer", "default": 30},
        "score": {"type": "number", "default": 95.5},
        "status": {
            "type": "string",
            "enum": ["active", "inactive", "pending"],
            "default": "active",
        },
        "verified": {"type": "boolean", "default": True},
    }
    schema = {"type": "object", "properties": properties}
    return await _elicited(context, "Change what is not right", schema, "Elicitation completed: ")


def _titled(word: str) -> list[dict[str, str]]:
    names = (("value1", "First"), ("value2", "Second"), ("value3", "Third"))
    return [{"const": value, "title": f"{title} {word}"} for value, title in names]


async def ask_with_enums(context: Context, _params: types.CallToolRequestParams) -> Result:
    plain = ["option1", "option2", "option3"]
    legacy = {"enum": ["opt1", "opt2", "opt3"], "enumNames": ["Option One", "Option Two", "Three"]}
    properties = {
        "untitledSingle": {"type": "string", "enum": plain},
        "titledSingle": {"type": "string", "oneOf": _titled("Option")},
        "legacyEnum": {"type": "string"} | legacy,
        "untitledMulti": {"type": "array", "items": {"type": "string", "enum": plain}},
        "titledMulti": {"type": "array", "items": {"anyOf": _titled("Choice")}},
    }
    schema = {"type": "object", "properties": properties}
    return await _elicited(context, "Choose", schema, "Elicitation completed: ")


def content_of(params: types.InputResponseRequestParams, key: str, name: str) -> Any:
    """A value that the client gave; None when it is missing, refused or of another kind."""
    found = (params.input_responses or {}).get(key)
    if isinstance(found, types.ElicitResult) and found.action == "accept":
        return (found.content or {}).get(name)
    return None


def wanting(state: str | None = None, **requests: Any) -> types.InputRequiredResult:
    return types.InputRequiredResult(input_requests=requests, request_state=state)


async def need_name(_context: Context, params: types.CallToolRequestParams) -> Result:
    name = content_of(params, "user_name", "name")
    if not isinstance(name, str):
        return wanting(user_name=field("What is your name?", "name"))
    return said(f"Hello, {name}!")


async def need_sampling(_context: Context, params: types.CallToolRequestParams) -> Result:
    found = (params.input_responses or {}).get("capital_question")
    if not isinstance(found, types.CreateMessageResult):
        return wanting(capital_question=sampling("What is the capital of France?"))
    return said(str(getattr(found.content, "text", "")))


async def need_roots(_context: Context, params: types.CallToolRequestParams) -> Result:
    found = (params.input_responses or {}).get("client_roots")
    if not isinstance(found, types.ListRootsResult):
        return wanting(client_roots=types.ListRootsRequest())
    return said("Roots: " + ", ".join(str(root.uri) for root in found.roots))


async def need_state(_context: Context, params: types.CallToolRequestParams) -> Result:
    if params.request_state != "asked" or content_of(params, "confirm", "ok") is None:
        return wanting("asked", confirm=field("Please confirm", "ok", "boolean"))
    return said("state-ok")


async def need_many(_context: Context, params: types.CallToolRequestParams) -> Result:
    wanted: dict[str, Any] = {
        "user_name": field("What is your name?", "name"),
        "greeting": sampling("Generate a greeting", 50),
        "client_roots": types.ListRootsRequest(),
    }
    missing = {k: v for k, v in wanted.items() if k not in (params.input_responses or {})}
    return wanting("asked", **missing) if missing else said("Everything was given.")


async def need_two_rounds(_context: Context, params: types.CallToolRequestParams) -> Result:
    name = content_of(params, "step1", "name")
    if params.request_state == "asked-2" and content_of(params, "step2", "color"):
        return said("Both rounds are over.")
    if params.request_state == "asked-1" and name:
        return wanting("asked-2", step2=field("Step 2: What is your favorite color?", "color"))
    return wanting("asked-1", step1=field("Step 1: What is your name?", "name"))


async def need_what_is_declared(context: Context, params: types.CallToolRequestParams) -> Result:
    if params.input_responses:
        return said("Given.")
    declared = context.session.client_capabilities or types.ClientCapabilities()
    requests: dict[str, Any] = {}
    if declared.elicitation is not None:
        requests["user_name"] = field("What is your name?", "name")
    if declared.sampling is not None:
        requests["greeting"] = sampling("Generate a greeting", 50)
    return wanting(**requests) if requests else said("There is nobody to ask.")


async def need_capability(context: Context, _params: types.CallToolRequestParams) -> Result:
    declared = context.session.client_capabilities
    if declared is None or declared.sampling is None:
        needed = {"requiredCapabilities": {"sampling": {}}}
        raise MCPError(types.MISSING_REQUIRED_CLIENT_CAPABILITY, "This needs sampling.", needed)
    return said("The client can sample.")


INPUTS: dict[str, Call] = {
    "test_sampling": ask_model,
    "test_elicitation": ask_user,
    "test_elicitation_sep1034_defaults": ask_with_defaults,
    "test_elicitation_sep1330_enums": ask_with_enums,
    "test_input_required_result_elicitation": need_name,
    "test_input_required_result_sampling": need_sampling,
    "test_input_required_result_list_roots": need_roots,
    "test_input_required_result_request_state": need_state,
    "test_input_required_result_tampered_state": need_state,
    "test_input_required_result_multiple_inputs": need_many,
    "test_input_required_result_multi_round": need_two_rounds,
    "test_input_required_result_capabilities": need_what_is_declared,
    "test_missing_capability": need_capability,
    "test_streaming_elicitation": need_name,
}
