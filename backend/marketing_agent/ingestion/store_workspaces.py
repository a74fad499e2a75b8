"""One workspace per store: the files of an import go where they belong, as one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from sqlmodel import Session

from marketing_agent.ingestion import repository
from marketing_agent.ingestion.choice import TOGETHER, leave_out, store_of
from marketing_agent.ingestion.errors import NeedsPerson, UnknownStore
from marketing_agent.ingestion.running import JOB, ended
from marketing_agent.ingestion.schemas import (
    SplitTarget,
    SplitToWorkspaces,
    StoreGuess,
    StoreSettings,
)
from marketing_agent.ingestion.tables import ImportFileRow, ImportRow
from marketing_agent.ingestion.telling import tell
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.db import scoped
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, MyWorkspace, Workspace, WorkspaceCreate
from marketing_agent.warehouse.service import Lake

_WRITERS = ("owner", "admin", "marketer")


def split_up(
    session: Session, lake: Lake, caller: Caller, row: ImportRow, wish: SplitToWorkspaces
) -> None:
    """Makes or finds a workspace for each store and enqueues the import of its files there."""
    _check(caller)
    stores = [StoreGuess(**store) for store in row.stores]
    wanted = _settings(stores, wish.stores)
    here = tenancy.get_workspace(session, caller.workspace_id)
    files = list(repository.files_of(session, row.id))
    done = []
    for store in stores:
        with scoped(session, scope="system"):
            target, created = _workspace(session, caller, here, store, wanted.get(store.name))
        own = [file for file in files if file.name in store.files]
        import_id = _import(session, lake, target, own, decided=created)
        done.append(_placed(store, target, import_id, created=created))
    _close(session, caller, row, files, done)


def _check(caller: Caller) -> None:
    if caller.kind != "user" or caller.user_id is None:
        raise NeedsPerson(
            "An API key belongs to one workspace: sign in to make workspaces, or choose one store."
        )
    tenancy.require_role(caller, "owner", "admin")


def _settings(
    stores: Sequence[StoreGuess], wishes: Sequence[StoreSettings]
) -> Mapping[str, StoreSettings]:
    known = [store.name for store in stores]
    for wish in wishes:
        if wish.store not in known:
            raise UnknownStore(f"There is no store {wish.store!r} here, only {', '.join(known)}.")
    return {wish.store: wish for wish in wishes}


def _workspace(
    session: Session,
    caller: Caller,
    here: Workspace,
    store: StoreGuess,
    wish: StoreSettings | None,
) -> tuple[Workspace, bool]:
    """The store's workspace, and whether it is new. Needs a system scope."""
    if store.held_here and wish is None:
        return here, False
    wish = wish or StoreSettings(store=store.name)
    new = WorkspaceCreate(
        name=wish.name or store.name[:120],
        timezone=wish.timezone or here.timezone,
        currency=wish.currency or store.currency or here.currency,
        slug=wish.slug or tenancy.slug_of(wish.name or store.name),
    )
    user_id = str(caller.user_id)
    not_it = here.id if store.held_here is False else None
    mine = {one.slug: one for one in tenancy.workspaces_of(session, user_id) if one.id != not_it}
    for slug in _slugs(str(new.slug)):
        found = mine.get(slug)
        if found and _fits(found, new):
            return found, False
        if tenancy.find_workspace(session, slug) is None:
            return tenancy.create_workspace(
                session, new.model_copy(update={"slug": slug}), user_id
            ), True
    raise AssertionError("numbers do not end")


def _slugs(slug: str) -> Iterator[str]:
    """The slug, then with numbers: a workspace of that name may be another store's."""
    yield slug
    for number in count(2):
        yield f"{slug[:58]}-{number}"


def _fits(found: MyWorkspace, new: WorkspaceCreate) -> bool:
    return found.currency == new.currency and found.role in _WRITERS


def _import(
    session: Session,
    lake: Lake,
    target: Workspace,
    files: Sequence[ImportFileRow],
    *,
    decided: bool,
) -> str:
    """Notes and enqueues the import; into a workspace with data of its own it may ask again."""
    row = ImportRow(id=new_id(), workspace_id=target.id, only_store=TOGETHER if decided else None)
    with scoped(session, workspace_id=target.id):
        session.add(row)
        session.flush()
        session.add_all(_copy(file, row, place) for place, file in enumerate(files))
        jobs.enqueue(session, target.id, JOB, {"import_id": row.id})
        tell(session, row, "import.accepted", files=len(files))
    for file in files:
        if file.sha256:
            lake.share(file.workspace_id, target.id, file.sha256)
    return row.id


def _copy(file: ImportFileRow, row: ImportRow, place: int) -> ImportFileRow:
    return ImportFileRow(
        id=new_id(),
        workspace_id=row.workspace_id,
        import_id=row.id,
        position=place,
        name=file.name,
        sha256=file.sha256,
        size=file.size,
        status="refused" if file.status == "refused" else "pending",
        reason=file.reason if file.status == "refused" else None,
    )


def _placed(store: StoreGuess, target: Workspace, import_id: str, *, created: bool) -> StoreGuess:
    place = SplitTarget(
        workspace_id=target.id,
        workspace_slug=target.slug,
        workspace_name=target.name,
        created=created,
        import_id=import_id,
    )
    return store.model_copy(update={"target": place})


def _close(
    session: Session,
    caller: Caller,
    row: ImportRow,
    files: Sequence[ImportFileRow],
    stores: Sequence[StoreGuess],
) -> None:
    for file in files:
        leave_out(file, store_of(stores, file))
    row.status, row.finished_at = "split", now()
    row.stores = [store.model_dump(mode="json") for store in stores]
    targets = [store.target.model_dump() for store in stores if store.target]
    tell(session, row, "import.split", by=caller.user_id, targets=targets)
    ended(session, row)
