"""Statements that never end, or that take all memory, and what the product says of each."""

BOMBS = {
    "one endless call": ("SELECT repeat('x', 2000000000)", {"sql.memory", "sql.deadline"}),
    "its length": ("SELECT length(repeat('x', 2000000000))", {"sql.memory", "sql.deadline"}),
    "recursion": (
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT COUNT(*) FROM r",
        {"sql.deadline"},
    ),
    "recursion in place": (
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT COUNT(*) FROM r",
        {"sql.deadline"},
    ),
    "cross joins": (
        "SELECT COUNT(*) FROM orders AS a, orders AS b, orders AS c, orders AS d",
        {"sql.deadline"},
    ),
    "sorted cross join": (
        "SELECT a.order_id || b.tags AS x FROM orders AS a, orders AS b, orders AS c ORDER BY x",
        {"sql.deadline", "sql.memory"},
    ),
    "a list of everything": (
        "SELECT range(10000000000)",
        {"sql.deadline", "sql.memory", "sql.failed"},
    ),
    "aggregated texts": (
        "SELECT string_agg(repeat(a.order_id, 9999), '') FROM orders AS a, orders AS b",
        {"sql.deadline", "sql.memory", "sql.failed"},
    ),
    "rows without end": (
        "SELECT i FROM range(100000000000) AS t(i) ORDER BY i % 7",
        {"sql.deadline", "sql.memory"},
    ),
}
