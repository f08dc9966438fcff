"""Ways to open the page "Check"."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from posture.ui.shared.state import CurrentPhoto, as_series
from tests.fixtures.analysed import analysed
from tests.fixtures.pages import button

_KINDS = {"jpg": "image/jpeg", "mp4": "video/mp4", "webm": "video/webm"}


def script() -> None:
    from posture.ui.check.page import page

    page()


def page() -> AppTest:
    """The page before anything was given."""
    return AppTest.from_function(script, default_timeout=120).run()


def opened(*photos: CurrentPhoto) -> AppTest:
    """The page with photos that were analysed before; with a sample if none is given."""
    app = AppTest.from_function(script, default_timeout=120)
    app.session_state["current"] = as_series(photos or (analysed(),))
    return app.run()


def uploaded(*files: tuple[str, bytes]) -> AppTest:
    """The page after files with these names and contents were dropped on it."""
    given = [(name, data, _KINDS[name.rpartition(".")[2]]) for name, data in files]
    return page().file_uploader[0].set_value(given).run()


def answer_card(app: AppTest) -> None:
    """Answer the shown card of the screening with no, and confirm it."""
    button(app, "None of these").click().run()
    button(app, "Confirm the answers").click().run()
    assert not app.exception
