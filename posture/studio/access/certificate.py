"""The certificate of the local network: an authority of this studio's own, and what it signs.

A tablet trusts the authority once. It can vouch for machines of the local network alone: what it
may sign is written into it (name constraints), so that a stolen key is of no use elsewhere.
"""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from posture.errors import AccessError
from posture.files.durable import write_durably
from posture.i18n.language import tr

if TYPE_CHECKING:
    from pathlib import Path

    from posture.studio.access.addresses import Reach

AUTHORITY_DAYS = 3650
SERVER_DAYS = 200
"""Apple refuses certificates that hold longer than 825 days."""

RENEWED_BEFORE_DAYS = 30

AUTHORITY = "authority.pem"

_SKEW = timedelta(hours=1)
"""Clocks of tablets that run behind."""

_NETWORKS = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
    *("fc00::/7", "fe80::/10", "::1/128"),
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files for the server.

    Attributes
    ----------
    chain, key : Path
        PEM.
    authority : Path or None
        What a tablet has to trust; None for a certificate that somebody else has issued.
    """

    chain: Path
    key: Path
    authority: Path | None


def given_certificate(chain: Path, key: Path) -> Certificate:
    """A certificate that the studio has already.

    Raises
    ------
    AccessError
        The files cannot be read, do not belong together, or have expired.
    """
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(chain, key, password="")
        ends = x509.load_pem_x509_certificate(chain.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        raise AccessError(
            tr("The certificate cannot be used: {reason}").format(reason=error),
            tr("Give the certificate with its chain and its key without a passphrase, as PEM."),
        ) from None
    if ends <= datetime.now(UTC):
        raise AccessError(tr("The certificate has expired."), tr("Renew it and start again."))
    return Certificate(chain, key, None)


def own_certificate(folder: Path, reach: Reach, now: datetime | None = None) -> Certificate:
    """The certificate of this studio, made or renewed where that is needed.

    Parameters
    ----------
    folder : Path
        Readable by its owner alone.
    reach : Reach
        What the certificate has to name.
    now : datetime, optional
    """
    now = now or datetime.now(UTC)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    found = Certificate(folder / "server.pem", folder / "server.key", folder / AUTHORITY)
    authority = _authority(folder, reach, now)
    if not _stands(found, authority[0], reach, now):
        key = ec.generate_private_key(ec.SECP256R1())
        signed = _server(key, authority, reach, now)
        write_durably(found.key, _private(key))
        write_durably(found.chain, _public(signed) + _public(authority[0]))
    return found


def fingerprint(path: Path) -> str:
    """SHA-256 of a certificate as people compare it: AB:CD:..."""
    made = x509.load_pem_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256())
    return made.hex(":").upper()


def hosts_of(chain: Path) -> frozenset[str]:
    """Host names and addresses that a certificate names, in lower case; "*.x" stands as it is."""
    made = x509.load_pem_x509_certificate(chain.read_bytes())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    numbers = names.get_values_for_type(x509.IPAddress)
    return frozenset(
        one.casefold()
        for one in (
            *names.get_values_for_type(x509.DNSName),
            *(f"[{a}]" if a.version == 6 else str(a) for a in numbers),
        )
    )


_Signer = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def _authority(folder: Path, reach: Reach, now: datetime) -> _Signer:
    """The authority of this folder; a new one where it ends or may not sign for this machine."""
    path, key_path = folder / AUTHORITY, folder / "authority.key"
    try:
        made = x509.load_pem_x509_certificate(path.read_bytes())
        key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
    except (OSError, ValueError):
        return _new_authority(folder, reach, now)
    holds = made.not_valid_after_utc - timedelta(days=SERVER_DAYS) > now
    if not (isinstance(key, ec.EllipticCurvePrivateKey) and holds and _permits(made, reach)):
        return _new_authority(folder, reach, now)
    return made, key


def _new_authority(folder: Path, reach: Reach, now: datetime) -> _Signer:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, f"Posture studio on {reach.names[0]}"[:64])]
    )
    permitted = [
        *(x509.IPAddress(network) for network in _networks(reach)),
        *(x509.DNSName(one) for one in ("local", *reach.names)),
    ]
    made = (
        _begun(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .sign(key, hashes.SHA256())
    )
    write_durably(folder / "authority.key", _private(key))
    write_durably(folder / AUTHORITY, _public(made))
    return made, key


def _server(
    key: ec.EllipticCurvePrivateKey, authority: _Signer, reach: Reach, now: datetime
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, reach.names[0][:64])])
    issuer, signer = authority
    names = [
        *(x509.DNSName(one) for one in reach.names),
        *(x509.IPAddress(one) for one in reach.addresses),
    ]
    return (
        _begun(subject, issuer.subject, key, now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _networks(reach: Reach) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Private networks, and the machine's own addresses where these are public."""
    networks = [ipaddress.ip_network(one) for one in _NETWORKS]
    own = [
        ipaddress.ip_network(one)
        for one in reach.addresses
        if not any(one in network for network in networks)
    ]
    return [*networks, *own]


def _permits(authority: x509.Certificate, reach: Reach) -> bool:
    """Whether the constraints of an authority allow every name and address of this machine."""
    found = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = [one.value for one in found.permitted_subtrees or ()]
    names = {one for one in permitted if isinstance(one, str)}
    networks = [one for one in permitted if not isinstance(one, str)]
    return all(
        any(name == one or name.endswith(f".{one}") for one in names) for name in reach.names
    ) and all(any(address in network for network in networks) for address in reach.addresses)


def _stands(found: Certificate, authority: x509.Certificate, reach: Reach, now: datetime) -> bool:
    """Whether a server's certificate can be used on: signed, naming all, not about to end."""
    try:
        made = x509.load_pem_x509_certificate(found.chain.read_bytes())
        key = serialization.load_pem_private_key(found.key.read_bytes(), password=None)
        made.verify_directly_issued_by(authority)
        named = hosts_of(found.chain)
    except (OSError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    ends = made.not_valid_after_utc - timedelta(days=RENEWED_BEFORE_DAYS)
    # Written one after the other, key and certificate may belong to two runs after a crash.
    return ends > now and reach.hosts <= named and key.public_key() == made.public_key()


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _public(made: x509.Certificate) -> bytes:
    return made.public_bytes(serialization.Encoding.PEM)
