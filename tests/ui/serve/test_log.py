"""The log of a served studio: it says what the server did, and names nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fixtures.lan import PASSWORD, served_lan
from tests.studio.access.web.serving import Browser
from tests.ui.serve.test_server import browser_of, page

pytestmark = pytest.mark.slow

CANARY = "Xaveria Quellenhof"


def test_a_served_studio_names_nobody_in_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    log = tmp_path / "log.jsonl"
    monkeypatch.setenv("POSTURE_LOG", "json")
    monkeypatch.setenv("POSTURE_LOG_FILE", str(log))
    with served_lan(tmp_path) as lan:
        anna = browser_of(lan, "Anna")
        with page(anna) as shown:
            assert "Signed in as Anna" in shown.text
        anna.get(f"/{CANARY.replace(' ', '%20')}?name={CANARY.replace(' ', '+')}")
        stranger = Browser(int(lan.address.rsplit(":", 1)[1]), lan.authority)
        assert stranger.sign_in(CANARY, PASSWORD).status != 303
    told = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    events = {one["event"] for one in told}
    assert {"program.started", "studio.opened", "server.started", "page.drawn"} <= events
    (started,) = (one for one in told if one["event"] == "server.started")
    assert (started["tls"], started["accounts"]) == (True, True)
    said = log.read_text("utf-8") + (tmp_path / "server.log").read_text("utf-8")
    for name in ("Xaveria", "Quellenhof", "Anna"):
        assert name not in said
