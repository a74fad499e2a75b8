"""A run from request to answer: its log, its pauses, its ends."""

import threading

import pytest

from marketing_agent.agents.planner.checking import InvalidPlan
from marketing_agent.agents.planner.schemas import PlannedStep
from marketing_agent.agents.runs import service
from marketing_agent.agents.runs.errors import KeyReused, NotWaiting, UnknownCall, UnknownThread
from marketing_agent.agents.runs.schemas import Budgets, CallAnswer, ClientTool, PlanUpdate
from marketing_agent.kernel.paging import PageAsked
from tests.agents.conftest import Crew

SENTENCE = "Why did revenue change last week? Send the summary to the team."


def test_a_question_is_planned_run_and_answered_in_pieces(crew: Crew) -> None:
    run = crew.run("How many orders last month?")
    assert (run.status, run.answer) == ("completed", "How many orders last month?: 42.")
    events = crew.events(run.id)
    assert [event.seq for event in events] == list(range(1, run.events_until + 1))
    assert crew.types(run.id) == [
        "run.started", "plan.proposed", "step.started", "tool.called", "tool.returned",
        "step.finished", "text.started", "text.finished", "run.finished",
    ]  # fmt: skip
    pieces = [e.payload.text for e in events if e.payload.type == "text.delta"]
    assert len(pieces) > 1
    assert "".join(pieces) == run.answer
    assert [step.status for step in run.plan or ()] == ["done"]
    assert run.spent.steps == 1


def test_the_sentence_waits_for_one_approval_and_sends_once(crew: Crew) -> None:
    run = crew.run(SENTENCE)
    assert [(s.tool, s.status) for s in run.plan or ()] == [
        ("explain_change", "done"), ("draft_message", "done"), ("send_message", "waiting"),
    ]  # fmt: skip
    assert crew.tools.calls[0] == (
        "explain_change",
        {"metric": "total_sales", "time": "last_week", "compare": "previous_period"},
    )
    assert crew.tools.calls[1][1]["body"] == "explain_change done."
    assert (run.status, run.waiting_for) == ("waiting", "approval")
    assert crew.types(run.id)[-2:] == ["approval.requested", "run.waiting"]
    assert crew.effects() == ["draft_message"]
    crew.work()
    assert crew.shown(run.id).events_until == run.events_until

    crew.decide(run.id, approved=True)
    crew.work()
    done = crew.shown(run.id)
    assert (done.status, crew.effects()) == ("completed", ["draft_message", "send_message"])
    assert crew.tools.calls[-1] == ("send_message", {"message_id": "draft_message-1"})


def test_a_second_decision_does_nothing(crew: Crew) -> None:
    run = crew.run(SENTENCE)
    approval = crew.decide(run.id, approved=True)
    crew.work()
    until = crew.shown(run.id).events_until
    with crew.database.transaction(crew.workspace.id) as session:
        service.decided(session, run.id, approval, approved=True)
    crew.work()
    assert crew.shown(run.id).events_until == until
    assert crew.effects() == ["draft_message", "send_message"]


def test_what_was_not_approved_is_not_sent_and_said(crew: Crew) -> None:
    run = crew.run(SENTENCE)
    crew.decide(run.id, approved=False)
    crew.work()
    done = crew.shown(run.id)
    assert (done.status, crew.effects()) == ("completed", ["draft_message"])
    assert "not approved" in (done.answer or "")


def test_a_failed_step_is_said_and_what_needs_it_is_left_out(crew: Crew) -> None:
    crew.tools.refuse = {"explain_change"}
    run = crew.run(SENTENCE)
    assert [s.status for s in run.plan or ()] == ["failed"] * 3
    assert (run.status, crew.effects()) == ("completed", [])
    assert "explain_change is refused." in (run.answer or "")


