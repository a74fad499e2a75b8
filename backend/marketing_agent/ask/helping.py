"""What a language model is asked when the parser would ask back: a query first, else one SELECT.

No database session is held here, and nothing that a model says is acted on before `drafts` has
checked it. Whatever goes wrong ends as a question back.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from marketing_agent.ask.briefing import brief, clean, sql_brief
from marketing_agent.ask.cache import Meaning
from marketing_agent.ask.drafts import Drafting, told
from marketing_agent.ask.reader import QuestionReader, ReaderFailed, Spent
from marketing_agent.ask.refusals import refusal
from marketing_agent.ask.schemas import Assumption, ModelUse, Parsed
from marketing_agent.ask.values import ValueIndex
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_schemas import MetricCatalogue
from marketing_agent.metrics.question import Question
from marketing_agent.tenancy.schemas import Workspace

# Why the parser asks back, where a better reader may know more. A name with two meanings and a
# bound that holds for nothing are for the asker to settle; no words can help a missing file.
_HELPED = frozenset(
    ("no_metric", "unknown_word", "bad_time", "invalid_pair", "too_long", "unsupported_query")
)
Did = Literal["read", "wrote_sql", "asked_back", "failed"]
_MOST_CHARACTERS = 2_000
_MESSAGE_LENGTH = 300
_LINKS = ("://", "www.")
_SQL_NOTE = Assumption(slot="sql", text="Answered by SQL that a model wrote, not by these metrics")


@dataclass(frozen=True, slots=True)
class Helped:
    """What came of asking a model: a meaning, or in `parsed` a question back."""

    parsed: Parsed
    meaning: Meaning | None
    use: ModelUse
    spent: Spent


@dataclass(frozen=True, slots=True)
class Help:
    """A model, and the question that the parser had a doubt about."""

    reader: QuestionReader
    catalogue: MetricCatalogue
    check: Callable[[SemanticQuery], None]
    index: ValueIndex
    prompt: str
    before: Meaning | None
    doubt: Parsed
    today: date
    may_write_sql: bool

    def read(self) -> Helped:
        """Asks for a semantic query, and where none can say it for SQL; a failure is told."""
        try:
            return self._query(time.monotonic() + self.reader.patience_s)
        except ReaderFailed as error:
            message = f"{self.doubt.message or ''} {error.message}".strip()
            parsed = self.doubt.model_copy(update={"outcome": "clarify", "message": message})
            return self._helped(parsed, None, "failed", error.spent, error.reason)

    def _query(self, deadline: float) -> Helped:
        drafting = self._drafting()
        told_of = brief(
            self.prompt, self.doubt.message or "", self.before, self.catalogue, self.index
        )
        reply, spent = self.reader.read(told_of, drafting.check_reply, _left(deadline))
        if reply.kind == "query" and reply.query is not None:
            question = drafting.question(reply.query)
            parsed = Parsed(outcome="answer", question=question, assumptions=told(question))
            return self._helped(parsed, question, "read", spent)
        if reply.kind == "needs_sql" and self.may_write_sql:
            return self._statement(drafting, deadline, spent)
        return self._back(reply.message, spent)

    def _statement(self, drafting: Drafting, deadline: float, spent: Spent) -> Helped:
        told_of = sql_brief(self.prompt, self.before, self.catalogue.currency)
        try:
            reply, more = self.reader.write(told_of, drafting.check_sql, _left(deadline))
        except ReaderFailed as error:
            raise ReaderFailed(error.reason, error.message, spent + error.spent) from error
        if reply.kind == "sql" and reply.sql:
            statement = drafting.statement(reply.sql)
            parsed = Parsed(outcome="answer", assumptions=(_SQL_NOTE,))
            return self._helped(parsed, statement, "wrote_sql", spent + more)
        return self._back(reply.message, spent + more)

    def _drafting(self) -> Drafting:
        before = self.before
        said = before.model_dump_json() if isinstance(before, Question) else before or ""
        words = f"{self.prompt} {said}"
        return Drafting(self.check, self.catalogue, self.index, words, self.today)

    def _back(self, message: str | None, spent: Spent) -> Helped:
        """The model's own question, as plain text on one line; else the parser's."""
        text = clean(message or "", _MESSAGE_LENGTH)
        usable = text and not any(link in text.lower() for link in _LINKS)
        parsed = self.doubt.model_copy(update={"message": text}) if usable else self.doubt
        return self._helped(parsed, None, "asked_back", spent)

    def _helped(
        self,
        parsed: Parsed,
        meaning: Meaning | None,
        did: Did,
        spent: Spent,
        reason: str | None = None,
    ) -> Helped:
        use = ModelUse(
            name=self.reader.name,
            did=did,
            reason=reason,
            tokens_in=spent.tokens_in,
            tokens_out=spent.tokens_out,
            cost=spent.cost,
        )
        return Helped(parsed, meaning, use, spent)


def may_help(doubt: Parsed, prompt: str, workspace: Workspace) -> bool:
    """Whether a model may be asked: there is data, and the reason to ask back is one it can lift.

    A question too long for the parser was not looked at for what is refused: that happens here.
    """
    if doubt.outcome != "clarify" or doubt.code not in _HELPED or not workspace.warehouse_version:
        return False
    if doubt.code == "too_long":
        return len(prompt) <= _MOST_CHARACTERS and refusal(prompt) is None
    return True


def _left(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())
