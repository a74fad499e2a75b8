"""Reads and writes of passages; the transaction's scope keeps workspaces apart."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, text
from sqlmodel import Session, col, select

from marketing_agent.agents.search.tables import PassageRow

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_EXTENSION = text("SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'vector')")
_ADD = text(
    """
    INSERT INTO passage (workspace_id, source, source_id, number, document_id, listed, title,
      heading, page, body, words, grams, embedding, embedded_by, digest)
    VALUES (:workspace_id, :source, :source_id, :number, :document_id, :listed, :title,
      :heading, :page, :body,
      setweight(to_tsvector('english', :title), 'B')
        || setweight(to_tsvector('english', coalesce(:heading, '')), 'A')
        || to_tsvector('english', :body),
      :grams, CAST(:embedding AS real[]), :embedded_by, :digest)
    """
)
_TELLING = text(
    """
    SELECT word, (SELECT count(*) FROM passage p WHERE p.words @@ plainto_tsquery('english', word)),
      (SELECT count(*) FROM passage)
    FROM unnest(CAST(:words AS text[])) AS word
    """
)
_LEXICAL = text(
    """
    WITH asked AS (
      SELECT plainto_tsquery('english', word) AS query, weight
      FROM unnest(CAST(:words AS text[]), CAST(:weights AS float8[])) AS given(word, weight))
    SELECT source, source_id, number, title, heading, page
    FROM open_passages(CAST(:sources AS text[]), CAST(:documents AS text[]))
    JOIN asked ON words @@ query
    GROUP BY source, source_id, number, title, heading, page
    ORDER BY sum(weight * ts_rank('{0.25, 0.3, 0.5, 0.7}', words, query, 1)) DESC,
      source, source_id, number
    LIMIT :most
    """
)
_NEAR = text(
    """
    SELECT source, source_id, number, title, heading, page
    FROM open_passages(CAST(:sources AS text[]), CAST(:documents AS text[]))
    WHERE embedded_by = :by
    ORDER BY CAST(embedding AS vector) <=> CAST(:vector AS vector), source, source_id, number
    LIMIT :most
    """
)
_ALIKE = text(
    """
    WITH given AS (SELECT CAST(:grams AS text[]) AS grams)
    SELECT source, source_id, number, title, heading, page FROM (
      SELECT source, source_id, number, title, heading, page, cardinality(ARRAY(
        SELECT unnest(found.grams) INTERSECT SELECT unnest(given.grams)))::float8
        / greatest(cardinality(found.grams), 1) AS alike
      FROM open_passages(CAST(:sources AS text[]), CAST(:documents AS text[])) found, given
      WHERE found.grams && given.grams) AS compared
    WHERE alike >= :least
    ORDER BY alike DESC, source, source_id, number
    LIMIT :most
    """
)
_MARKED = text(
    """
    SELECT source, source_id, number, ts_headline('english', body,
      websearch_to_tsquery('english', :query),
      'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', MaxFragments=2, MinWords=30, '
        || 'MaxWords=60, FragmentDelimiter=" … "')
    FROM passage
    WHERE (source, source_id, number) IN (
      SELECT * FROM unnest(CAST(:sources AS text[]), CAST(:ids AS text[]), CAST(:numbers AS int[])))
    """
)


class Found(NamedTuple):
    """Where a passage is, and what it is called."""

    source: str
    source_id: str
    number: int
    title: str
    heading: str | None
    page: int | None

    @property
    def place(self) -> tuple[str, str, int]:
        """What tells it from every other."""
        return self.source, self.source_id, self.number


def lock(session: Session, name: str) -> None:
    """Waits for others who index the same, until the transaction ends."""
    session.execute(_LOCK, {"name": name})


def has_vectors(session: Session) -> bool:
    """Whether the database compares vectors."""
    return bool(session.scalar(_EXTENSION))


def digests(session: Session, source: str) -> dict[str, tuple[str, str | None]]:
    """By id of a thing, what its passages were made from and whose vectors they have."""
    query = select(PassageRow.source_id, PassageRow.digest, PassageRow.embedded_by).where(
        PassageRow.source == source, PassageRow.number == 0
    )
    return {one: (digest, by) for one, digest, by in session.exec(query)}


def has_any(session: Session, source: str) -> bool:
    query = select(PassageRow.number).where(PassageRow.source == source).limit(1)
    return session.exec(query).first() is not None


def has_other(session: Session, by: str, cut: str) -> bool:
    """Whether any passage has vectors of another model, or is of a document cut in another way."""
    is_cut_so = col(PassageRow.digest).startswith(cut, autoescape=True)
    query = select(PassageRow.number).where(
        col(PassageRow.embedded_by).is_distinct_from(by)
        | ((col(PassageRow.source) == "document") & ~is_cut_so)
    )
    return session.exec(query.limit(1)).first() is not None


def replace(
    session: Session, source: str, source_id: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Puts these passages in the place of those that the thing had."""
    forget(session, source, [source_id])
    if rows:
        session.execute(_ADD, list(rows))


def forget(session: Session, source: str, ids: Collection[str]) -> None:
    """Drops the passages of things that are gone."""
    gone = delete(PassageRow).where(
        col(PassageRow.source) == source, col(PassageRow.source_id).in_(ids)
    )
    session.execute(gone)


def telling(session: Session, words: Sequence[str]) -> tuple[dict[str, int], int]:
    """In how many passages each word stands, and how many passages there are."""
    rows = session.execute(_TELLING, {"words": list(words)}).all()
    return {row[0]: row[1] for row in rows}, rows[0][2] if rows else 0


def lexical(
    session: Session, weights: Mapping[str, float], scope: Mapping[str, Any], most: int
) -> list[Found]:
    """By words, the rarer the more they count; best first."""
    given = {"words": list(weights), "weights": list(weights.values()), "most": most}
    return _found(session, _LEXICAL, given | dict(scope))


def near(
    session: Session, vector: Sequence[float], by: str, scope: Mapping[str, Any], most: int
) -> list[Found]:
    """By vectors of one model, nearest first."""
    given = {"vector": str(list(vector)), "by": by, "most": most}
    return _found(session, _NEAR, given | dict(scope))


def alike(
    session: Session, grams: Sequence[str], scope: Mapping[str, Any], least: float, most: int
) -> list[Found]:
    """By letters that titles and headings share with the query, however they are spelled."""
    return _found(
        session, _ALIKE, {"grams": list(grams), "least": least, "most": most} | dict(scope)
    )


def marked(session: Session, query: str, places: Sequence[tuple[str, str, int]]) -> dict[Any, str]:
    """Stretches of passages; what was searched for stands between the characters 2 and 3."""
    given = {
        "query": query,
        "sources": [p[0] for p in places],
        "ids": [p[1] for p in places],
        "numbers": [p[2] for p in places],
    }
    return {(row[0], row[1], row[2]): row[3] for row in session.execute(_MARKED, given)}


def _found(session: Session, query: Any, given: Mapping[str, Any]) -> list[Found]:
    return [Found(*row) for row in session.execute(query, dict(given))]
