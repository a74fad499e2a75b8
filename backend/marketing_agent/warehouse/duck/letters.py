"""Letters that two exports of Klaviyo tell of count once, by the export that counts exactly.

The campaign export and a report of campaign messages name one letter by two ids. Their names and
subjects are what both have, so these and the day tell that two rows are one letter. What a report
of messages rebuilt from rates gives way; a version without the campaign export is built anew and
has it again.
"""

import duckdb

# An A/B test has no subject of its own in the campaign export: the minute of sending tells it then.
_TOLD_TWICE = """
CREATE TEMP TABLE told_twice AS
SELECT DISTINCT m.message_id, m.source_file
FROM email_messages AS m
JOIN email_messages AS c
    ON c.send_date = m.send_date AND c.channel IS NOT DISTINCT FROM m.channel
WHERE m.is_estimated AND NOT c.is_estimated AND (
    lower(c.subject) = lower(m.subject) OR lower(c.name) = lower(m.name)
    OR (c.subject = '[MULTIPLE VARIATIONS]'
        AND date_trunc('minute', c.sent_at) = date_trunc('minute', m.sent_at)))
"""

_DROP = "DELETE FROM email_messages WHERE message_id IN (SELECT message_id FROM told_twice)"

_DROPPED = "SELECT source_file, count(*) FROM told_twice GROUP BY source_file"

# Rows on days that the exact export reaches over, and that it does not tell of by name or subject.
_DOUBTFUL = """
SELECT m.source_file, count(*)
FROM email_messages AS m
JOIN (
    SELECT channel, min(send_date) AS first, max(send_date) AS last
    FROM email_messages WHERE NOT is_estimated GROUP BY channel
) AS c ON c.channel IS NOT DISTINCT FROM m.channel AND m.send_date BETWEEN c.first AND c.last
WHERE m.is_estimated GROUP BY m.source_file
"""


def count_once(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, int], dict[str, int]]:
    """Drops the repeated letters; how many by file, and how many may be repeated unseen."""
    connection.execute(_TOLD_TWICE).fetchall()
    dropped = connection.execute(_DROPPED).fetchall()
    connection.execute(_DROP).fetchall()
    return dict(dropped), dict(connection.execute(_DOUBTFUL).fetchall())
