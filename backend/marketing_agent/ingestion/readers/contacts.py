"""People's contact data: read for PostgreSQL only, never staged."""

from sqlglot import exp

from marketing_agent.connectors.sdk import Check, Stream
from marketing_agent.ingestion.formats import Field, Form
from marketing_agent.ingestion.readers.base import (
    KEPT_REJECTIONS,
    Contact,
    ReadResult,
    Rejection,
    Source,
    Traits,
    malformed,
)
from marketing_agent.ingestion.readers.cells import typed_rows, value_of
from marketing_agent.ingestion.readers.sql import alias, column, null, sql, text

_FLAGS = ("accepts_email", "accepts_sms")
_COLUMNS = ("customer_key", "email", "first_name", "last_name", "phone", *_FLAGS)


def read_contacts(source: Source, form: Form) -> tuple[Contact, ...]:
    """One contact per customer of the file; the last row of a customer counts."""
    query = contact_select(source, form)
    ranked = exp.select("*").from_(query.subquery("c")).where(sql("customer_key IS NOT NULL"))
    last = ranked.qualify(
        sql("row_number() OVER (PARTITION BY customer_key ORDER BY row_no DESC) = 1")
    )
    named = exp.select(*[column(name) for name in _COLUMNS]).from_(last.subquery("l"))
    return tuple(Contact(*row) for row in source.ask(text(named)).rows)  # type: ignore[arg-type]


def contact_select(source: Source, form: Form) -> exp.Select:
    """SELECT of row_no and a contact's columns."""
    fields = [_key_field(form)]
    for name, headers in form.contacts.items():
        fields.append(Field(name, "bool" if name in _FLAGS else "code", headers))
    missing = [name for name in _COLUMNS if name not in {"customer_key", *form.contacts}]
    values = [value_of(field, source.cells) for field in fields]
    return exp.select(
        column("row_no"),
        *[column(value.name) for value in values],
        *[alias(null("BOOLEAN" if name in _FLAGS else "VARCHAR"), name) for name in missing],
    ).from_(typed_rows(values, source.raw).subquery("typed"))


def _key_field(form: Form) -> Field:
    fields = form.tables.get("customers", ())
    declared = next((field for field in fields if field.name == "customer_key"), None)
    return declared or Field("customer_key", "customer_key", form.contacts["email"])


class ContactsReader:
    """Reads a list of people: nothing of it enters the warehouse."""

    def __init__(self, source: Source, form: Form) -> None:
        self.source = source
        self.form = form
        self.kind = form.kind
        self.label = form.label

    def check(self) -> Check:
        """Loads the cells that contacts are made of."""
        cells = self.source.cells
        wanted = [h for headers in self.form.contacts.values() for h in headers if cells.has(h)]
        self.source.load(list(dict.fromkeys(cells.position[h] for h in wanted)))
        return Check(ok=True, message="")

    def discover(self) -> list[Stream]:
        """No canonical table."""
        return []

    def traits(self) -> Traits:
        """A list of people does not tell its store."""
        return Traits()

    def read(self) -> ReadResult:
        """Counts the rows and reads the contacts."""
        people = read_contacts(self.source, self.form)
        bad_lines, bad = malformed(self.source, hide=True)
        total = self.source.count(text(exp.select(sql("count(*)")).from_(self.source.raw)))
        nameless = self._without_email()
        rejections = [Rejection(row, "There is no e-mail address.", {}) for row in nameless]
        return ReadResult(
            rows_in=total + bad_lines,
            loaded=len(people),
            rejected=len(nameless) + bad_lines,
            duplicates=total - len(nameless) - len(people),
            rejections=tuple([*bad, *rejections][:KEPT_REJECTIONS]),
            contacts=people,
        )

    def _without_email(self) -> list[int]:
        empty = exp.Is(
            this=self.source.cells.first(self.form.contacts["email"]), expression=exp.null()
        )
        select = exp.select(sql("rowid + 1")).from_(self.source.raw).where(empty)
        return [int(str(row[0])) for row in self.source.ask(text(select)).rows]
