"""How the app is served: to this machine alone, or to the local network with a certificate."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.errors import AccessError
from posture.i18n.language import tr
from posture.studio.access.addresses import Reach, find_reach
from posture.studio.access.certificate import (
    AUTHORITY,
    Certificate,
    given_certificate,
    hosts_of,
    own_certificate,
)

if TYPE_CHECKING:
    from pathlib import Path

PORT = 8501

LOOPBACK = "127.0.0.1"
_EVERYWHERE = ("::", "0.0.0.0")

_FOLDER = "certificate"


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What was asked for.

    Attributes
    ----------
    lan : bool
        Serve the local network too.
    port : int
    address : str
        To listen at; empty for all of the network, or for this machine alone.
    cert, key : Path or None
        A certificate that the studio has already.
    """

    lan: bool = False
    port: int = PORT
    address: str = ""
    cert: Path | None = None
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """How it is served.

    Attributes
    ----------
    listen : tuple of str
        Addresses to listen at; the first one that this machine has.
    port : int
    certificate : Certificate or None
        None without TLS, which is for this machine alone.
    hosts : frozenset of str
        What may stand as host in the browser's address line.
    url : str
        What to type.
    """

    listen: tuple[str, ...]
    port: int
    certificate: Certificate | None
    hosts: frozenset[str]
    url: str


def plan_serving(options: ServeOptions, home: Path, *, owner: bool) -> Serving:
    """Decide how to serve, and make the certificate that this needs.

    Parameters
    ----------
    options : ServeOptions
    home : Path
        Folder of the studio.
    owner : bool
        Whether an owner can sign in.

    Raises
    ------
    AccessError
        What is asked for would be open to others.
    """
    _need_both(options.cert, options.key)
    reach = find_reach()
    if not options.lan:
        return _local(options)
    if not owner:
        raise AccessError(
            tr("The local network is served only where an owner can sign in."),
            tr("Run: {command}").format(command="posture studio account add --owner"),
        )
    if options.cert is not None and options.key is not None:
        certificate = given_certificate(options.cert, options.key)
    else:
        certificate = own_certificate(home / _FOLDER, reach)
    named = hosts_of(certificate.chain)
    listen = (_number(options.address),) if options.address else _EVERYWHERE
    host = _shown(listen[0], reach, named)
    return Serving(
        listen, options.port, certificate, named | reach.hosts, f"https://{host}:{options.port}"
    )


def authority_file(home: Path) -> Path:
    """The certificate that a tablet has to trust, where the studio makes its own."""
    return home / _FOLDER / AUTHORITY


def renew(serving: Serving, home: Path) -> bool:
    """Renew the studio's own certificate where that is due.

    Returns
    -------
    bool
        Whether its files are others than before.
    """
    used = serving.certificate
    if used is None or used.authority is None:
        return False
    before = used.chain.read_bytes()
    own_certificate(home / _FOLDER, find_reach())
    return used.chain.read_bytes() != before


def listen(serving: Serving) -> socket.socket:
    """Take the port.

    Raises
    ------
    AccessError
        Another program has it.
    """
    fault: OSError | None = None
    for address in serving.listen:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        opened = socket.socket(family)
        try:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if address == "::":
                # One socket for both kinds of address.
                opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            opened.bind((address, serving.port))
            opened.listen(256)
        except OSError as error:
            opened.close()
            fault = error
        else:
            return opened
    raise AccessError(
        tr("Port {port} cannot be used: {reason}").format(port=serving.port, reason=fault),
        tr("Choose another one with --port, or stop the program that has it."),
    )


def _local(options: ServeOptions) -> Serving:
    address = _number(options.address or LOOPBACK)
    if not ipaddress.ip_address(address).is_loopback:
        raise AccessError(
            tr("Without --lan only this computer is served."),
            tr("Add --lan: it needs accounts and encrypts the connection."),
        )
    host = _host(address)
    hosts = frozenset({"localhost", LOOPBACK, "[::1]", host})
    return Serving((address,), options.port, None, hosts, f"http://{host}:{options.port}")


def _shown(address: str, reach: Reach, named: frozenset[str]) -> str:
    """What to type: a name of somebody else's certificate, the address, or the machine's."""
    plain = [host for host in named if not host.startswith("*.") and host not in reach.hosts]
    if plain and not reach.hosts & named:
        return sorted(plain)[0]
    if address in _EVERYWHERE:
        return reach.best
    return _host(address)


def _host(address: str) -> str:
    """The address as it stands in a URL."""
    return f"[{address}]" if ":" in address else address


def _number(address: str) -> str:
    try:
        return str(ipaddress.ip_address(address.strip("[]")))
    except ValueError:
        raise AccessError(
            tr('"{given}" is no address of a network.').format(given=address),
            tr("Give one such as 192.168.1.20."),
        ) from None


def _need_both(cert: Path | None, key: Path | None) -> None:
    if (cert is None) != (key is None):
        raise AccessError(
            tr("A certificate and its key are given together."), tr("Give both --cert and --key.")
        )
