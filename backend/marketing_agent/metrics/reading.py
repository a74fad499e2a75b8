"""One request's view of one warehouse version."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlmodel import Session

from marketing_agent.kernel.time import store_today
from marketing_agent.metrics import windows
from marketing_agent.metrics.choice import Choice
from marketing_agent.metrics.errors import BadRange
from marketing_agent.metrics.figures import Figurer
from marketing_agent.metrics.loader import load_model
from marketing_agent.metrics.prepared import Prepared, Runner, prepared
from marketing_agent.metrics.semantics import Metric
from marketing_agent.metrics.sources import choose
from marketing_agent.metrics.stored import TemplateKey
from marketing_agent.metrics.tiles import Page
from marketing_agent.metrics.windows import Compare
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

_AS_OF_YEARS = range(1992, 2200)


@dataclass(frozen=True)
class Ask:
    """Days that a caller asks about, as they asked."""

    range: str = windows.DEFAULT_RANGE
    compare: Compare = "previous_period"
    as_of: date | None = None


class Reading:
    """One request's view of one warehouse version."""

    def __init__(
        self, session: Session, warehouse: Warehouse, workspace: Workspace, ask: Ask
    ) -> None:
        self.session = session
        self.warehouse = warehouse
        self.workspace = workspace
        self.ask = ask
        self.model = load_model()
        self.today = _today(workspace, ask.as_of)
        self.window = windows.resolve(ask.range, self.today)

    @cached_property
    def prepared(self) -> Prepared:
        return prepared(self.session, self.warehouse, self.workspace)

    @cached_property
    def runner(self) -> Runner:
        return Runner(self.warehouse, self.workspace, self.prepared, self.today)

    def page(self, figures: Callable[[Runner], Figurer]) -> Page:
        """The shared part of the tiles, with a way to their figures."""
        return Page(
            self.model,
            self.prepared.profile,
            self.workspace.currency,
            self.today,
            self.window,
            self.ask.compare,
            figures(self.runner),
        )

    def sql_id(self, page: Page, metric: Metric) -> str | None:
        """The stored statement of the source that answers the metric."""
        choice = choose(page.question(metric))
        if not isinstance(choice, Choice):
            return None
        name = TemplateKey(kind="kpi", key=metric.key, source=choice.source.name)
        return self.prepared.template(name).id


def _today(workspace: Workspace, as_of: date | None) -> date:
    if as_of and as_of.year not in _AS_OF_YEARS:
        raise BadRange(f"The day {as_of} is outside the years this calendar knows.")
    return as_of or store_today(workspace.timezone)
