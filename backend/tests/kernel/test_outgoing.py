"""Calls over real sockets of the loopback, with names that a resolver of the test's own knows."""

import datetime
import ssl
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from marketing_agent.kernel.addresses import AddressRefused
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.outgoing import Answer, Call, Outgoing, Unreachable
from tests.hooks import NAME, Hook, hook, served

__all__ = ["hook"]

OPEN = "93.184.215.14"


def _known(*addresses: str) -> tuple[Callable[[str], Sequence[str]], list[str]]:
    """A resolver that gives each time the next of the addresses, and what it was asked."""
    asked: list[str] = []

    def resolve(name: str) -> Sequence[str]:
        asked.append(name)
        return addresses[min(len(asked), len(addresses)) - 1].split()

    return resolve, asked


def _post(outgoing: Outgoing, url: str, **more: Any) -> Answer:
    return outgoing.send(Call("POST", url, {"X-Token": "t"}, b"{}", **more))


def test_a_call_goes_to_the_address_that_was_looked_at(hook: Hook) -> None:
    resolve, asked = _known("127.0.0.1", OPEN)
    answer = _post(Outgoing([NAME], resolve), hook.url(path="/hook?a=1"))
    assert (answer.status, answer.body, answer.whole) == (200, b"ok", True)
    ((method, path, headers, body),) = hook.requests
    assert (method, path, body) == ("POST", "/hook?a=1", b"{}")
    assert headers["host"] == f"{NAME}:{hook.port}"
    assert (headers["x-token"], headers["accept-encoding"]) == ("t", "identity")
    assert asked == [NAME]


def test_a_name_that_changes_after_the_check_is_refused(hook: Hook) -> None:
    resolve, _asked = _known(OPEN, "127.0.0.1")
    outgoing = Outgoing(resolve=resolve)
    url = hook.url(scheme="https")
    outgoing.check(url)
    with pytest.raises(AddressRefused):
        _post(outgoing, url)
    assert hook.requests == []


def test_a_name_with_a_second_address_at_home_is_refused(hook: Hook) -> None:
    resolve, _asked = _known(f"{OPEN} 127.0.0.1")
    outgoing = Outgoing(resolve=resolve)
    for act in (outgoing.check, lambda url: _post(outgoing, url)):
        with pytest.raises(AddressRefused):
            act(hook.url(scheme="https"))
    assert hook.requests == []


def test_the_loopback_is_called_only_where_a_setting_says_so(
    hook: Hook, settings: Settings
) -> None:
    url = hook.url("127.0.0.1")
    with pytest.raises(AddressRefused):
        _post(Outgoing.of(settings), url)
    assert hook.requests == []
    for more in ({"outgoing_hosts": "n8n.example.com, 127.0.0.1"}, {"a2a_conformance": True}):
        open_ = Outgoing.of(settings.model_copy(update=more))
        assert _post(open_, url).status == 200
        with pytest.raises(AddressRefused):
            _post(open_, f"http://169.254.169.254:{hook.port}/")


def test_a_name_unknown_now_passes_the_check_and_no_call() -> None:
    def unknown(_name: str) -> Sequence[str]:
        raise OSError("no such name")

    outgoing = Outgoing(resolve=unknown)
    outgoing.check(f"https://{NAME}/")
    with pytest.raises(Unreachable):
        _post(outgoing, f"https://{NAME}/")


def test_no_redirect_is_followed_and_no_proxy_used(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def redirect(handler: Any) -> None:
        handler.send_response(302)
        handler.send_header("Location", "http://127.0.0.1:9/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    hook.reply = redirect
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    resolve, _asked = _known("127.0.0.1")
    answer = _post(Outgoing([NAME], resolve), hook.url())
    assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.1:9/elsewhere")
    assert len(hook.requests) == 1


def _drip(handler: Any) -> None:
    """A byte now and then, for ever: each read alone is in time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not threading.Event().wait(0.05):
        handler.wfile.write(b"X-More: 1\r\n" if handler.path == "/head" else b"X")


def _long(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _part in range(100):
        handler.wfile.write(b"x" * 65536)


@pytest.mark.parametrize("path", ["/head", "/line"])
def test_an_answer_that_drips_is_cut(hook: Hook, path: str) -> None:
    hook.reply = _drip
    resolve, _asked = _known("127.0.0.1")
    with pytest.raises(Unreachable):
        _post(Outgoing([NAME], resolve), hook.url(path=path), seconds=0.4)
    assert len(hook.requests) == 1


def test_a_long_answer_is_read_no_further_than_asked(hook: Hook) -> None:
    hook.reply = _long
    resolve, _asked = _known("127.0.0.1")
    answer = _post(Outgoing([NAME], resolve), hook.url(), most_bytes=1000)
    assert (len(answer.body), answer.whole) == (1000, False)


def test_nobody_there_and_no_http_are_no_answer(hook: Hook) -> None:
    resolve, _asked = _known("127.0.0.1")
    outgoing = Outgoing([NAME], resolve)
    hook.reply = lambda handler: handler.wfile.write(b"SSH-2.0\r\n")
    with pytest.raises(Unreachable):
        _post(outgoing, hook.url())
    with pytest.raises(Unreachable):
        _post(outgoing, "http://hook.example.com:1/")
    with pytest.raises(Unreachable):
        outgoing.send(Call("POST", hook.url(), {"X-Token": "a\r\nX-More: b"}))
    assert len(hook.requests) == 1


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of the test's own for one name, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(named, named, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "hook.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_over_tls_the_certificate_is_that_of_the_name(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Hook()
    context.sni_callback = lambda _socket, name, _context: server.names.append(name)
    serving = served(server, lambda one: context.wrap_socket(one, server_side=True))
    next(serving)
    resolve, _asked = _known("127.0.0.1")
    other = "other.example.com"

    def trust() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(certificate))

    outgoing = Outgoing([NAME, other], resolve, trust)
    assert _post(outgoing, server.url(scheme="https")).status == 200
    assert server.names == [NAME]
    for url in (server.url(other, "https"), server.url("127.0.0.1", "https")):
        with pytest.raises((Unreachable, AddressRefused)):
            _post(outgoing, url)
    with pytest.raises(Unreachable):
        _post(Outgoing([NAME], resolve), server.url(scheme="https"))
    assert len(server.requests) == 1
    next(serving, None)
