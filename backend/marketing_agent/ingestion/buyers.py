"""Contact data of people who bought: from orders exports to PostgreSQL, once the import is done.

It is a job of its own, so that nobody waits for it to see figures. What orders say fills gaps
only: a list of customers knows names and consent better, whenever it came.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlglot import exp

from marketing_agent.ingestion import repository
from marketing_agent.ingestion.decoding import decode
from marketing_agent.ingestion.readers.base import Source, Store
from marketing_agent.ingestion.readers.cells import code, instant, keyed_hash
from marketing_agent.ingestion.readers.sql import alias, coalesce, create_table, sql
from marketing_agent.ingestion.running import locked
from marketing_agent.ingestion.tables import ImportFileRow, ImportRow
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.time import store_today
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Scratch, open_warehouse

JOB = "ingestion.buyers"
_BLOCK = 5000
# The person who pays is the customer; who receives the goods may be somebody else.
_HEADERS = ("email", "phone", "billing phone", "billing name", "accepts marketing", "created at")
# What the latest order says counts; an order that does not say is passed over.
_BUYERS = """
CREATE TEMP TABLE buyers AS
SELECT row_number() OVER () AS n, * FROM (
    SELECT customer_key, arg_max(email, moment) AS email,
        arg_max(split_part(name, ' ', 1), moment) AS first_name,
        arg_max(nullif(trim(substr(name, length(split_part(name, ' ', 1)) + 1)), ''), moment)
            AS last_name,
        arg_max(phone, moment) AS phone,
        arg_max(lower(consent) IN ('yes', 'true'), moment) AS accepts_email
    FROM buyer_cells WHERE customer_key IS NOT NULL GROUP BY customer_key
)
"""
_PAGE = """
SELECT customer_key, email, first_name, last_name, phone, accepts_email FROM buyers
WHERE n > $done AND n <= $upto ORDER BY n
"""
_COLUMNS = ("customer_key", "email", "first_name", "last_name", "phone", "accepts_email")
Row = dict[str, object]


def keep_buyers(database: Database, settings: Settings, workspace_id: str, import_id: str) -> None:
    """Adds the buyers of an import's orders files to the contacts; again changes nothing."""
    warehouse = open_warehouse(settings)
    with locked(database, workspace_id), database.transaction(workspace_id) as session:
        row = session.get(ImportRow, import_id)
        files = [file for file in repository.files_of(session, import_id) if _has_buyers(file)]
        if row is None or row.status != "completed" or not files:
            return
        workspace = tenancy.get_workspace(session, workspace_id)
        known: Row = {"workspace_id": workspace_id, "import_id": import_id, "accepts_sms": None}
        with warehouse.scratch(workspace_id, import_id) as scratch:
            for file in files:
                with warehouse.lake.local_copy(workspace_id, file.sha256 or "") as raw:
                    for rows in _buyers(scratch, workspace, settings.hash_key, file, raw):
                        repository.fill_contacts(session, [known | one for one in rows])


def _has_buyers(file: ImportFileRow) -> bool:
    return file.kind == "orders" and file.status == "loaded"


def _buyers(
    scratch: Scratch, workspace: Workspace, key: bytes, file: ImportFileRow, raw: Path
) -> Iterator[list[Row]]:
    today = store_today(workspace.timezone)
    store = Store(workspace.timezone, workspace.currency, key, today)
    decoded = decode(raw, scratch.work_dir)
    source = Source(scratch, file.id, file.name, f"b{file.position}", decoded, store)
    position = source.cells.position
    source.load([position[header] for header in _HEADERS if header in position])
    source.run(create_table("buyer_cells", _cells(source)))
    source.run(_BUYERS)
    done = 0
    while rows := source.ask(_PAGE, done=done, upto=done + _BLOCK).rows:
        yield [dict(zip(_COLUMNS, _without_nul(row), strict=True)) for row in rows]
        done += _BLOCK
    source.drop("buyer_cells", "buyers")
    source.drop_raw()


def _cells(source: Source) -> exp.Select:
    cells = source.cells
    phones = [code(cells.raw(header)) for header in ("phone", "billing phone")]
    moment = instant(cells.raw("created at"), source.decoded.decimal_mark)
    return exp.select(
        alias(keyed_hash(cells.raw("email")), "customer_key"),
        alias(sql("trim(cell)", cell=cells.raw("email")), "email"),
        alias(sql("trim(cell)", cell=cells.raw("billing name")), "name"),
        alias(coalesce(phones), "phone"),
        alias(cells.raw("accepts marketing"), "consent"),
        alias(moment, "moment"),
    ).from_(source.raw)


def _without_nul(row: tuple[object, ...]) -> list[object]:
    """PostgreSQL text holds no NUL."""
    return [cell.replace("\x00", "") if isinstance(cell, str) else cell for cell in row]
