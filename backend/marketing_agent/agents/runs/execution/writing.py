"""The answer, streamed into the log piece by piece and continued after an interruption."""

from collections.abc import Iterator

from marketing_agent.agents.planner.port import StepReport, Used, WriteBrief, WritingBroke
from marketing_agent.agents.prompts import service as prompts
from marketing_agent.agents.runs import log, repository
from marketing_agent.agents.runs.drawing import blocks_of
from marketing_agent.agents.runs.events import (
    RunFinished,
    TextDelta,
    TextFinished,
    TextStarted,
)
from marketing_agent.agents.runs.execution.held import Held

_MOST_TEXT = 20_000


def answer(held: Held) -> None:
    """Writes the answer and finishes the run."""
    message, used, brief = _Message.begun(held), Used(), _brief(held)
    left = held.check_budgets()
    with held.transaction() as session:
        rules = prompts.instructions(session, "write_answer").text
    brain = held.house.brain
    try:
        message.say(brain.write(brief, rules, left, used))
    except WritingBroke:
        message.say(brain.tell(brief))
    _finish(held, message, used)


class _Message:
    """A text while it is written. `text` is what this writer said, `logged` what readers have."""

    def __init__(self, held: Held, number: int, logged: str | None = None) -> None:
        self._held, self._number = held, number
        self.text, self._logged = "", logged or ""
        self._unsaid = (TextStarted(message_id=self.id),) if logged is None else ()

    @classmethod
    def begun(cls, held: Held) -> "_Message":
        """The message that was being written when a worker was interrupted, or a new one."""
        types = ("text.started", "text.delta", "text.finished")
        with held.transaction() as session:
            found = log.read(repository.events_of_type(session, held.run_id, *types))
        payloads = [event.payload for event in found]
        started = [p.message_id for p in payloads if isinstance(p, TextStarted)]
        ended = [p.message_id for p in payloads if isinstance(p, TextFinished)]
        if len(started) > len(ended):
            said = [p for p in payloads if isinstance(p, TextDelta)]
            logged = "".join(p.text for p in said if p.message_id == started[-1])
            return cls(held, len(started), logged)
        return cls(held, len(started) + 1)

    @property
    def id(self) -> str:
        """Its id in the log."""
        return f"{self._held.run_id}.text{self._number}"

    def say(self, pieces: Iterator[str]) -> None:
        """Logs a text from its beginning, less what readers have of it already."""
        self.text = ""
        for piece in pieces:
            self.text = (self.text + piece)[:_MOST_TEXT]
            common = min(len(self.text), len(self._logged))
            if self.text[:common] != self._logged[:common]:
                self._begin_anew()
            if len(self.text) > len(self._logged):
                self._log_rest()
        if len(self._logged) > len(self.text):
            self._begin_anew()
            self._log_rest()

    def _log_rest(self) -> None:
        rest = self.text[len(self._logged) :]
        self._held.write(*self.unsaid(), TextDelta(message_id=self.id, text=rest))
        self._logged = self.text

    def unsaid(self) -> tuple[TextStarted, ...]:
        """That it begins, told together with its first words; once."""
        unsaid, self._unsaid = self._unsaid, ()
        return unsaid

    def _begin_anew(self) -> None:
        """It says something else than before: readers are told to drop what they have."""
        cut_off = TextFinished(message_id=self.id, text=self._logged, cut_off=True)
        self._number, self._logged = self._number + 1, ""
        self._held.write(cut_off, TextStarted(message_id=self.id))


def _finish(held: Held, message: _Message, used: Used) -> None:
    with held.transaction() as session:
        row = held.locked(session)
        held.spend(row, used)
        row.answer = message.text
        blocks = blocks_of(held.steps, held.results)
        done = TextFinished(message_id=message.id, text=message.text, blocks=blocks)
        log.append(session, row, *message.unsaid(), done, RunFinished(text=message.text))
        held.end(session, row, "completed")


def _brief(held: Held) -> WriteBrief:
    reports = []
    for step in held.steps:
        result = held.results.get(step.id)
        reports.append(
            StepReport(
                title=step.title,
                tool=step.tool,
                status=step.status,
                text=result.text if result else "",
                untrusted=bool(result and result.untrusted),
                data=result.data if result else None,
            )
        )
    reply = held.row.request.get("reply")
    return WriteBrief(held.row.text, tuple(reports), reply)
