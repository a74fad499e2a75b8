"""Where alerts are told is set, tried and looked at in a browser."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

import marketing_agent.insights.delivery.jobs  # noqa: F401  (as in a worker)
from marketing_agent.insights.alerts import service as alerts
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from tests.hooks import Hook, answered, hook
from tests.insights.telling import finding
from tests.loops import beside
from tests.scenarios.test_connect import LOOKS, address, clean, email, window, work
from tests.scenarios.visitor import Visitor

__all__ = ["address", "email", "hook", "window", "work"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _raise(database: Database, workspace: Workspace) -> None:
    with database.transaction(workspace.id) as session:
        alerts.note(session, workspace, [finding("a", severity="critical"), finding("b")], ())


@LOOKS
def test_channels_are_chosen_tried_and_told(
    window: Callable[..., Visitor],
    hook: Hook,
    work: Callable[[], None],
    database: Database,
    workspace: Workspace,
    looks: dict[str, bool],
) -> None:
    visitor = window("/settings/alerts/", **looks)
    page = visitor.page
    expect(page.get_by_text("No mail server is set up yet")).to_be_visible()
    save = page.get_by_role("button", name="Save")
    expect(save).to_be_disabled()
    clean(visitor)

    page.get_by_label("Send alerts by e-mail").check()
    save.click()
    expect(page.get_by_text("Choose at least one member who gets the mail")).to_be_visible()
    page.get_by_label("Ada,").check()
    page.get_by_label("Name").fill("Team chat")
    page.get_by_label("Webhook address").fill("https://169.254.169.254/latest")
    page.get_by_role("button", name="Add the chat").click()
    chat = page.get_by_role("listitem", name="Team chat")
    expect(chat.get_by_role("button", name="Send a test")).to_be_disabled()
    save.click()
    expect(page.get_by_text("Calls do not go to this address.")).to_be_visible()
    clean(visitor)

    chat.get_by_role("button", name="Remove: Team chat").click()
    page.get_by_label("Name").fill("Team chat")
    page.get_by_label("Webhook address").fill(hook.url("127.0.0.1", path="/services/T/secretWXYZ"))
    page.get_by_role("button", name="Add the chat").click()
    chat.get_by_role("button", name="Choose alerts").click()
    chat.get_by_label("Which alerts").select_option(label="Critical ones only")
    page.get_by_label("Send nothing at certain hours").check()
    page.get_by_label("Until").fill("22:00")
    save.click()
    expect(page.get_by_text("Quiet hours need an end that is not their start.")).to_be_visible()
    page.get_by_label("Send nothing at certain hours").uncheck()
    page.get_by_label("Send it").select_option(label="Every week")
    page.get_by_label("On", exact=True).select_option(label="Friday")
    save.click()
    expect(save).to_be_disabled()
    expect(page.get_by_text("The next one:")).to_be_visible()
    expect(chat.get_by_text("…WXYZ")).to_be_visible()
    assert "secretWXYZ" not in page.content()

    chat.get_by_role("button", name="Send a test").click()
    expect(chat.get_by_text("The chat took the test and answered 200.")).to_be_visible()
    hook.reply = lambda handler: answered(handler, 404)
    chat.get_by_role("button", name="Send a test").click()
    expect(chat.get_by_text("It answered 404.")).to_be_visible()
    beside(_raise, database, workspace)
    work()
    log = page.get_by_role("region", name="Last messages")
    expect(log.get_by_text("E-mail: 2 alerts")).to_be_visible()
    expect(log.get_by_text("Delivered")).to_be_visible()
    expect(log.get_by_text("Given up")).to_be_visible()
    clean(visitor)
    told = json.loads(hook.requests[-1][3])
    assert told["text"].startswith("1 alert: Runs out: a\n")

    page.goto("/settings/alerts/")
    expect(page.get_by_label("Ada,")).to_be_checked()
    expect(chat.get_by_text("…WXYZ")).to_be_visible()
    expect(save).to_be_disabled()
