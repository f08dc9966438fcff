"""What changes with the page that is shown."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
APP = ROOT / "app.py"


def test_another_page_lets_every_camera_of_the_live_page_go():
    ended: list[str] = []
    run = SimpleNamespace(end=lambda: ended.append("browser"))
    pump = SimpleNamespace(stop=lambda: ended.append("local"))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.session_state["live_run"] = ("wish", run)
    app.session_state["live_camera_run"] = pump
    app.run()
    assert not app.exception
    assert sorted(ended) == ["browser", "local"]
    assert "live_run" not in app.session_state
    assert "live_camera_run" not in app.session_state
    app.run()
    assert len(ended) == 2


def test_a_start_from_the_checkout_has_the_settings_of_the_package():
    assert (ROOT / ".streamlit").resolve() == ROOT / "posture" / "ui" / ".streamlit"
    assert (ROOT / ".streamlit" / "config.toml").is_file()
