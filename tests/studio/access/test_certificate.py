"""The studio's own authority and certificate: what they say, and when they are made anew."""

from __future__ import annotations

import ipaddress
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from posture.errors import AccessError
from posture.studio.access import addresses
from posture.studio.access.addresses import Reach, find_reach
from posture.studio.access.certificate import (
    AUTHORITY_DAYS,
    RENEWED_BEFORE_DAYS,
    SERVER_DAYS,
    Certificate,
    fingerprint,
    given_certificate,
    hosts_of,
    own_certificate,
)

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def reach(*numbers: str, names: tuple[str, ...] = ("studio.local", "studio")) -> Reach:
    return Reach(names, tuple(ipaddress.ip_address(one) for one in numbers))


LAN = reach("192.168.1.20", "fd00::20", "127.0.0.1", "::1")


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def serial(made: Certificate) -> tuple[int, int]:
    assert made.authority is not None
    return read(made.authority).serial_number, read(made.chain).serial_number


def test_the_certificate_names_this_machine_and_is_signed_by_the_authority(tmp_path: Path):
    made = own_certificate(tmp_path / "tls", LAN, NOW)
    assert made.authority is not None
    server, authority = read(made.chain), read(made.authority)
    server.verify_directly_issued_by(authority)
    authority.verify_directly_issued_by(authority)
    assert hosts_of(made.chain) == {
        *("studio.local", "studio", "192.168.1.20", "[fd00::20]", "127.0.0.1", "[::1]")
    }
    use = server.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(use) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert not server.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert server.not_valid_after_utc == NOW + timedelta(days=SERVER_DAYS)
    assert server.not_valid_after_utc - server.not_valid_before_utc < timedelta(days=825)


def test_the_authority_vouches_for_the_local_network_alone(tmp_path: Path):
    made = own_certificate(tmp_path, LAN, NOW)
    assert made.authority is not None
    authority = read(made.authority)
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    allowed = [one.value for one in limits.value.permitted_subtrees or ()]
    networks = [one for one in allowed if not isinstance(one, str)]
    assert all(one.is_private for one in networks)
    assert {one for one in allowed if isinstance(one, str)} == {"local", "studio.local", "studio"}
    basic = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert basic.critical
    assert basic.value == x509.BasicConstraints(ca=True, path_length=0)


def test_keys_are_for_their_owner_alone(tmp_path: Path):
    own_certificate(tmp_path / "tls", LAN, NOW)
    assert stat.S_IMODE((tmp_path / "tls").stat().st_mode) == 0o700
    for file in (tmp_path / "tls").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_what_holds_is_kept(tmp_path: Path):
    first = serial(own_certificate(tmp_path, LAN, NOW))
    later = NOW + timedelta(days=SERVER_DAYS - RENEWED_BEFORE_DAYS - 1)
    assert serial(own_certificate(tmp_path, LAN, later)) == first
    assert serial(own_certificate(tmp_path, reach("127.0.0.1", names=("studio",)), NOW)) == first


def test_it_is_renewed_before_it_ends_by_the_same_authority(tmp_path: Path):
    authority, server = serial(own_certificate(tmp_path, LAN, NOW))
    later = NOW + timedelta(days=SERVER_DAYS - RENEWED_BEFORE_DAYS)
    renewed = serial(own_certificate(tmp_path, LAN, later))
    assert renewed[0] == authority
    assert renewed[1] != server


def test_another_address_of_the_network_needs_another_certificate_and_no_new_trust(tmp_path: Path):
    authority, server = serial(own_certificate(tmp_path, LAN, NOW))
    moved = serial(own_certificate(tmp_path, reach("10.1.2.3", names=("studio.local",)), NOW))
    assert moved[0] == authority
    assert moved[1] != server


@pytest.mark.parametrize("other", [reach("203.0.113.9"), reach("127.0.0.1", names=("desk",))])
def test_a_name_or_address_that_the_authority_may_not_sign_needs_a_new_one(
    tmp_path: Path, other: Reach
):
    first = serial(own_certificate(tmp_path, LAN, NOW))
    made = own_certificate(tmp_path, other, NOW)
    assert serial(made)[0] != first[0]
    assert other.hosts <= hosts_of(made.chain)


