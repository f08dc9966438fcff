"""What may be served to whom, and under which address."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
import segno

from posture.errors import AccessError
from posture.studio.access import qr, serving
from posture.studio.access.addresses import find_reach
from posture.studio.access.certificate import own_certificate
from posture.studio.access.serving import ServeOptions, listen, plan_serving, renew

LOCAL_LAN = ServeOptions(lan=True, address="127.0.0.1", port=8600)


def test_without_the_network_it_is_this_machine_alone(tmp_path: Path):
    plan = plan_serving(ServeOptions(), tmp_path, owner=False)
    assert plan.listen == ("127.0.0.1",)
    assert plan.certificate is None
    assert plan.url == "http://127.0.0.1:8501"
    assert plan.hosts == {"localhost", "127.0.0.1", "[::1]"}


@pytest.mark.parametrize("address", ["::1", "[::1]"])
def test_this_machine_by_its_newer_address(tmp_path: Path, address: str):
    with socket.socket(socket.AF_INET6) as free:
        try:
            free.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no such address")
        port = free.getsockname()[1]
    plan = plan_serving(ServeOptions(address=address, port=port), tmp_path, owner=False)
    assert plan.url == f"http://[::1]:{port}"
    assert plan.hosts == {"localhost", "127.0.0.1", "[::1]"}
    with listen(plan) as opened:
        assert opened.getsockname()[:2] == ("::1", port)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.20", "10.0.0.1"])
def test_without_tls_no_other_address_is_served(tmp_path: Path, address: str):
    with pytest.raises(AccessError, match="only this computer"):
        plan_serving(ServeOptions(address=address), tmp_path, owner=True)


def test_the_network_is_served_only_where_an_owner_can_sign_in(tmp_path: Path):
    with pytest.raises(AccessError, match="owner"):
        plan_serving(LOCAL_LAN, tmp_path, owner=False)
    assert not (tmp_path / "certificate").exists()


def test_the_network_is_served_with_a_certificate(tmp_path: Path):
    plan = plan_serving(LOCAL_LAN, tmp_path, owner=True)
    assert plan.certificate is not None
    assert plan.certificate.chain.is_file()
    assert plan.url == "https://127.0.0.1:8600"
    assert plan.listen == ("127.0.0.1",)


def test_all_of_the_network_is_reached_by_the_machines_address(tmp_path: Path):
    plan = plan_serving(ServeOptions(lan=True), tmp_path, owner=True)
    assert plan.listen == ("::", "0.0.0.0")
    assert plan.url == f"https://{find_reach().best}:8501"
    assert find_reach().hosts <= plan.hosts


@pytest.mark.parametrize("given", ["cert", "key"])
def test_a_certificate_and_its_key_are_given_together(tmp_path: Path, given: str):
    options = ServeOptions(lan=True, **{given: tmp_path / "x.pem"})  # pyright: ignore[reportArgumentType]
    with pytest.raises(AccessError, match="together"):
        plan_serving(options, tmp_path, owner=True)


def test_a_given_certificate_is_served(tmp_path: Path):
    made = own_certificate(tmp_path, find_reach())
    options = ServeOptions(lan=True, address="127.0.0.1", cert=made.chain, key=made.key)
    plan = plan_serving(options, tmp_path / "studio", owner=True)
    assert plan.certificate is not None
    assert plan.certificate.authority is None
    assert not renew(plan, tmp_path / "studio")


def test_an_address_is_a_number(tmp_path: Path):
    with pytest.raises(AccessError, match="no address"):
        plan_serving(ServeOptions(lan=True, address="studio"), tmp_path, owner=True)


def test_a_port_that_is_taken_is_said(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        options = ServeOptions(port=other.getsockname()[1])
        with pytest.raises(AccessError, match="--port"):
            listen(plan_serving(options, tmp_path, owner=True))


def test_a_certificate_is_renewed_while_it_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    plan = plan_serving(LOCAL_LAN, tmp_path, owner=True)
    assert not renew(plan, tmp_path)
    monkeypatch.setattr("posture.studio.access.certificate.RENEWED_BEFORE_DAYS", 201)
    assert renew(plan, tmp_path)
    assert serving.hosts_of(plan.certificate.chain) if plan.certificate else False


def test_the_code_holds_the_address():
    address = "https://192.168.1.20:8501"
    drawn = qr.for_page(address)
    assert drawn.startswith("<svg")
    width = segno.make(address, error="m").symbol_size(scale=6, border=4)[0]
    assert f'width="{width}"' in drawn
    assert len(qr.for_terminal(address).splitlines()) > 10
