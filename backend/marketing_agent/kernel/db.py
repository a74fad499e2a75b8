"""PostgreSQL sessions. One request, command or job is one transaction, committed at the edge."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlmodel import Session

from marketing_agent.kernel.rls import APP_ROLE

CONNECT_SECONDS = 5


def sqlalchemy_url(url: str) -> str:
    """The same address with the psycopg driver named, as SQLAlchemy wants it."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


class Database:
    """The application's door to PostgreSQL: always as the role that owns nothing."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = sqlalchemy_url(url)
        self.engine: Engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=16,
            pool_pre_ping=True,
            hide_parameters=True,  # an error's text must not carry people's data into the log
            connect_args={"connect_timeout": CONNECT_SECONDS},
        )
        event.listen(self.engine, "connect", _become_app_role)

    @contextmanager
    def transaction(
        self, workspace_id: str | None = None, *, user_id: str | None = None
    ) -> Iterator[Session]:
        """A session that sees one workspace; commits at the end, rolls back on any error."""
        with self._scoped(workspace_id=workspace_id or "", user_id=user_id or "") as session:
            yield session

    @contextmanager
    def system(self) -> Iterator[Session]:
        """A session for what happens before a workspace is known: sign-in, claiming jobs."""
        with self._scoped(scope="system") as session:
            yield session

    @contextmanager
    def _scoped(self, **scope: str) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            _set_scope(session, scope)
            yield session

    def ping(self) -> None:
        """Raises when PostgreSQL does not answer."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Closes the pooled connections."""
        self.engine.dispose()


@contextmanager
def scoped(session: Session, **scope: str) -> Iterator[None]:
    """A part of a transaction in another scope: `workspace_id="…"`, or `scope="system"`.

    For the rare act that must succeed or fail as one across workspaces. After an error there is
    nothing to restore, as the transaction is rolled back.
    """
    session.flush()
    names = ("workspace_id", "scope")
    query = text("SELECT coalesce(current_setting(:name, true), '')")
    before = {n: str(session.scalar(query, {"name": f"app.{n}"})) for n in names}
    _set_scope(session, dict.fromkeys(names, "") | scope)
    yield
    session.flush()
    _set_scope(session, before)


def _set_scope(session: Session, scope: Mapping[str, str]) -> None:
    statement = text("SELECT set_config(:name, :value, true)")
    for name, value in scope.items():
        session.execute(statement, {"name": f"app.{name}", "value": value})


def _become_app_role(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET ROLE {APP_ROLE}")
    cursor.close()
    connection.commit()
