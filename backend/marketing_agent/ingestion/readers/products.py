"""The reader of products exports: rows that share a handle are variants and images of a product."""

from dataclasses import replace
from functools import cached_property

from sqlglot import exp

from marketing_agent.connectors.sdk import Check, Stream
from marketing_agent.ingestion.formats import Field, Form
from marketing_agent.ingestion.readers.base import (
    KEPT_REJECTIONS,
    ReadResult,
    Source,
    Traits,
    malformed,
    rejected_values,
)
from marketing_agent.ingestion.readers.cells import Value, typed_rows, value_of
from marketing_agent.ingestion.readers.fates import fate_counts, rejections_of
from marketing_agent.ingestion.readers.sql import (
    alias,
    coalesce,
    column,
    create_table,
    create_view,
    sql,
    text,
)
from marketing_agent.warehouse.schemas import StagedFile

_TYPES = {
    "handle": "text", "title": "text", "vendor": "text", "product_type": "text",
    "category": "text", "status": "lower", "published": "bool", "tags": "text", "sku": "code",
    "option1": "text", "option2": "text", "option3": "text", "price": "money",
    "compare_at": "money", "cost": "money", "barcode": "code", "inventory_quantity": "count",
}  # fmt: skip
_PRODUCT = ("title", "vendor", "product_type", "category", "status", "published", "tags")
_VARIANT = ("sku", "option1", "option2", "option3", "barcode", "inventory_quantity")
_MONEY = ("price", "compare_at", "cost")


class ProductsReader:
    """Reads products and their variants, classic and new form alike."""

    def __init__(self, source: Source, form: Form) -> None:
        self.source = source
        self.form = form
        self.kind = form.kind
        self.label = form.label

    @cached_property
    def _fields(self) -> dict[str, Field]:
        return {
            name: Field(name, _TYPES[name], headers) for name, headers in self.form.columns.items()
        }

    @cached_property
    def _keep(self) -> list[str]:
        cells = self.source.cells
        found = [cells.found(field) for field in self._fields.values()]
        return list(dict.fromkeys(cells.position[header] for header in found if header))

    def check(self) -> Check:
        """Loads the cells of products and variants."""
        self.source.load(self._keep)
        return Check(ok=True, message="")

    def discover(self) -> list[Stream]:
        """Products and variants."""
        return [Stream("products", None), Stream("variants", None)]

    def traits(self) -> Traits:
        """A catalogue does not tell its store."""
        return Traits()

    def read(self) -> ReadResult:
        """Types the rows, tells variants from images and stages both tables."""
        source = self.source
        source.run(create_table(f"{source.name}_typed", self._typed()))
        source.run(create_table(f"{source.name}_rows", self._judged()))
        bad_lines, bad = malformed(source, hide=False)
        counts = fate_counts(source)
        result = ReadResult(
            rows_in=counts.total + bad_lines,
            loaded=counts.loaded,
            rejected=counts.rejected + bad_lines,
            duplicates=counts.duplicates,
            staged=self._stage() if counts.loaded else (),
            rejections=(*bad, *rejections_of(source, KEPT_REJECTIONS - len(bad))),
        )
        for view in ("products", "variants"):
            source.drop_view(f"{source.name}_{view}")
        source.drop(f"{source.name}_typed", f"{source.name}_rows")
        return result

    def _typed(self) -> exp.Select:
        values = [self._value(field) for field in self._fields.values()]
        problems = [value.problem for value in values if value.problem is not None]
        problems.append(sql("CASE WHEN handle IS NULL THEN 'Handle is empty' END"))
        judged = exp.select("*", alias(coalesce(problems), "problem")).from_(
            typed_rows(values, self.source.raw).subquery("typed", copy=False)
        )
        cells = rejected_values(self.source, None, self._keep)
        return exp.select(
            column("row_no"),
            column("problem"),
            alias(sql("CASE WHEN problem IS NOT NULL THEN cells END", cells=cells), "cells"),
            *[column(value.name) for value in values],
        ).from_(judged.subquery("judged", copy=False), copy=False)

    def _value(self, field: Field) -> Value:
        value = value_of(field, self.source.cells)
        if field.name not in _MONEY:
            return value
        return replace(value, value=sql("round(amount)::BIGINT", amount=value.value))

    def _judged(self) -> exp.Select:
        """Marks variant rows; of equal handle and options the later row counts."""
        key = sql("concat_ws('|', handle, option1, option2, option3)")
        # An image row has neither options nor a stock keeping unit nor a price.
        is_variant = sql("coalesce(option1, sku, price::VARCHAR) IS NOT NULL")
        later = sql(
            "row_number() OVER (PARTITION BY problem IS NULL, v, k ORDER BY row_no DESC) > 1",
            v=is_variant, k=key,
        )  # fmt: skip
        fate = sql(
            "CASE WHEN problem IS NOT NULL THEN 'rejected' WHEN v AND later THEN 'duplicate' "
            "ELSE 'loaded' END",
            v=is_variant, later=later,
        )  # fmt: skip
        return exp.select(
            "*",
            alias(key, "variant_key"),
            alias(is_variant, "is_variant"),
            alias(fate, "fate"),
        ).from_(f"{self.source.name}_typed", copy=False)

    def _stage(self) -> tuple[StagedFile, ...]:
        source, staged = self.source, []
        rows = f"{source.name}_rows"
        for table, query in (("products", _products()), ("variants", _variants())):
            view = f"{source.name}_{table}"
            loaded = query.from_(rows, copy=False).where(sql("fate = 'loaded'"), copy=False)
            source.run(create_view(view, loaded))
            if source.count(text(exp.select(sql("count(*)")).from_(view, copy=False))):
                staged.append(source.scratch.stage(table, source.file_id, view))
        return tuple(staged)


def _products() -> exp.Select:
    """One row per handle; a field stands on the product's first row only."""
    fields = [
        alias(sql("arg_min(cell, row_no) FILTER (cell IS NOT NULL)", cell=column(name)), name)
        for name in _PRODUCT
    ]
    return exp.select(alias(column("handle"), "product_id"), *fields).group_by(column("handle"))


def _variants() -> exp.Select:
    money = [alias(column(name), f"{name}_minor") for name in _MONEY]
    return (
        exp.select(column("variant_key"), alias(column("handle"), "product_id"))
        .select(*[column(name) for name in _VARIANT], *money)
        .where(sql("is_variant"), copy=False)
    )
