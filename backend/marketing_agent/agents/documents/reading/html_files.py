"""The words of a web page. Nothing of it is loaded, run or kept as markup."""

import re
from html.parser import HTMLParser

_SILENT = {"script", "style", "template", "noscript", "svg", "head"}
_HEADINGS = {f"h{n}": "#" * n for n in range(1, 7)}
_BLOCKS = {
    "p", "div", "li", "tr", "br", "section", "article", "table", "ul", "ol", "dd", "dt", "pre",
    "blockquote", "header", "footer", "main", "nav", "figcaption", *_HEADINGS,
}  # fmt: skip


class _Words(HTMLParser):
    """Text with headings marked as in Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _HEADINGS:
            self.parts.append(f"\n\n{_HEADINGS[tag]} ")
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            # What was left open inside ends with it.
            del self._silent[self._silent.index(tag) :]
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(" ".join(data.split("\n")))


def words_of(page: str) -> str:
    """The page's text, headings marked with `#`."""
    parser = _Words()
    parser.feed(page)
    parser.close()
    text = re.sub(r"[ \t\u00a0]+", " ", "".join(parser.parts))
    return re.sub(r" ?\n ?(?:\n ?)+", "\n\n", text).strip()
