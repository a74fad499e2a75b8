"""Composition root for HTTP: one app that serves the API and the web app."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

import marketing_agent.agents.tools.jobs
import marketing_agent.protocols.a2a.push.jobs  # noqa: F401  (importing listens to what happens)
from marketing_agent import __version__
from marketing_agent.agents.approvals.router import router as approvals_router
from marketing_agent.agents.automations.router import router as automations_router
from marketing_agent.agents.documents.router import router as documents_router
from marketing_agent.agents.frames.router import router as frames_router
from marketing_agent.agents.prompts.router import router as prompts_router
from marketing_agent.agents.remotes.router import router as remotes_router
from marketing_agent.agents.runs.registry import RegistryToolbox
from marketing_agent.agents.runs.router import router as runs_router
from marketing_agent.agents.search.router import router as search_router
from marketing_agent.agents.servers.router import router as servers_router
from marketing_agent.agents.service import GuardedStatements, open_reader
from marketing_agent.agents.tools.router import router as tools_router
from marketing_agent.api import openapi, operations, problems
from marketing_agent.api.idempotency import Idempotency
from marketing_agent.api.middleware import RequestContext
from marketing_agent.api.webapp import WebApp, find_web
from marketing_agent.ask.cases import Desk
from marketing_agent.ask.router import router as ask_router
from marketing_agent.ask.sql.router import router as sql_router
from marketing_agent.boards.reports.router import router as reports_router
from marketing_agent.boards.router import router as boards_router
from marketing_agent.campaigns.router import router as campaigns_router
from marketing_agent.events.feeds import Feeds
from marketing_agent.events.router import router as events_router
from marketing_agent.events.webhooks.router import router as webhooks_router
from marketing_agent.ingestion.origins import file_origins
from marketing_agent.ingestion.router import router as ingestion_router
from marketing_agent.insights.alerts.router import router as alerts_router
from marketing_agent.insights.delivery.router import router as alert_delivery_router
from marketing_agent.insights.inventory.router import router as inventory_router
from marketing_agent.insights.profit.router import router as profit_router
from marketing_agent.insights.router import router as insights_router
from marketing_agent.insights.segments.router import router as segments_router
from marketing_agent.jobs.router import router as jobs_router
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.metrics.query_router import router as query_router
from marketing_agent.metrics.router import router as metrics_router
from marketing_agent.metrics.service import register_files
from marketing_agent.metrics.template_router import router as template_router
from marketing_agent.protocols.a2a.push.router import router as pushes_router
from marketing_agent.protocols.adapter import Given
from marketing_agent.protocols.frames.page import FramePages
from marketing_agent.protocols.oauth.wire import OAuthRoutes
from marketing_agent.protocols.registry import open_doors
from marketing_agent.protocols.router import router as protocols_router
from marketing_agent.tenancy.apps.router import router as apps_router
from marketing_agent.tenancy.router import router as tenancy_router
from marketing_agent.warehouse.sandbox.service import open_sandbox
from marketing_agent.warehouse.service import open_warehouse

_ROUTERS = (
    tenancy_router,
    apps_router,
    ingestion_router,
    metrics_router,
    query_router,
    template_router,
    insights_router,
    inventory_router,
    profit_router,
    segments_router,
    alert_delivery_router,
    alerts_router,
    ask_router,
    sql_router,
    boards_router,
    reports_router,
    tools_router,
    runs_router,
    protocols_router,
    prompts_router,
    documents_router,
    search_router,
    approvals_router,
    automations_router,
    campaigns_router,
    remotes_router,
    servers_router,
    pushes_router,
    frames_router,
    events_router,
    webhooks_router,
    jobs_router,
)


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The app over a migrated database. `app.state.stopping` ends its streams."""
    app = FastAPI(
        title="Marketing Agent",
        version=__version__,
        lifespan=_lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        description="Numbers you can open, from a store's exports.",
        routes=list(_routes()),
    )
    app.state.settings = settings
    app.state.database = database
    app.state.warehouse = open_warehouse(settings)
    app.state.statements = GuardedStatements(settings, app.state.warehouse)
    app.state.desk = Desk(database, app.state.warehouse, settings, open_reader(settings))
    app.state.toolbox = RegistryToolbox(app.state.desk)
    app.state.stopping = threading.Event()
    app.state.feeds = Feeds(database, app.state.stopping.is_set)
    app.openapi = lambda: openapi.build(app)  # type: ignore[method-assign]
    problems.install(app)
    register_files(file_origins)
    _mount(app, settings)
    return app


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """What every app answers: routes keep nothing of an app, and are long to read; so once."""
    api, whole = APIRouter(prefix="/api/v1"), APIRouter()
    for router in _ROUTERS:
        api.include_router(router)
    whole.include_router(api)
    whole.include_router(operations.router)
    return tuple(whole.routes)


def _mount(app: FastAPI, settings: Settings) -> None:
    OAuthRoutes(settings, app.state.database).mount(app)
    FramePages(app.state.desk).mount(app)
    state = app.state
    state.doors = open_doors(Given(state.desk, state.toolbox, state.stopping, state.feeds))
    for door in state.doors:
        door.mount(app)
    app.add_middleware(Idempotency)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(RequestContext)
    folder = find_web(settings.web_dir)
    if folder:
        app.mount("/", WebApp(folder), name="web")


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    open_sandbox(app.state.settings).warm()
    yield
    app.state.stopping.set()
    for door in app.state.doors:
        await door.close()
    app.state.database.dispose()
