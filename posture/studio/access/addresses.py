"""Under which names and addresses this machine is reached in the local network."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass

import ifaddr

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PLAIN = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
"""Host names that a certificate can hold as they are."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Names and addresses of a machine.

    Attributes
    ----------
    names : tuple of str
        Host names, the one for links first.
    addresses : tuple of IPv4Address or IPv6Address
        The ones of the network first, then loopback.
    """

    names: tuple[str, ...]
    addresses: tuple[Address, ...]

    @property
    def best(self) -> str:
        """What to type on a tablet: an address of the network, which needs no name server."""
        first = self.addresses[0]
        return f"[{first}]" if first.version == 6 else str(first)

    @property
    def hosts(self) -> frozenset[str]:
        """Everything that may stand in an address line, in lower case."""
        numbers = (f"[{a}]" if a.version == 6 else str(a) for a in self.addresses)
        return frozenset(one.casefold() for one in (*self.names, *numbers))


def find_reach() -> Reach:
    """Ask this machine's interfaces; nothing is sent."""
    found = {
        ipaddress.ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0])
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    }
    loopback: tuple[Address, ...] = (
        ipaddress.IPv4Address("127.0.0.1"),
        ipaddress.IPv6Address("::1"),
    )
    # A link-local IPv6 address needs the name of an interface, which no browser takes.
    lan = sorted(
        (
            one
            for one in found
            if not one.is_loopback and not (one.version == 6 and one.is_link_local)
        ),
        key=lambda one: (one.version, not one.is_private, one.is_link_local, int(one)),
    )
    return Reach(_names(), (*lan, *loopback))


def _names() -> tuple[str, ...]:
    host = socket.gethostname().casefold().rstrip(".")
    plain = host.partition(".")[0]
    known = [name for name in (host, plain) if _PLAIN.fullmatch(name) and name != "localhost"]
    # Apple, Android and Windows find a machine of the network by this name.
    local = [f"{plain}.local"] if known else []
    return tuple(dict.fromkeys((*local, *known, "localhost")))
