"""The text of a PDF, read in a process that may take little and is nobody: see `pdf_files`.

Bytes come in by standard input, JSON goes out: {"pages": [text, …], "all": number} or {"error": …}.
"""

import json
import resource
import sys

_MEMORY = 1024 * 1024 * 1024
_CPU_SECONDS = 15


def main() -> None:
    """Reads one PDF; what it cannot read it says."""
    most_pages, most_characters = (int(one) for one in sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = _read(sys.stdin.buffer, most_pages, most_characters)
    except MemoryError:
        found = {"error": "large"}
    except Exception:
        found = {"error": "broken"}
    sys.stdout.write(json.dumps(found))


def _read(stream: object, most_pages: int, most_characters: int) -> dict[str, object]:
    import io
    import logging

    from pypdf import PdfReader

    logging.disable()  # it quotes what it reads
    reader = PdfReader(io.BytesIO(stream.read()))  # type: ignore[attr-defined]
    if reader.is_encrypted:
        return {"error": "encrypted"}
    pages: list[str] = []
    left = most_characters
    for number, page in enumerate(reader.pages):
        if number >= most_pages or left <= 0:
            break
        text = page.extract_text()[:left]
        left -= len(text)
        pages.append(text)
    return {"pages": pages, "all": len(reader.pages)}


if __name__ == "__main__":
    main()
