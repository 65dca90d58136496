"""No spelling of a forbidden address, no rebinding and no redirect reaches the inner network."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from igny8.core.errors import InvalidInput
from igny8.integrations.outgoing import (
    AddressRefused,
    AllowList,
    ResponseTooLarge,
    guarded_client,
    parse_allow_list,
    resolve,
)
from igny8.integrations.outgoing_body import BoundedStream

NOBODY = AllowList()
PUBLIC = "93.184.215.14"

# As the system's resolver reads them; none of these needs a name server.
SPELLINGS = """
127.0.0.1 127.1 127.0.1 127.0.0.1. 2130706433 0x7f000001 0x7f.1 0x7F.0x0.0x0.0x1 017700000001 0177.0.0.1
0177.0.0.01 0x7f.0.0.0x1 127.255.255.254 0 0.0.0.0 0.1.2.3 0x0 00 10.0.0.1 10.255.255.255 167772161
0xa000001 012.0.0.1 172.16.0.1 172.31.255.254 2886729729 0xac.0x10.0.1 192.168.0.1 192.168.1.254
3232235521 0xc0a80001 0300.0250.0.1 192.168.257 169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376
169.254.43518 169.254.170.2 100.64.0.1 100.100.100.200 100.127.255.254 192.0.0.1 192.0.0.192 192.0.2.1
198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
168.63.129.16 [::1] [::] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::127.0.0.1]
[::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:10.0.0.1] [::ffff:169.254.169.254] [::ffff:a9fe:a9fe]
[64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::a00:1] [2002:7f00:1::] [2002:c0a8:101::1]
[2001:0:7f00:1::] [2001:db8::1] [fe80::1] [febf::1] [fc00::1] [fd00:ec2::254] [fdff::1] [fec0::1] [ff02::1]
[ff0e::1] [100::1] [3fff::1] [5f00::1] [::ffff:0:127.0.0.1] localhost LOCALHOST localhost. １２７.０.０.１
①②⑦.⓪.⓪.① 127。0。0。1
""".split()  # noqa: SIM905 - readable as it is


def reached(request: httpx.Request) -> httpx.Response:
    """A transport that must not be reached."""
    raise AssertionError(f"reached {request.url}")


def client(
    transport: Callable[[httpx.Request], httpx.Response] = reached,
    allow: AllowList = NOBODY,
    resolver: Callable[[str, int], Sequence[str]] = resolve,
    **options: int,
) -> httpx.Client:
    mock = httpx.MockTransport(transport)
    return guarded_client(allow=allow, timeout=2, transport=mock, resolver=resolver, **options)


def to(*addresses: str) -> Callable[[str, int], Sequence[str]]:
    return lambda _host, _port: addresses


def test_there_are_enough_spellings() -> None:
    assert len(SPELLINGS) == len(set(SPELLINGS)) >= 60


@pytest.mark.parametrize("host", SPELLINGS)
@pytest.mark.parametrize(
    "form", ["http://{}/", "https://{}:8443/x", "http://good.example@{}/", "http://a:b@{}/"]
)
def test_no_spelling_of_a_forbidden_address_is_reached(host: str, form: str) -> None:
    with client() as guarded, pytest.raises((AddressRefused, httpx.InvalidURL, httpx.ConnectError)):
        guarded.get(form.format(host))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://x/", "ftp://example.org/"])
def test_other_schemes_are_refused(url: str) -> None:
    with client() as guarded, pytest.raises((AddressRefused, httpx.UnsupportedProtocol)):
        guarded.get(url)


def test_the_refusal_names_the_variable_and_no_address() -> None:
    with client(resolver=to("10.1.2.3")) as guarded, pytest.raises(AddressRefused) as caught:
        guarded.get("http://intranet.example/")
    assert "IGNY8_OUTGOING_ALLOW" in caught.value.message
    assert "10.1.2.3" not in caught.value.message


def test_one_forbidden_address_among_good_ones_refuses_the_host() -> None:
    with client(resolver=to(PUBLIC, "127.0.0.1")) as guarded, pytest.raises(AddressRefused):
        guarded.get("http://mixed.example/")


@pytest.mark.parametrize("answers", [(), ("not-an-address",), ("fe80::1%eth0",)])
def test_an_unusable_answer_of_the_resolver_is_refused(answers: tuple[str, ...]) -> None:
    with client(resolver=to(*answers)) as guarded, pytest.raises(AddressRefused):
        guarded.get("http://odd.example/")


@pytest.mark.parametrize(
    ("url", "address", "host"),
    [
        ("http://example.org/a?b=c", PUBLIC, "example.org"),
        ("https://example.org:8443/a?b=c", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "example.org:8443"),
    ],
)
def test_a_public_host_is_reached_at_the_checked_address(url: str, address: str, host: str) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, text="hello")

    with client(answer, resolver=to(address)) as guarded:
        response = guarded.post(url, content=b"body")
    assert response.text == "hello"
    assert response.request.url.host == "example.org"
    assert seen[0].url.host == address
    assert seen[0].url.raw_path == b"/a?b=c"
    assert seen[0].headers["Host"] == host
    assert seen[0].extensions["sni_hostname"] == "example.org"
    assert seen[0].content == b"body"


def test_rebinding_between_check_and_connection_changes_nothing() -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(200)

    with client(answer, resolver=lambda *_: next(answers)) as guarded:
        guarded.get("http://rebinding.example/")
        with pytest.raises(AddressRefused):
            guarded.get("http://rebinding.example/")
    assert seen == [PUBLIC]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "//localhost/",
        "https://169.254.169.254/latest/",
        "http://[::ffff:a00:1]/",
        "http://2130706433/",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_inwards_is_refused(target: str, status: int) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.host == PUBLIC
        return httpx.Response(status, headers={"Location": target})

    def resolver(host: str, port: int) -> Sequence[str]:
        return [PUBLIC] if host == "example.org" else resolve(host, port)

    with client(answer, resolver=resolver) as guarded, pytest.raises(AddressRefused):
        guarded.get("http://example.org/", follow_redirects=True)


def test_redirects_between_public_hosts_are_followed_and_bounded() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": "https://other.example/"})

    with client(answer, resolver=to(PUBLIC)) as guarded, pytest.raises(httpx.TooManyRedirects):
        guarded.get("http://example.org/", follow_redirects=True)


def test_redirects_are_not_followed_unasked() -> None:
    with client(lambda _: httpx.Response(302, headers={"Location": "/x"}), resolver=to(PUBLIC)) as guarded:
        assert guarded.get("http://example.org/").status_code == 302


@pytest.mark.parametrize(
    ("text", "url", "answers"),
    [
        ("127.0.0.0/8", "http://localhost/", ("127.0.0.1",)),
        ("10.0.0.5", "http://10.0.0.5/", ("10.0.0.5",)),
        ("wp.lan, 10.9.0.0/16", "http://WP.lan./", ("192.168.7.7",)),
        ("fd00::/8", "http://six.lan/", ("fd00::5",)),
        ("10.0.0.0/8", "http://mapped.lan/", ("::ffff:10.0.0.1",)),
    ],
)
def test_the_operator_may_allow_hosts_and_networks(text: str, url: str, answers: tuple[str, ...]) -> None:
    with client(lambda _: httpx.Response(204), parse_allow_list(text), to(*answers)) as guarded:
        assert guarded.get(url).status_code == 204


@pytest.mark.parametrize("answers", [("10.0.0.1",), ("169.254.169.254",)])
def test_an_allowed_network_opens_nothing_else(answers: tuple[str, ...]) -> None:
    allow = parse_allow_list("192.168.0.0/16 wp.lan")
    with client(allow=allow, resolver=to(*answers)) as guarded, pytest.raises(AddressRefused):
        guarded.get("http://other.lan/")


@pytest.mark.parametrize(
    "text",
    [
        "http://wp.lan",
        "wp.lan:8080",
        "10.0.0.1/8",
        "10.0.0.0/99",
        "wp_lan/24",
        "a b$c",
        "10.0.0",
        "é.lan",
        "wp..lan",
    ],
)
def test_a_wrong_allow_list_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidInput, match="IGNY8_OUTGOING_ALLOW"):
        parse_allow_list(text)


def test_an_empty_allow_list_allows_nothing() -> None:
    assert parse_allow_list(" , ") == NOBODY


def test_an_unknown_name_is_a_connection_error() -> None:
    with pytest.raises(httpx.ConnectError, match="not known"):
        resolve("no-such-host.invalid", 80)
    with pytest.raises(httpx.ConnectError):
        resolve("a" * 70 + ".example", 80)


@pytest.mark.parametrize("packing", ["identity", "gzip", "deflate"])
def test_a_body_over_the_bound_is_cut_off_packed_or_not(packing: str) -> None:
    bomb = b"0" * 3_000_000
    packed = {"identity": bomb, "gzip": gzip.compress(bomb), "deflate": zlib.compress(bomb)}[packing]

    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": packing}, stream=Chunks([packed]))

    small = client(answer, resolver=to(PUBLIC), max_response_bytes=1_000_000)
    with small, pytest.raises(ResponseTooLarge, match="976 KiB"):
        small.get("http://example.org/")
    with client(answer, resolver=to(PUBLIC), max_response_bytes=4_000_000) as guarded:
        assert guarded.get("http://example.org/").content == bomb


@pytest.mark.parametrize(("packing", "body"), [("br", b"x"), ("gzip", b"no gzip"), ("zstd", b"")])
def test_packing_that_cannot_be_bounded_is_refused(packing: str, body: bytes) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": packing}, stream=Chunks([body]))

    with client(answer, resolver=to(PUBLIC)) as guarded, pytest.raises(httpx.DecodingError):
        guarded.get("http://example.org/")


class Chunks(httpx.SyncByteStream):
    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks


def test_a_trickling_answer_ends_at_the_deadline() -> None:
    now = iter([1.0, 2.0, 11.0])
    body = BoundedStream(
        Chunks([b"a", b"b", b"c"]), packed=False, max_bytes=99, deadline=10, monotonic=lambda: next(now)
    )
    with pytest.raises(httpx.ReadTimeout, match="in all"):
        b"".join(body)


class Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        host = (self.headers["Host"] or "").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(host)))
        self.end_headers()
        self.wfile.write(host)

    def log_message(self, *_arguments: object) -> None:
        """Quiet."""


def test_the_real_transport_connects_to_the_checked_address() -> None:
    server = HTTPServer(("127.0.0.1", 0), Hello)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        allow = parse_allow_list("127.0.0.1")
        with guarded_client(allow=allow, timeout=5, resolver=to("127.0.0.1")) as guarded:
            for _ in range(2):
                answer = guarded.get(f"http://wordpress.example:{server.server_port}/")
                assert answer.text == f"wordpress.example:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def test_tls_asks_for_and_checks_the_name_not_the_address() -> None:
    names: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, pytest.raises(ssl.SSLError):
                context.wrap_socket(connection, server_side=True)

        thread = threading.Thread(target=serve)
        thread.start()
        port = listener.getsockname()[1]
        allow = parse_allow_list("127.0.0.1")
        guarded = guarded_client(allow=allow, timeout=5, resolver=to("127.0.0.1"))
        with guarded, pytest.raises(httpx.ConnectError):
            guarded.get(f"https://wordpress.example:{port}/")
        thread.join(5)
    assert names == ["wordpress.example"]
