"""PostgreSQL sessions. One request, command or job is one transaction, committed at the edge."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlmodel import Session

from marketing_agent.kernel.notices import Notices
from marketing_agent.kernel.pooled import check_on_checkout
from marketing_agent.kernel.rls import APP_ROLE

CONNECT_SECONDS = 5
_NOT_AWAITED = {"synchronous_commit": "off"}


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
            hide_parameters=True,  # an error's text must not carry people's data into the log
            connect_args={"connect_timeout": CONNECT_SECONDS},
        )
        event.listen(self.engine, "connect", _become_app_role)
        check_on_checkout(self.engine)
        self.notices = Notices(self.url.replace("+psycopg", "", 1))

    @contextmanager
    def transaction(
        self,
        workspace_id: str | None = None,
        *,
        user_id: str | None = None,
        lasting: bool = True,
    ) -> Iterator[Session]:
        """A session that sees one workspace; commits at the end, rolls back on any error.

        Not `lasting`: the commit does not wait for the disk. Only for what nobody would miss after
        a power cut, like counts of use: the last second of it may be gone then, whole
        transactions at a time.
        """
        scope = {"app.workspace_id": workspace_id or "", "app.user_id": user_id or ""}
        with self._scoped(scope if lasting else scope | _NOT_AWAITED) as session:
            yield session

    @contextmanager
    def system(self, *, lasting: bool = True) -> Iterator[Session]:
        """A session for what happens before a workspace is known: sign-in, claiming jobs."""
        scope = {"app.scope": "system"}
        with self._scoped(scope if lasting else scope | _NOT_AWAITED) as session:
            yield session

    @contextmanager
    def _scoped(self, scope: Mapping[str, str]) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            _set(session, scope)
            yield session

    def ping(self) -> None:
        """Raises when PostgreSQL does not answer."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Closes the pooled connections, and the one that hears notices."""
        self.notices.close()
        self.engine.dispose()


@contextmanager
def scoped(session: Session, **scope: str) -> Iterator[None]:
    """A part of a transaction in another scope: `workspace_id="…"`, or `scope="system"`.

    For the rare act that must succeed or fail as one across workspaces. After an error there is
    nothing to restore, as the transaction is rolled back.
    """
    session.flush()
    names = ("app.workspace_id", "app.scope")
    query = text("SELECT coalesce(current_setting(:name, true), '')")
    before = {name: str(session.scalar(query, {"name": name})) for name in names}
    _set(session, dict.fromkeys(names, "") | {f"app.{n}": value for n, value in scope.items()})
    yield
    session.flush()
    _set(session, before)


def _set(session: Session, settings: Mapping[str, str]) -> None:
    """Settings of this transaction, all in one round trip.

    Every request and answer begins with it: the driver is told directly, which spares a third.
    """
    pairs = tuple(part for pair in settings.items() for part in pair)
    session.connection().exec_driver_sql(_setting(len(settings)), pairs)


@cache
def _setting(many: int) -> str:
    return "SELECT " + ", ".join(["set_config(%s, %s, true)"] * many)


def _become_app_role(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET ROLE {APP_ROLE}")
    cursor.close()
    connection.commit()
