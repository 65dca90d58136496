"""HTTP to addresses that users type (WordPress, webhooks), guarded against reaching the inner network.

Before each request, redirects included, the host is resolved, every address that it resolves to is
checked, and the connection is made to the checked address itself: a name that resolves differently a
moment later (DNS rebinding) cannot change where the request goes. Host header, SNI and certificate check
keep the name.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence

import httpx

from igny8.core.errors import Igny8Error
from igny8.integrations.outgoing_body import BoundedStream, ResponseTooLarge
from igny8.integrations.outgoing_rules import (
    VARIABLE,
    Address,
    AllowList,
    canonical_host,
    is_public,
    parse_allow_list,
)

__all__ = ["AddressRefused", "AllowList", "ResponseTooLarge", "guarded_client", "parse_allow_list", "resolve"]

Resolver = Callable[[str, int], Sequence[str]]
TransportFactory = Callable[[], httpx.BaseTransport]

MAX_REDIRECTS = 5
MAX_RESPONSE_BYTES = 16 * 1024 * 1024


class AddressRefused(Igny8Error):
    """The URL leads to an address that requests from this system may not reach."""

    code = "address_refused"
    status = 400


def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of ``host`` by the system's resolver.

    :raises httpx.ConnectError: the name is not known.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpx.ConnectError(f"The host {host} is not known.") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def guarded_client(
    *,
    allow: AllowList,
    timeout: float,
    transport: httpx.BaseTransport | None = None,
    resolver: Resolver = resolve,
    max_response_bytes: int = MAX_RESPONSE_BYTES,
    total_seconds: float | None = None,
    headers: Mapping[str, str] | None = None,
) -> httpx.Client:
    """A client for user-typed URLs. It follows no redirects unless asked per request; then each is checked.

    :param allow: private hosts and networks that the operator permits (``IGNY8_OUTGOING_ALLOW``).
    :param timeout: seconds for connecting, and between bytes; ``total_seconds`` (four times that) in all.
    :param transport: carries the checked request, ``resolver`` finds addresses; both injected in tests.
    :raises AddressRefused: (by the client's calls) the address is forbidden; names ``IGNY8_OUTGOING_ALLOW``.
    :raises ResponseTooLarge: (by the client's calls) the answer is over the bound.
    """
    guard = GuardTransport(
        allow=allow,
        resolver=resolver,
        factory=(lambda: transport) if transport is not None else _new_pool,
        max_bytes=max_response_bytes,
        total_seconds=total_seconds or timeout * 4,
    )
    return httpx.Client(
        transport=guard,
        timeout=timeout,
        headers={"Accept-Encoding": "gzip, deflate", **(headers or {})},
        max_redirects=MAX_REDIRECTS,
        trust_env=False,  # a proxy from the environment would resolve names again, out of our sight
    )


class GuardTransport(httpx.BaseTransport):
    """Checks and pins the address of each request, and bounds its answer."""

    def __init__(
        self,
        *,
        allow: AllowList,
        resolver: Resolver,
        factory: TransportFactory,
        max_bytes: int,
        total_seconds: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allow = allow
        self._resolver = resolver
        self._factory = factory
        self._max_bytes = max_bytes
        self._total_seconds = total_seconds
        self._monotonic = monotonic
        # One pool per host and address: a shared pool would reuse, for one host, a connection whose
        # certificate was checked for another host at the same address.
        self._pools: dict[tuple[str, str], httpx.BaseTransport] = {}
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        deadline = self._monotonic() + self._total_seconds
        host = canonical_host(request.url.host)
        address = self._checked_address(request.url, host)
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,  # the Host header among them
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return self._bounded(self._pool(host, address).handle_request(pinned), deadline)

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()

    def _pool(self, host: str, address: str) -> httpx.BaseTransport:
        with self._lock:
            if (host, address) not in self._pools:
                self._pools[host, address] = self._factory()
            return self._pools[host, address]

    def _checked_address(self, url: httpx.URL, host: str) -> str:
        if url.scheme not in ("http", "https"):
            raise AddressRefused(f"Only http and https addresses can be used, not {url.scheme or 'none'}://.")
        if not host:
            raise AddressRefused("The address has no host name.")
        found = self._resolver(host, url.port or (443 if url.scheme == "https" else 80))
        addresses = [_parsed(text) for text in found]
        if not addresses or not all(self._may_reach(host, address) for address in addresses):
            raise AddressRefused(
                f"{host} leads to an address inside a private or reserved network, which is refused. If "
                f"this host is yours, add it or its network to {VARIABLE} in the server's environment."
            )
        return str(addresses[0])

    def _may_reach(self, host: str, address: Address | None) -> bool:
        return address is not None and (is_public(address) or self._allow.permits(host, address))

    def _bounded(self, response: httpx.Response, deadline: float) -> httpx.Response:
        packing = response.headers.get("Content-Encoding", "identity").lower()
        if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
            response.close()
            raise httpx.DecodingError(f"The answer is packed as {packing}, which was not asked for.")
        assert isinstance(response.stream, httpx.SyncByteStream)  # noqa: S101 - a sync transport's promise
        bounded = BoundedStream(
            response.stream,
            packed=packing not in ("identity", ""),
            max_bytes=self._max_bytes,
            deadline=deadline,
            monotonic=self._monotonic,
        )
        changed = (b"content-encoding", b"content-length") if packing not in ("identity", "") else ()
        kept = [(name, value) for name, value in response.headers.raw if name.lower() not in changed]
        return httpx.Response(
            response.status_code, headers=kept, stream=bounded, extensions=response.extensions
        )


def _new_pool() -> httpx.BaseTransport:
    return httpx.HTTPTransport(trust_env=False, limits=httpx.Limits(max_connections=4))


def _parsed(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
