"""Values that a meaning names: a product may be renamed, a code may be gone."""

from collections.abc import Iterator

from marketing_agent.metrics.question import Question

# What a store itself names. Of countries, devices and channels the names stay, and nought is true.
_OF_STORES = frozenset(
    ("product", "variant", "sku", "product_type", "vendor", "collection", "campaign", "flow",
     "discount_code", "segment", "location")
)  # fmt: skip


def named_values(question: Question) -> Iterator[tuple[str, object]]:
    """Every value of the store's own that the question is narrowed to, with its dimension."""
    for one in question.filters:
        value = one.get("value")
        if one["field"] in _OF_STORES and value is not None:
            yield from ((one["field"], each) for each in _each(value))


def _each(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]