def test_the_authority_is_made_anew_before_it_ends(tmp_path: Path):
    first = serial(own_certificate(tmp_path, LAN, NOW))
    later = NOW + timedelta(days=AUTHORITY_DAYS - SERVER_DAYS)
    assert serial(own_certificate(tmp_path, LAN, later))[0] != first[0]


@pytest.mark.parametrize("name", ["server.pem", "server.key", "authority.pem", "authority.key"])
@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nnonsense\n"])
def test_a_damaged_or_lost_file_is_made_anew(tmp_path: Path, name: str, content: bytes | None):
    own_certificate(tmp_path, LAN, NOW)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    made = own_certificate(tmp_path, LAN, NOW)
    assert made.authority is not None
    read(made.chain).verify_directly_issued_by(read(made.authority))
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.chain, made.key)


def test_a_key_of_another_run_is_replaced(tmp_path: Path):
    own_certificate(tmp_path / "a", LAN, NOW)
    own_certificate(tmp_path / "b", LAN, NOW)
    (tmp_path / "a" / "server.key").write_bytes((tmp_path / "b" / "server.key").read_bytes())
    made = own_certificate(tmp_path / "a", LAN, NOW)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.chain, made.key)


def test_the_fingerprint_is_that_of_other_programs(tmp_path: Path):
    made = own_certificate(tmp_path, LAN, NOW)
    assert made.authority is not None
    der = ssl.PEM_cert_to_DER_cert(made.authority.read_text())
    digest = hashes.Hash(hashes.SHA256())
    digest.update(der)
    told = fingerprint(made.authority)
    assert bytes.fromhex(told.replace(":", "")) == digest.finalize()
    assert len(told.split(":")) == 32


def test_a_given_certificate_is_used_as_it_is(tmp_path: Path):
    made = own_certificate(tmp_path, LAN)
    assert given_certificate(made.chain, made.key) == Certificate(made.chain, made.key, None)


def test_a_given_certificate_that_cannot_be_used_is_said(tmp_path: Path):
    made = own_certificate(tmp_path / "a", LAN)
    other = own_certificate(tmp_path / "b", LAN)
    missing = tmp_path / "none.pem"
    for chain, key in ((made.chain, other.key), (missing, made.key), (made.key, made.key)):
        with pytest.raises(AccessError, match="cannot be used"):
            given_certificate(chain, key)


def test_an_expired_given_certificate_is_said(tmp_path: Path):
    long_ago = datetime.now(UTC) - timedelta(days=SERVER_DAYS + 1)
    made = own_certificate(tmp_path, LAN, long_ago)
    with pytest.raises(AccessError, match="expired"):
        given_certificate(made.chain, made.key)


def test_a_certificate_for_any_name_of_a_domain_is_told_as_such(tmp_path: Path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("*.Studio.example")]), False)
        .sign(key, hashes.SHA256())
    )
    from cryptography.hazmat.primitives.serialization import Encoding

    (tmp_path / "chain.pem").write_bytes(made.public_bytes(Encoding.PEM))
    assert hosts_of(tmp_path / "chain.pem") == {"*.studio.example"}


def test_this_machine_is_reached_by_loopback_at_least():
    found = find_reach()
    assert {"127.0.0.1", "[::1]", "localhost"} <= found.hosts
    assert found.names[0].endswith(".local") or found.names == ("localhost",)


def test_the_address_to_type_is_one_of_the_network_first():
    assert reach("192.168.1.20", "127.0.0.1").best == "192.168.1.20"
    assert reach("fd00::20").best == "[fd00::20]"


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("Studio.Example.ORG.", ("studio.local", "studio.example.org", "studio", "localhost")),
        ("localhost", ("localhost",)),
        ("praxis müller", ("localhost",)),
    ],
)
def test_host_names_that_a_certificate_can_hold(
    monkeypatch: pytest.MonkeyPatch, told: str, names: tuple[str, ...]
):
    monkeypatch.setattr(addresses.socket, "gethostname", lambda: told)
    assert find_reach().names == names
