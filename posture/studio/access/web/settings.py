"""How the gate is reached, and what it has to know of the application behind it."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEADER = "x-posture-login"
"""Names the login to the application behind the gate."""


@dataclass(frozen=True, slots=True)
class GateSettings:
    """How the gate is reached.

    Attributes
    ----------
    secure : bool
        By TLS; without it only from this machine.
    hosts : frozenset of str
        What may stand as host in an address, without port and in lower case; "*.x" is any name
        with one more part.
    authority : Path or None
        Certificate that a tablet has to trust.
    watch_s : float
        Seconds after which an open websocket notices that its login has ended.
    """

    secure: bool
    hosts: frozenset[str]
    authority: Path | None = None
    watch_s: float = 5.0

    @property
    def cookie(self) -> str:
        """Name of the login's cookie; browsers take this prefix over TLS alone."""
        return "__Host-posture" if self.secure else "posture"

    @property
    def form_cookie(self) -> str:
        """Name of the cookie that a form has to repeat."""
        return f"{self.cookie}-form"


class Policy(Protocol):
    """What of the application a login may have."""

    @property
    def public_paths(self) -> frozenset[str]:
        """Paths that answer without a login: they tell of nobody."""
        ...

    def may_have(self, path: str, login_id: str) -> bool:
        """Whether a login may have what lies at a path; no is answered as *not found*."""
        ...

    def is_use(self, message: bytes) -> bool:
        """Whether a message of the websocket is something that the person did."""
        ...


class IdentityProvider(Protocol):
    """Signing in by somebody who has verified an e-mail address (OpenID Connect)."""

    @property
    def public_paths(self) -> frozenset[str]:
        """Paths of the application that have to answer before anyone is signed in."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Of the providers, as they are shown."""
        ...

    def start(self, name: str) -> str | None:
        """Path that leads to a provider; None where there is none of this name."""
        ...

    def returned(self, cookies: Mapping[str, str]) -> bool:
        """Whether somebody comes back from a provider."""
        ...

    def email(self, cookies: Mapping[str, str]) -> str | None:
        """The verified address of whoever has just come back; each return counts once."""
        ...

    def spent(self, cookies: Mapping[str, str]) -> tuple[str, ...]:
        """Names of the cookies that are of no more use."""
        ...


def host_allowed(given: str, hosts: frozenset[str]) -> bool:
    """Whether a ``Host`` header names this machine: a page elsewhere cannot speak for it."""
    try:
        parts = urlsplit(f"//{given}")
        name, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if name is None or parts.username is not None or parts.path or parts.query:
        return False
    name = f"[{name}]" if ":" in name else name.rstrip(".")
    return name in hosts or f"*.{name.partition('.')[2]}" in hosts


def same_origin(headers: Mapping[str, str], *, secure: bool) -> bool:
    """Whether a browser sends this from a page of the same address; it has to say so."""
    scheme = "https" if secure else "http"
    return headers.get("origin", "") == f"{scheme}://{headers.get('host', '')}"


def plain_address(given: str) -> IPv4Address | IPv6Address:
    """Where a connection comes from; one socket for both kinds shows IPv4 as IPv6."""
    address = ip_address(given)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped
