"""Web addresses that people and other agents give us: read in one way, and screened.

A name is looked up once; each of its addresses must be one of the open internet, and the call goes
to those same addresses. Hosts that the operator's setting names may also be private.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from marketing_agent.kernel.errors import Invalid

Resolve = Callable[[str], Sequence[str]]
"""The addresses of a name, as text; raises OSError when it has none."""
_IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_LONGEST = 2048
# One reading only: no user, no backslash, no fragment, nothing that is encoded in the host.
_URL = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[0-9A-Fa-f:.]{2,45}\]|[^\s\x00-\x20/?#@:\\\[\]%]{1,253})"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>[/?][!$-\[\]-~]*)?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# A last label that is a number makes the whole an IPv4 address to some readers.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def _networks(*given: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(one) for one in given)


# What the registries of special addresses hold, and the wire server of one cloud.
_PRIVATE: Final = _networks(
    "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
    "::1/128", "fc00::/7",
)  # fmt: skip
_NEVER: Final = _networks(
    "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "168.63.129.16/32", "100.100.100.200/32", "fd00:ec2::254/128", "fd20:ce::254/128",
    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)  # fmt: skip
_OPEN_V6: Final = ipaddress.IPv6Network("2000::/3")
# IPv6 addresses whose last four bytes are the IPv4 address that is meant.
_EMBEDDING: Final = _networks("::ffff:0:0/96", "64:ff9b::/96")


class AddressRefused(Invalid):
    """Calls do not go there. Says nothing of what a name led to."""

    code = "outgoing.refused"


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in its one reading: the host in lower-case ASCII, the path with the query."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host, and the port unless it is the usual one, as the `Host` header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.secure else 80
        return host if self.port == usual else f"{host}:{self.port}"


def read_address(url: str, allowed: frozenset[str] = frozenset()) -> Address:
    """The parts of a URL; raises AddressRefused. Plain http is for allowed hosts alone."""
    found = _URL.fullmatch(url) if len(url) <= _LONGEST else None
    if found is None:
        raise AddressRefused("This is not an address of the form https://host/path.")
    host = canonical_host(found["host"])
    secure = found["scheme"].lower() == "https"
    if not secure and host not in allowed:
        raise AddressRefused("The address must begin with https://.")
    port = int(found["port"] or (443 if secure else 80))
    if not 0 < port < 65_536:
        raise AddressRefused("A port is a number from 1 to 65535.")
    path = found["path"] or "/"
    return Address(secure, host, port, path if path.startswith("/") else f"/{path}")


def canonical_host(host: str) -> str:
    """A host in its one spelling; raises AddressRefused for what readers could take differently."""
    if host.startswith("["):
        return _canonical_v6(host[1:-1])
    try:
        named = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise AddressRefused("This host is not one.") from error
    labels = named.split(".")
    if not named or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressRefused("This host is not one.")
    return _canonical_v4(named) if _NUMBER.fullmatch(labels[-1]) else named


def _canonical_v6(host: str) -> str:
    try:
        return str(ipaddress.IPv6Address(host))
    except ValueError as error:
        raise AddressRefused("This host is not one.") from error


def _canonical_v4(host: str) -> str:
    """Short, octal, hexadecimal and one-number forms are refused, not read."""
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise AddressRefused("An IPv4 address is four numbers from 0 to 255.") from error


def screened(host: str, resolve: Resolve, allowed: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The addresses that a call to the host may go to; OSError where a name has none.

    One address that is refused refuses them all.
    """
    given = (host,) if _is_literal(host) else tuple(dict.fromkeys(resolve(host)))
    if not all(may_call(one, private=host in allowed) for one in given):
        raise AddressRefused("Calls do not go to this address.")
    return given


def may_call(address: str, *, private: bool = False) -> bool:
    """Whether an IP address is one of the open internet, or a private one where those may be."""
    if "%" in address:  # a zone: such addresses are link-local
        return False
    ip = _meant(ipaddress.ip_address(address))
    if _within(ip, _NEVER):
        return False
    if _within(ip, _PRIVATE):
        return private
    return ip.version == 4 or ip in _OPEN_V6


def _meant(ip: _IP) -> _IP:
    if _within(ip, _EMBEDDING):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


def _within(ip: _IP, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    return any(ip in network for network in networks)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def resolve_name(name: str) -> tuple[str, ...]:
    """What the system's resolver knows."""
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[4][0]) for place in found))
