"""PDF files written by hand: small ones, encrypted ones, and bombs."""

import zlib
from functools import cache


def pdf(*pages: str, extra: bytes = b"", filler: int = 0) -> bytes:
    """A PDF with a line of text on each page; `filler` bytes of spaces in each, compressed."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, text in enumerate(pages):
        said = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        packed = _packed(f"BT /F1 12 Tf 72 720 Td ({said}) Tj ET ", filler)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + packed + b"\nendstream")
    return _file(objects, extra)


@cache
def _packed(text: str, filler: int) -> bytes:
    """Once for all pages of a bomb that say the same."""
    return zlib.compress(text.encode() + b" " * filler, 9)


def encrypted() -> bytes:
    """A PDF that says it is encrypted."""
    empty = "<" + "00" * 32 + ">"
    guard = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {empty} /U {empty} /P -4 >> /ID [<00> <00>]"
    )
    return pdf("secret", extra=guard.encode())


def _file(objects: list[bytes], extra: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    size = f"<< /Size {len(objects) + 1} /Root 1 0 R ".encode()
    return out + b"trailer\n" + size + extra + f" >>\nstartxref\n{start}\n%%EOF".encode()
