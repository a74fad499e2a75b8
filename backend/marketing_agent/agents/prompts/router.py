"""REST of prompts."""

from fastapi import APIRouter, Depends

from marketing_agent.agents.prompts import service
from marketing_agent.agents.prompts.schemas import PromptChange, PromptDetail, Prompts
from marketing_agent.tenancy.http import CurrentCaller, TenantSession, require

router = APIRouter(tags=["agent"])
_editors = [Depends(require("owner", "admin"))]


@router.get("/prompts", operation_id="list_prompts")
def list_prompts(session: TenantSession) -> Prompts:
    """Every prompt of the agent: fixed sections, and which of them this workspace wrote."""
    return service.list_prompts(session)


@router.get("/prompts/{prompt_key}", operation_id="get_prompt")
def get_prompt(prompt_key: str, session: TenantSession) -> PromptDetail:
    """One prompt with its versions and the schema of what comes out."""
    return service.get_prompt(session, prompt_key)


@router.put("/prompts/{prompt_key}", operation_id="change_prompt", dependencies=_editors)
def change_prompt(
    prompt_key: str, change: PromptChange, session: TenantSession, caller: CurrentCaller
) -> PromptDetail:
    """Sets sections of this workspace's own as a new version; `{}` goes back to the library."""
    return service.change_prompt(session, caller, prompt_key, change)
