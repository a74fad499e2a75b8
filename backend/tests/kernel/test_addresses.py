"""Addresses that others give: one reading, and none of a private network in any spelling."""

import ipaddress
import socket
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_agent.kernel.addresses import AddressRefused, may_call, read_address, screened

METADATA = "169.254.169.254"
_FULL_WIDTH = {ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)}
_CIRCLED = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")


def _parts(ip: str) -> list[int]:
    return [int(part) for part in ip.split(".")]


def _number(ip: str) -> int:
    return int(ipaddress.IPv4Address(ip))


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda ip: ip,
    "closing dot": lambda ip: f"{ip}.",
    "one number": lambda ip: str(_number(ip)),
    "one hexadecimal": lambda ip: hex(_number(ip)),
    "one hexadecimal, upper case": lambda ip: hex(_number(ip)).upper().replace("0X", "0X"),
    "one octal": lambda ip: f"0{_number(ip):o}",
    "octal parts": lambda ip: ".".join(f"0{part:o}" for part in _parts(ip)),
    "padded octal parts": lambda ip: ".".join(f"000{part:o}" for part in _parts(ip)),
    "hexadecimal parts": lambda ip: ".".join(hex(part) for part in _parts(ip)),
    "two parts": lambda ip: f"{_parts(ip)[0]}.{_number(ip) & 0xFFFFFF}",
    "three parts": lambda ip: "{}.{}.{}".format(*_parts(ip)[:2], _number(ip) & 0xFFFF),
    "mixed parts": lambda ip: "{}.0x{:x}.{}".format(*_parts(ip)[:2], _number(ip) & 0xFFFF),
    "full-width digits": lambda ip: ip.translate(_FULL_WIDTH),
    "circled digits": lambda ip: ip.translate(_CIRCLED),
    "ideographic dots": lambda ip: ip.replace(".", "。"),
    "mapped": lambda ip: f"[::ffff:{ip}]",
    "mapped, in hexadecimal": lambda ip: f"[::ffff:{_number(ip) >> 16:x}:{_number(ip) & 65535:x}]",
    "mapped, in full": lambda ip: f"[0:0:0:0:0:FFFF:{ip}]",
    "compatible": lambda ip: f"[::{ip}]",
    "NAT64": lambda ip: f"[64:ff9b::{ip}]",
    "local NAT64": lambda ip: f"[64:ff9b:1::{ip}]",
    "6to4": lambda ip: f"[2002:{_number(ip) >> 16:x}:{_number(ip) & 65535:x}::1]",
    "Teredo": lambda ip: f"[2001:0:{_number(ip) >> 16:x}:{_number(ip) & 65535:x}::1]",
    "a user before it": lambda ip: f"hook.example.com@{ip}",
    "a user and a password": lambda ip: f"hook:example.com@{ip}",
    "a backslash": lambda ip: f"{ip}\\@hook.example.com",
    "an encoded host": lambda ip: "".join(f"%{ord(one):02x}" for one in ip),
    "a zone": lambda ip: f"[fe80::{ip}%25eth0]",
}
_PRIVATE = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
)  # fmt: skip


def _as_the_system_reads(name: str) -> list[str]:
    """The most obliging resolver: whatever C's library takes for an IPv4 address."""
    return [socket.inet_ntoa(socket.inet_aton(name))]


def _called(url: str) -> tuple[str, ...]:
    address = read_address(url)
    return screened(address.host, _as_the_system_reads)


@st.composite
def private_addresses(draw: st.DrawFn) -> str:
    network = ipaddress.IPv4Network(draw(st.sampled_from(_PRIVATE)))
    return str(network[draw(st.integers(0, network.num_addresses - 1))])


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("ip", [METADATA, "127.0.0.1", "10.1.2.3", "100.100.100.200"])
def test_no_spelling_of_a_private_address_is_called(spelling: str, ip: str) -> None:
    with pytest.raises(AddressRefused):
        _called(f"https://{SPELLINGS[spelling](ip)}/hook")


@given(private_addresses(), st.sampled_from(sorted(SPELLINGS)), st.integers(1, 65535))
def test_any_private_address_in_any_spelling_is_refused(ip: str, named: str, port: int) -> None:
    with pytest.raises(AddressRefused):
        _called(f"https://{SPELLINGS[named](ip)}:{port}/hook")


@given(st.ip_addresses())
def test_what_is_called_is_of_the_open_internet(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if may_call(str(ip)):
        mapped = getattr(ip, "ipv4_mapped", None) or ip
        nat64 = ipaddress.IPv6Network("64:ff9b::/96")
        meant = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in nat64 else mapped
        assert meant.is_global
        assert not meant.is_multicast


@pytest.mark.parametrize(
    "address",
    ["::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
     "168.63.129.16", "192.0.0.192", "255.255.255.255", "::ffff:0:127.0.0.1"],
)  # fmt: skip
def test_special_addresses_are_not_called(address: str) -> None:
    assert not may_call(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "64:ff9b::93.184.215.14"])
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert may_call(address)


@pytest.mark.parametrize("address", [METADATA, "0.0.0.1", "224.0.0.1", "fd00:ec2::254", "fe80::1"])
def test_no_setting_opens_metadata_or_link_local(address: str) -> None:
    assert may_call("127.0.0.1", private=True)
    assert not may_call(address, private=True)


def test_one_refused_address_refuses_the_name() -> None:
    with pytest.raises(AddressRefused):
        screened("hook.example.com", lambda _name: ["93.184.215.14", "10.0.0.1"])
    found = screened("hook.example.com", lambda _name: ["93.184.215.14", "2606:4700::1111"])
    assert found == ("93.184.215.14", "2606:4700::1111")


@pytest.mark.parametrize(
    "url",
    ["", "https://", "hook.example.com/x", "ftp://hook.example.com/", "file:///etc/passwd",
     "gopher://hook.example.com/", "http://hook.example.com/", "https://hook.example.com:0/",
     "https://hook.example.com:70000/", "https://hook.example.com:/", "https://a..example.com/",
     "https://-a.example.com/", "https://hook.example.com/a b", "https://hook.example.com/\r\nX: 1",
     "https://hook.example.com/#part", "https://hook.example.com\t/", " https://hook.example.com/",
     "https:hook.example.com", "https:///hook.example.com", "https://hook.example.com\x00/",
     "https://[::1/", "https://[1.2.3.4]/", f"https://hook.example.com/{'a' * 2100}"],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        read_address(url)


def test_an_address_has_one_reading() -> None:
    address = read_address("HTTPS://Hook.Example.COM.:8443?a=1&b=%20")
    assert (address.host, address.port, address.path) == ("hook.example.com", 8443, "/?a=1&b=%20")
    assert address.authority == "hook.example.com:8443"
    assert read_address("https://bücher.example.com").host == "xn--bcher-kva.example.com"
    assert read_address("https://[2606:4700:0::1111]/").authority == "[2606:4700::1111]"


def test_plain_http_is_for_allowed_hosts_alone() -> None:
    allowed = frozenset({"n8n.example.com"})
    assert (
        read_address("http://n8n.example.com:5678/x", allowed).authority == "n8n.example.com:5678"
    )
    with pytest.raises(AddressRefused):
        read_address("http://other.example.com/x", allowed)
