"""The annotated photo is drawn anew whenever it would look different."""

from __future__ import annotations

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from posture.ui.shared.state import CurrentPhoto
from tests.fixtures.analysed import BLANK
from tests.fixtures.analyses import ANALYSIS


def script() -> None:
    import streamlit as st

    from posture.present.overlay.style import Layers
    from posture.ui.shared.picture import annotated_jpeg

    annotated_jpeg(st.session_state["current"], Layers(), kept_in="drawn")


def test_another_roll_of_the_camera_is_drawn_and_an_answer_is_not():
    app = AppTest.from_function(script, default_timeout=60)
    found = CurrentPhoto("token", b"picture", BLANK, ANALYSIS)
    app.session_state["current"] = found
    _, drawn = app.run().session_state["drawn"]

    body = ANALYSIS.body
    rolled = replace(body, camera=replace(body.camera, roll_deg=body.camera.roll_deg + 4.0))
    app.session_state["current"] = replace(found, analysis=replace(ANALYSIS, body=rolled))
    _, anew = kept = app.run().session_state["drawn"]
    assert anew != drawn

    same = replace(ANALYSIS, body=replace(rolled))
    app.session_state["current"] = replace(found, analysis=same)
    assert app.run().session_state["drawn"] is kept
