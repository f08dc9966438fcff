"""The choice of the language, at the top of every page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from posture.i18n.language import language
from posture.ui.shared.state import Current
from tests.fixtures.analyses import ANALYSIS
from tests.fixtures.outcomes import PHOTO


def script() -> None:
    import streamlit as st

    from posture.i18n.language import tr, use_language
    from posture.ui.shared import language as tongue

    with use_language(tongue.ask()):
        st.markdown(tr("Findings, strongest first"))


def test_the_chosen_language_is_spoken_at_once_and_stays():
    app = AppTest.from_function(script, default_timeout=60).run()
    assert app.markdown[-1].value == "Findings, strongest first"
    app.segmented_control[0].set_value("de").run()
    assert not app.exception
    said = app.markdown[-1].value
    assert said != "Findings, strongest first"
    assert app.run().markdown[-1].value == said


def test_conclusions_of_the_kept_photo_are_drawn_anew(monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []

    def answer(analysis: Any, answers: Any) -> Any:
        told.append(language())
        return replace(analysis)

    monkeypatch.setattr("posture.analysis.pipeline.set_answers", answer)
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["current"] = Current("token", b"", PHOTO, ANALYSIS)
    app.run()
    assert told == []
    app.segmented_control[0].set_value("de").run()
    app.run()
    assert not app.exception
    assert told == ["de"]
    assert app.session_state["current"].analysis is not ANALYSIS
    app.segmented_control[0].set_value("en").run()
    assert told == ["de", "en"]
