"""What changes with the page that is shown."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
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


def test_every_page_that_was_drawn_gives_back_the_memory_it_needed(
    monkeypatch: pytest.MonkeyPatch,
):
    given: list[str] = []
    monkeypatch.setattr("posture.ui.main.give_back_memory", lambda: given.append("back"))
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert given == ["back"]


def test_the_menu_has_five_pages():
    shown: list[str] = []

    def navigation(pages: list[Any], position: str) -> Any:
        shown.extend(one.title for one in pages if one.visibility == "visible")
        hidden = {one.url_path for one in pages if one.visibility == "hidden"}
        assert hidden == {"points", "comparison", "change", "frontal", "sides"}
        return SimpleNamespace(run=lambda: None, url_path="check")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.navigation", navigation)
        app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert shown == ["Check", "Live", "Compare", "Learn", "Studio"]


def test_a_start_from_the_checkout_has_the_settings_of_the_package():
    assert (ROOT / ".streamlit").resolve() == ROOT / "posture" / "ui" / ".streamlit"
    assert (ROOT / ".streamlit" / "config.toml").is_file()
