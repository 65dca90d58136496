"""Put on PYTHONPATH, it keeps a process off the network: only this machine itself can be reached.

Each attempt to reach another host is refused and written to the file that ``IGNY8_E2E_NETWORK_LOG`` names, so
that a test can show that nobody tried.
"""

import os
import sys
from ipaddress import ip_address
from pathlib import Path

_LOCAL_NAMES = {"", "localhost", None}


def _is_local(host: object) -> bool:
    if host in _LOCAL_NAMES:
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return text == "localhost"
    return address.is_loopback or address.is_unspecified


def _guard(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.connect":
        target = args[1]
        host = target[0] if isinstance(target, tuple) else None
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if not _is_local(host):
        with Path(os.environ["IGNY8_E2E_NETWORK_LOG"]).open("a") as log:
            log.write(f"{event} {host}\n")
        raise PermissionError(f"This test runs without a network: {host}")


if "IGNY8_E2E_NETWORK_LOG" in os.environ:
    sys.addaudithook(_guard)
