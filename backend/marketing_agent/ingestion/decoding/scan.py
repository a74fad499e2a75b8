"""A pass over a file's bytes that proves it clean, without looking at rows one by one.

Quotes are found as array positions. A file is well quoted when every quote that opens a cell
follows a comma or a line end and every quote that closes one stands before one; then a line feed
ends a record exactly when an even number of quotes precedes it.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from marketing_agent.ingestion.decoding.schemas import MAX_RECORD_BYTES

_WINDOW = 1 << 20
_COMMA, _QUOTE, _LF, _CR = (ord(mark) for mark in ',"\n\r')

_Bytes = npt.NDArray[np.uint8]
_Positions = npt.NDArray[np.intp]


@dataclass
class Scan:
    """What the pass saw in the whole stream."""

    utf8: bool = True
    cut_off: bool = False
    """The stream ends within a character of UTF-8."""
    nul: bool = False
    well_quoted: bool = True
    closed: bool = True
    """The last quoted cell is closed."""
    records: int = 0
    """Records that are not blank, the header included."""
    longest_record: int = 0
    """Bytes of the longest record."""
    lf_ends: int = 0
    crlf_ends: int = 0
    bare_cr: bool = False
    """A carriage return that no line feed follows: a line end to some readers even in quotes."""
    open_record_at: int | None = None
    """Where the last record begins, if no line end follows it."""

    @property
    def well_formed(self) -> bool:
        """UTF-8 in which each record can be found by its line end alone."""
        return (
            self.utf8
            and not self.nul
            and self.well_quoted
            and self.closed
            and not self.bare_cr
            and not (self.lf_ends and self.crlf_ends)
        )


def scan(stream: BinaryIO) -> Scan:
    """Reads the stream to its end in windows of whole lines; memory stays within a few windows."""
    scanner = _Scanner()
    for window in _windows(stream):
        scanner.feed(window)
    return scanner.finish()


def _windows(stream: BinaryIO) -> Iterator[bytes]:
    while window := stream.read(_WINDOW):
        yield window if window.endswith(b"\n") else window + stream.readline(MAX_RECORD_BYTES)


class _Scanner:
    def __init__(self) -> None:
        self._seen = Scan()
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._in_quotes = False
        self._open_record = 0
        self._begin = 0

    def feed(self, window: bytes) -> None:
        self._check_text(window)
        self._seen.nul = self._seen.nul or b"\0" in window
        ended = window.endswith(b"\n")
        if not ended:
            window += b"\n"
        data = np.frombuffer(window, dtype=np.uint8)
        quotes = np.flatnonzero(data == _QUOTE)
        self._judge_quotes(data, quotes)
        ends = self._outside(np.flatnonzero(data == _LF), quotes)
        returns = np.flatnonzero(data == _CR) if b"\r" in window else quotes[:0]
        self._judge_ends(data, ends, returns)
        self._seen.open_record_at = None if ended else self._last_record(ends)
        self._count(data, ends)
        self._begin += len(window)
        self._in_quotes ^= bool(len(quotes) % 2)

    def finish(self) -> Scan:
        self._seen.closed = not self._in_quotes
        try:
            self._decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            self._seen.cut_off = True
        return self._seen

    def _check_text(self, window: bytes) -> None:
        try:
            self._decoder.decode(window)
        except UnicodeDecodeError:
            self._seen.utf8 = False
            self._decoder.reset()

    def _judge_quotes(self, data: _Bytes, quotes: _Positions) -> None:
        first_opening = int(self._in_quotes)
        opening, closing = quotes[first_opening::2], quotes[1 - first_opening :: 2]
        before = data[opening[opening > 0] - 1]
        after = data[closing + 1]
        good_start = (before == _COMMA) | (before == _LF) | (before == _QUOTE)
        good_end = (after == _COMMA) | (after == _LF) | (after == _CR) | (after == _QUOTE)
        if not (good_start.all() and good_end.all()):
            self._seen.well_quoted = False

    def _outside(self, marks: _Positions, quotes: _Positions) -> _Positions:
        odd = (np.searchsorted(quotes, marks) + self._in_quotes) % 2
        outside: _Positions = marks[odd == 0]
        return outside

    def _judge_ends(self, data: _Bytes, ends: _Positions, returns: _Positions) -> None:
        crlf = int((data[ends[ends > 0] - 1] == _CR).sum())
        self._seen.crlf_ends += crlf
        self._seen.lf_ends += len(ends) - crlf
        if (data[returns + 1] != _LF).any():
            self._seen.bare_cr = True

    def _last_record(self, ends: _Positions) -> int:
        """Where the record begins that only the end of the stream ends."""
        if len(ends) > 1:
            return self._begin + int(ends[-2]) + 1
        return self._begin - self._open_record

    def _count(self, data: _Bytes, ends: _Positions) -> None:
        if not len(ends):
            self._open_record += len(data)
            self._seen.longest_record = max(self._seen.longest_record, self._open_record)
            return
        sizes = np.diff(ends, prepend=-1) - 1
        sizes[0] += self._open_record
        sizes -= (data[ends - 1] == _CR) & (sizes > 0)
        self._seen.records += int((sizes > 0).sum())
        self._seen.longest_record = max(self._seen.longest_record, int(sizes.max()))
        self._open_record = len(data) - int(ends[-1]) - 1