def test_a_plan_is_shown_changed_and_confirmed_before_anything_runs(crew: Crew) -> None:
    run = crew.run("How many orders last month?", plan_first=True)
    assert (run.status, run.waiting_for, crew.tools.calls) == ("waiting", "plan", [])
    steps = (PlannedStep(id="a", tool="ask", title="Ask", arguments={"question": "AOV"}),)
    with crew.database.transaction(crew.workspace.id) as session:
        update = PlanUpdate(steps=steps, confirm=False)
        service.change_plan(session, crew.caller, run.id, update, crew.tools)
    crew.work()
    assert crew.tools.calls == []
    with crew.database.transaction(crew.workspace.id) as session:
        service.change_plan(session, crew.caller, run.id, PlanUpdate(), crew.tools)
    crew.work()
    assert crew.shown(run.id).status == "completed"
    assert crew.tools.calls == [("ask", {"question": "AOV"})]
    assert "plan.changed" in crew.types(run.id)
    with pytest.raises(NotWaiting), crew.database.transaction(crew.workspace.id) as session:
        service.change_plan(session, crew.caller, run.id, PlanUpdate(), crew.tools)


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([("a", "rm_rf", {})], "no tool"),
        ([("a", "ask", {"question": "x"}), ("a", "ask", {"question": "y"})], "Two steps"),
        ([("a", "ask", {"question": {"$ref": "b", "path": "id"}})], "no step before"),
        ([("a", "ask", {"colour": "red"})], "takes no colour"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(
    crew: Crew, steps: list[tuple[str, str, dict[str, object]]], reason: str
) -> None:
    run = crew.run("How many orders last month?", plan_first=True)
    made = tuple(PlannedStep(id=i, tool=t, title="x", arguments=a) for i, t, a in steps)
    with pytest.raises(InvalidPlan, match=reason):
        with crew.database.transaction(crew.workspace.id) as session:
            service.change_plan(session, crew.caller, run.id, PlanUpdate(steps=made), crew.tools)
    assert crew.shown(run.id).plan == run.plan


def test_cancelling_ends_a_run_at_once(crew: Crew) -> None:
    run = crew.run(SENTENCE)
    with crew.database.transaction(crew.workspace.id) as session:
        assert service.cancel(session, crew.caller, run.id).status == "cancelled"
        again = service.cancel(session, crew.caller, run.id)
    assert crew.types(run.id)[-1] == "run.cancelled"
    assert again.events_until == run.events_until + 1
    crew.decide(run.id, approved=True)
    crew.work()
    assert (crew.shown(run.id).status, crew.effects()) == ("cancelled", ["draft_message"])


def test_what_a_cancelled_run_was_doing_takes_no_effect(crew: Crew) -> None:
    at_work, go_on = threading.Event(), threading.Event()

    def hold(name: str) -> None:
        if name == "draft_message":
            at_work.set()
            assert go_on.wait(60)

    crew.tools.before = hold
    run = crew.start(SENTENCE)
    worker = threading.Thread(target=crew.work)
    worker.start()
    assert at_work.wait(60)
    with crew.database.transaction(crew.workspace.id) as session:
        service.cancel(session, crew.caller, run.id)
    go_on.set()
    worker.join(60)
    assert (crew.shown(run.id).status, crew.effects()) == ("cancelled", [])
    assert crew.types(run.id)[-1] == "run.cancelled"


def test_two_workers_at_one_run_have_one_effect(crew: Crew) -> None:
    """A worker that was thought dead goes on beside the one that took its run up."""
    inside, go_on = threading.Event(), threading.Event()

    def hold(name: str) -> None:
        if name == "draft_message" and not inside.is_set():
            inside.set()
            assert go_on.wait(60)

    crew.tools.before = hold
    run = crew.start(SENTENCE)
    first = threading.Thread(target=crew.work)
    first.start()
    assert inside.wait(60)
    with crew.database.transaction(crew.workspace.id) as session:
        from marketing_agent.jobs import service as jobs

        jobs.enqueue(session, crew.workspace.id, service.JOB, {"run_id": run.id})
    crew.work()
    assert crew.shown(run.id).status == "waiting"
    go_on.set()
    first.join(60)
    assert crew.effects() == ["draft_message"]
    seqs = [event.seq for event in crew.events(run.id)]
    assert seqs == list(range(1, len(seqs) + 1))


@pytest.mark.parametrize(
    ("budget", "code"), [({"seconds": 1}, "budget.seconds"), ({"steps": 2}, "budget.steps")]
)
def test_a_budget_ends_the_run(crew: Crew, budget: dict[str, int], code: str) -> None:
    slow = threading.Event()
    crew.tools.before = lambda _name: (slow.wait(1.2), None)[1]
    run = crew.run(SENTENCE, budgets=Budgets(**budget))
    assert run.status == "failed"
    assert run.error is not None
    assert run.error.code == code
    assert crew.types(run.id)[-1] == "run.failed"
    assert crew.effects() == []


def test_the_same_key_is_the_same_run(crew: Crew) -> None:
    first = crew.start("orders", idempotency_key="k1")
    assert crew.start("orders", idempotency_key="k1").id == first.id
    with pytest.raises(KeyReused):
        crew.start("revenue", idempotency_key="k1")


def test_a_follow_up_continues_the_answer_before_it(crew: Crew) -> None:
    first = crew.run("orders last month")
    run = crew.run("and by country?", thread_id=first.thread_id)
    assert crew.tools.calls[-1][1] == {"question": "by country?", "previous_id": first.asked_id}
    sent = crew.run("send it to the team", thread_id=first.thread_id)
    assert crew.tools.calls[-1][1]["body"] == run.answer
    with crew.database.transaction(crew.workspace.id) as session:
        thread = service.get_thread(session, first.thread_id, PageAsked())
    assert [(m.role, m.text) for m in thread.messages] == [
        ("user", "orders last month"),
        ("assistant", first.answer),
        ("user", "and by country?"),
        ("assistant", run.answer),
        ("user", sent.text),
    ]
    with pytest.raises(UnknownThread):
        crew.start("orders", thread_id="none")


def test_a_thread_is_read_from_its_newest_words_back_to_its_beginning(crew: Crew) -> None:
    first = crew.run("orders last month")
    for text in ("and by country?", "and by product?", "and by channel?"):
        crew.run(text, thread_id=first.thread_id)
    pages, cursor = [], None
    while cursor is not None or not pages:
        with crew.database.transaction(crew.workspace.id) as session:
            page = service.get_thread(session, first.thread_id, PageAsked(3, cursor))
        pages.append(page)
        cursor = page.earlier
    assert [[run.text for run in page.runs] for page in pages] == [
        ["and by country?", "and by product?", "and by channel?"],
        ["orders last month"],
    ]
    for page in pages:
        said = [(message.run_id, message.role) for message in page.messages]
        assert said == [(run.id, role) for run in page.runs for role in ("user", "assistant")]


def test_a_tool_of_the_client_is_answered_by_the_client(crew: Crew) -> None:
    pages = {"properties": {"page": {"enum": ["imports", "explore"]}}}
    tool = ClientTool(name="open_page", description="Opens a page.", parameters=pages)
    run = crew.run("Open the imports page", client_tools=(tool,))
    assert (run.status, run.waiting_for) == ("waiting", "client")
    (called,) = [e.payload for e in crew.events(run.id) if e.payload.type == "tool.called"]
    assert (called.tool, called.arguments, called.client) == (
        "open_page",
        {"page": "imports"},
        True,
    )
    for _twice in range(2):
        with crew.database.transaction(crew.workspace.id) as session:
            answer = CallAnswer(text="The page is open.")
            service.answer_call(session, crew.caller, run.id, called.call_id, answer)
    crew.work()
    done = crew.shown(run.id)
    assert (done.status, done.answer) == ("completed", "The page is open.")
    assert crew.types(run.id).count("tool.returned") == 1
    with pytest.raises(UnknownCall), crew.database.transaction(crew.workspace.id) as session:
        service.answer_call(session, crew.caller, run.id, "none", CallAnswer())


def test_a_tool_of_the_client_never_stands_for_one_of_ours(crew: Crew) -> None:
    theirs = ClientTool(name="ask", description="Answers questions about orders.")
    run = crew.run("How many orders last month?", client_tools=(theirs,))
    (called,) = [e.payload for e in crew.events(run.id) if e.payload.type == "tool.called"]
    assert (run.status, called.tool, called.client) == ("completed", "ask", False)


def test_what_the_page_shows_is_the_threads_state(crew: Crew) -> None:
    first = crew.run("orders", context={"page": "summary"})
    second = crew.run("orders", thread_id=first.thread_id, context={"page": "explore"})
    patches = [
        e.payload.patch
        for run in (first, second)
        for e in crew.events(run.id)
        if e.payload.type == "state.changed"
    ]
    assert patches == [
        ({"op": "add", "path": "/context", "value": {"page": "summary"}},),
        ({"op": "replace", "path": "/context", "value": {"page": "explore"}},),
    ]


def test_nothing_that_can_be_done_is_said(crew: Crew) -> None:
    run = crew.run("Send it to the team")
    assert (run.status, run.plan) == ("completed", ())
    assert "nothing to send" in (run.answer or "")
