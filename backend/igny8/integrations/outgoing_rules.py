"""Which network addresses a request to a user-typed URL may reach. Pure; no I/O.

Everything that is not plainly public is refused: private, loopback, link-local (the cloud's metadata
services), shared (CGNAT), multicast, reserved and documentation ranges, and the IPv6 forms that carry an
IPv4 address inside (mapped, compatible, 6to4, Teredo, NAT64), by which a private address can be spelled
publicly. Sources: the IANA special-purpose address registries, RFC 6890, RFC 6052, RFC 3056, RFC 4380.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from igny8.core.errors import InvalidInput

VARIABLE = "IGNY8_OUTGOING_ALLOW"
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Public by the registries, yet not to be reached: tunnels that end elsewhere, and metadata services.
_NEVER: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "168.63.129.16/32",  # Azure's host service
        "192.88.99.0/24",  # 6to4 relay anycast (RFC 7526)
        "192.0.0.0/24",  # IETF protocol assignments
        "::/96",  # IPv4-compatible (RFC 4291, deprecated)
        "::ffff:0:0/96",  # IPv4-mapped
        "64:ff9b::/96",  # NAT64 (RFC 6052)
        "64:ff9b:1::/48",  # local-use NAT64 (RFC 8215)
        "2001::/23",  # IETF protocol assignments, Teredo included
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation (RFC 9637)
        "5f00::/16",  # SRv6 SIDs (RFC 9602)
        "fec0::/10",  # site-local (deprecated)
    )
)


@dataclass(frozen=True, slots=True)
class AllowList:
    """What the operator allows beyond public addresses: host names as typed, and networks."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def permits(self, host: str, address: Address) -> bool:
        """:return: whether the operator named this host, or a network that holds this address."""
        if host in self.hosts:
            return True
        plain = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        return any((plain or address) in network for network in self.networks)


def parse_allow_list(text: str) -> AllowList:
    """Read the value of ``IGNY8_OUTGOING_ALLOW``: hosts and CIDR networks, parted by commas or spaces.

    :raises InvalidInput: an entry is neither; the message names the variable and the entry.
    """
    hosts: set[str] = set()
    networks: list[Network] = []
    for entry in text.replace(",", " ").split():
        network = _network(entry)
        if network is not None:
            networks.append(network)
        else:
            hosts.add(_host(entry))
    return AllowList(frozenset(hosts), tuple(networks))


def is_public(address: Address) -> bool:
    """:return: whether the address is an ordinary unicast address of the public internet."""
    if any(address in network for network in _NEVER if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def canonical_host(host: str) -> str:
    """One spelling per host: lower case, no brackets, no trailing dot."""
    return host.strip("[]").rstrip(".").lower()


def _network(entry: str) -> Network | None:
    try:
        return ipaddress.ip_network(entry, strict=True)
    except ValueError:
        if "/" not in entry:
            return None
    raise InvalidInput(
        f"{VARIABLE}: {entry!r} is not a network such as 192.168.1.0/24 (all bits after the prefix are 0)."
    )


def _host(entry: str) -> str:
    host = canonical_host(entry)
    labels = host.split(".")
    well_formed = all(
        0 < len(label) <= 63 and label.isascii() and label.replace("-", "").replace("_", "").isalnum()
        for label in labels
    )
    if not well_formed or labels[-1].isdigit():
        raise InvalidInput(
            f"{VARIABLE}: {entry!r} is neither a host name such as wordpress.lan (without scheme, port or "
            "path) nor a network such as 192.168.1.0/24."
        )
    return host
