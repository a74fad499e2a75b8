"""A letter as a mail, and as what a chat is posted. Text of the store is markup in neither."""

import html
import re
from typing import Any

from marketing_agent.insights.delivery.letters import Letter, Line

OPEN = "Open Marketing Agent"
WHY = "You get this because you were chosen under Settings, Alerts. It is changed there."
_BREAK = "\u200b"  # of no width: it parts what chats would read as a mention or a link
_HEADER, _SECTION = 150, 3000


def as_text(letter: Letter) -> str:
    """The plain part of a mail."""
    lines = [f"{one.severity}: {one.title}\n{one.body}\n{one.link}" for one in letter.lines]
    ends = [_more(letter)] if letter.more else []
    return "\n\n".join([letter.lead, *lines, *ends, f"{OPEN}: {letter.link}", WHY]) + "\n"


def as_html(letter: Letter) -> str:
    """The other part: paragraphs, a list, links; nothing is loaded from anywhere."""
    items = "".join(f"<li>{_item(one)}</li>" for one in letter.lines)
    parts = [
        f"<p>{html.escape(letter.lead)}</p>",
        f"<ul>{items}</ul>" if items else "",
        f"<p>{_more(letter)}</p>" if letter.more else "",
        f"<p>{_anchor(letter.link, OPEN)}</p>",
        f"<p><small>{WHY}</small></p>",
    ]
    head = '<!doctype html><html lang="en"><meta charset="utf-8">'
    return f"{head}<body>{''.join(parts)}</body></html>"


def as_chat(letter: Letter) -> dict[str, Any]:
    """`text` for notices and for chats that know no blocks; `blocks` for those that do."""
    shown = "".join(f"\n• {_escaped(_told(one))}" for one in letter.lines)
    more = f"\n{_more(letter)}" if letter.more else ""
    link = f"<{letter.link}|{OPEN}>"
    return {
        "text": f"{_escaped(letter.subject)}{shown}{more}\n{link}",
        "blocks": [
            {"type": "header", "text": _plain(letter.subject, _HEADER)},
            {"type": "section", "text": _plain(letter.lead, _SECTION)},
            *(_block(one) for one in letter.lines),
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": f"{more.strip()} {link}".strip()},
            },
        ],
    }


def _item(line: Line) -> str:
    title = _anchor(line.link, line.title)
    return f"<strong>{line.severity}: {title}</strong><br>{html.escape(line.body)}"


def _anchor(link: str, words: str) -> str:
    return f'<a href="{html.escape(link)}">{html.escape(words)}</a>'


def _block(line: Line) -> dict[str, Any]:
    return {"type": "section", "text": _plain(f"{_told(line)}\n{line.body}", _SECTION)}


def _told(line: Line) -> str:
    return f"{line.severity}: {line.title}"


def _plain(words: str, most: int) -> dict[str, Any]:
    """Text in which a chat reads no marks at all; some that only look like Slack do."""
    harmless = _harmless(words)
    cut = harmless if len(harmless) <= most else harmless[: most - 1] + "…"
    return {"type": "plain_text", "text": cut, "emoji": False}


def _escaped(words: str) -> str:
    """For where marks are read: `<!channel>` and links begin with one of these."""
    return html.escape(_harmless(words), quote=False)


def _harmless(words: str) -> str:
    """Nobody is called by an @, and a bracket makes no link."""
    return re.sub(r"@(?=\w)|\](?=\()", lambda found: found[0] + _BREAK, words)


def _more(letter: Letter) -> str:
    return f"And {letter.more:,} more."
