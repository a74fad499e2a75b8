"""LangChain among the doors: a library, which reaches the product in process or over REST."""

from fastapi import APIRouter

from marketing_agent.protocols.adapter import DoorInfo, Given, RouterDoor

ABOUT = DoorInfo(
    key="langchain",
    name="LangChain",
    version="1",
    path=None,
    transport="library",
    summary="Tools for a model of yours and the agent as a Runnable, in Python",
    capabilities=("text", "streaming", "tools", "approvals"),
    guide="docs/agents.md#langchain",
)


def open_door(_given: Given) -> RouterDoor:
    """Adds no route: a program imports `protocols.langchain.service`."""
    return RouterDoor(ABOUT, APIRouter())
