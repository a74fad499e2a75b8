"""The one way out: HTTP calls to addresses that somebody else gave us.

A name is looked up once and screened, and the call goes to the address that was looked at. No
redirect is followed, no proxy of the environment used; time and size are bounded as a whole.
"""

import contextlib
import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from marketing_agent.kernel.addresses import (
    Address,
    AddressRefused,
    Resolve,
    canonical_host,
    read_address,
    resolve_name,
    screened,
)
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.errors import Unavailable

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_AGENT = "marketing-agent"
_SECONDS = 10.0


class Unreachable(Unavailable):
    """No answer: no such name, nobody there, too slow, or not HTTP. Later it may work."""

    code = "outgoing.unreachable"


@dataclass(frozen=True, slots=True)
class Call:
    """One request; `seconds` is for all of it, `most_bytes` for the body of the answer."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = _SECONDS
    most_bytes: int = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `whole` is false where the body was longer than asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a call that only tells something: the status, and what was wrong, if anything.

    `refused` is for an address that may not be called, now or later.
    """

    answer: int | None = None
    problem: str | None = None
    refused: bool = False


class Outgoing:
    """Calls to the open internet, and to hosts that the operator allowed."""

    def __init__(
        self,
        allowed: Sequence[str] = (),
        resolve: Resolve = resolve_name,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._allowed = frozenset(canonical_host(_bracketed(host)) for host in allowed)
        self._resolve = resolve
        self._trust = trust

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """With the hosts of the settings; the conformance kit listens on the loopback."""
        hosts = (settings.outgoing_hosts or "").replace(",", " ").split()
        return cls((*hosts, *_LOOPBACK) if settings.a2a_conformance else hosts)

    def check(self, url: str) -> None:
        """Raises AddressRefused. A name that is not known now may be so later: it passes."""
        address = read_address(url, self._allowed)
        with contextlib.suppress(Unreachable):
            self._places(address, time.monotonic() + _SECONDS)

    def host_of(self, url: str) -> str:
        """The host in its one spelling, with the port where it is another; AddressRefused."""
        return read_address(url, self._allowed).authority

    def send(self, call: Call) -> Answer:
        """Raises AddressRefused, and Unreachable where no answer came."""
        deadline = time.monotonic() + call.seconds
        address = read_address(call.url, self._allowed)
        places = self._places(address, deadline)
        line = _Line(address, places, deadline, self._trust)
        try:
            return _exchange(line, address, call)
        except (OSError, http.client.HTTPException, ValueError) as error:
            late = line.cut or isinstance(error, TimeoutError)
            why = "No answer came in time." if late else "There was no answer."
            raise Unreachable(why) from error
        finally:
            line.hang_up()

    def tell(self, call: Call) -> Told:
        """Sends it, whatever comes of it; a success is any status of the two hundreds."""
        try:
            status = self.send(call).status
        except AddressRefused as error:
            return Told(problem=error.message, refused=True)
        except Unreachable as error:
            return Told(problem=error.message)
        return Told(status, None if 200 <= status < 300 else f"It answered {status}.")

    def _places(self, address: Address, deadline: float) -> tuple[str, ...]:
        try:
            return _in_time(lambda: screened(address.host, self._resolve, self._allowed), deadline)
        except (OSError, UnicodeError) as error:
            raise Unreachable("There is no such host.") from error


class _Line(http.client.HTTPConnection):
    """A connection to one of the addresses that were screened, cut at the deadline."""

    def __init__(
        self,
        address: Address,
        places: tuple[str, ...],
        deadline: float,
        trust: Callable[[], ssl.SSLContext],
    ) -> None:
        super().__init__(address.host, address.port)
        self._address, self._places, self._deadline = address, places, deadline
        self._trust = trust
        self.cut = False
        self._watch = threading.Timer(max(deadline - time.monotonic(), 0), self._cut)
        self._watch.daemon = True
        self._watch.start()

    def connect(self) -> None:
        """To the first address that answers; the certificate must be the name's."""
        self.sock = self._first()
        if self._address.secure:
            self.sock = self._trust().wrap_socket(
                self.sock, server_hostname=self._address.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def hang_up(self) -> None:
        """Ends the connection and its watch."""
        self._watch.cancel()
        self.close()

    def _first(self) -> socket.socket:
        problem: OSError = OSError("no address")
        for place in self._places:
            try:
                left = max(self._deadline - time.monotonic(), 0.001)
                return socket.create_connection((place, self._address.port), left)
            except OSError as error:
                problem = error
        raise problem

    def _cut(self) -> None:
        """Time is up, whatever is being waited for."""
        self.cut = True
        if self.sock is not None:
            with contextlib.suppress(OSError):
                # Not the one of TLS, which another thread is using.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def _exchange(line: _Line, address: Address, call: Call) -> Answer:
    line.putrequest(call.method, address.path, skip_host=True, skip_accept_encoding=True)
    own = {"Host": address.authority, "Connection": "close", "Accept-Encoding": "identity"}
    length = {"Content-Length": str(len(call.body))} if call.body else {}
    for name, value in ({"User-Agent": _AGENT} | dict(call.headers) | own | length).items():
        line.putheader(name, value)
    line.endheaders(call.body or None)
    with contextlib.closing(line.getresponse()) as answer:
        body = answer.read(call.most_bytes + 1)
        headers = {name.lower(): value for name, value in answer.getheaders()}
    if line.cut:
        raise TimeoutError
    whole = len(body) <= call.most_bytes
    return Answer(answer.status, headers, body[: call.most_bytes], whole)


def _in_time(look_up: Callable[[], tuple[str, ...]], deadline: float) -> tuple[str, ...]:
    """A look-up, which has no bound of its own, given up at the deadline."""
    found: queue.Queue[tuple[str, ...] | Exception] = queue.Queue(1)

    def run() -> None:
        try:
            found.put(look_up())
        except Exception as error:
            found.put(error)

    threading.Thread(target=run, name="look-up", daemon=True).start()
    try:
        got = found.get(timeout=max(deadline - time.monotonic(), 0.001))
    except queue.Empty as error:
        raise TimeoutError from error
    if isinstance(got, Exception):
        raise got
    return got


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
