"""The choice of the language, at the top of every page."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from posture.analysis import edit
from posture.i18n.language import use_language
from posture.ui.shared import language_choice
from posture.ui.shared.state import CurrentPhoto
from tests.fixtures.analyses import ANALYSIS
from tests.fixtures.outcomes import PHOTO


def script() -> None:
    import streamlit as st

    from posture.i18n.language import tr, use_language
    from posture.ui.shared.language_choice import show_language_choice

    with use_language(show_language_choice()):
        st.markdown(tr("Findings, strongest first"))


def test_the_chosen_language_is_spoken_at_once_and_stays():
    app = AppTest.from_function(script, default_timeout=60).run()
    assert app.markdown[-1].value == "Findings, strongest first"
    app.segmented_control[0].set_value("de").run()
    assert not app.exception
    said = app.markdown[-1].value
    assert said != "Findings, strongest first"
    assert app.run().markdown[-1].value == said


@pytest.mark.parametrize(
    ("browser", "server", "spoken"),
    [
        ("de-AT", None, "de"),
        ("de-DE", "en", "de"),
        ("en-GB", "de", "de"),
        ("fr-FR", None, "en"),
        (None, None, "en"),
    ],
)
def test_at_first_the_browsers_language_is_spoken(
    monkeypatch: pytest.MonkeyPatch, browser: str | None, server: str | None, spoken: str
):
    monkeypatch.setattr(ContextProxy, "locale", browser)
    monkeypatch.delenv("POSTURE_LANGUAGE", raising=False)
    if server:
        monkeypatch.setenv("POSTURE_LANGUAGE", server)
    app = AppTest.from_function(script, default_timeout=60).run()
    assert not app.exception
    assert app.segmented_control[0].value == spoken


@pytest.mark.parametrize(
    ("kept", "spoken"), [("de", "de"), ("en", "en"), ("xx", "de"), ("<b>", "de"), (None, "de")]
)
def test_what_was_chosen_is_kept_by_the_browser_and_read_first(
    monkeypatch: pytest.MonkeyPatch, kept: str | None, spoken: str
):
    cookies = {} if kept is None else {language_choice.COOKIE: kept}
    monkeypatch.setattr(ContextProxy, "cookies", cookies)
    monkeypatch.setattr(ContextProxy, "locale", "de-DE")
    app = AppTest.from_function(script, default_timeout=60).run()
    assert not app.exception
    assert app.segmented_control[0].value == spoken
    assert not app.query_params, "an address that is passed on chooses nobody's language"


def test_only_a_choice_is_kept():
    app = AppTest.from_function(script, default_timeout=60).run()
    assert "document.cookie" not in told(app)
    app.segmented_control[0].set_value("de").run()
    assert "document.cookie = 'posture_language=de; path=/;" in told(app)
    app.segmented_control[0].set_value("en").run()
    assert "document.cookie = 'posture_language=en; path=/;" in told(app)


def told(app: AppTest) -> str:
    """The scripts of the page."""
    return "".join(one.proto.body for one in app.get("html"))


def test_conclusions_of_the_kept_photo_are_drawn_anew():
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["current"] = CurrentPhoto("token", b"", PHOTO, ANALYSIS)
    app.run()
    assert app.session_state["current"].analysis is ANALYSIS
    for code in ("de", "en"):
        app.segmented_control[0].set_value(code).run()
        assert not app.exception
        told = app.session_state["current"].analysis
        with use_language(code):
            assert told == edit.set_answers(ANALYSIS, ANALYSIS.answers)
        app.run()
        assert app.session_state["current"].analysis is told, "once for each language"


def two_languages() -> None:
    import streamlit as st

    from posture.i18n.language import use_language
    from posture.ui.shared.language_choice import key_in_language

    words = {"en": {"yes": "Yes", "no": "No"}, "de": {"yes": "Ja", "no": "Nein"}}
    spoken = st.segmented_control("Language", ["en", "de"], default="en", required=True, key="code")
    with use_language(spoken):
        st.session_state["known"] = st.session_state.get(key_in_language("asked"))
        chosen = st.radio(
            "Asked",
            ["yes", "no"],
            index=None,
            format_func=words[spoken].__getitem__,
            key=key_in_language("asked"),
        )
    st.caption(str(chosen))


def opened() -> AppTest:
    return AppTest.from_function(two_languages, default_timeout=30).run()


def speak(app: AppTest, code: str) -> None:
    app.segmented_control(key="code").set_value(code).run()
    assert not app.exception


def test_what_is_chosen_is_handed_on_from_language_to_language():
    app = opened()
    assert app.radio[0].value is None
    app.radio[0].set_value("yes").run()
    for code in ("de", "en", "de"):
        speak(app, code)
        assert app.radio[0].value == "yes"
        assert app.session_state["known"] == "yes"
        app.run()
        assert app.radio[0].value == "yes"


def test_the_last_word_counts_wherever_it_was_said():
    app = opened()
    app.radio[0].set_value("yes").run()
    speak(app, "de")
    app.radio[0].set_value("no").run()
    speak(app, "en")
    assert app.radio[0].value == "no"
    assert app.caption[0].value == "no"


def test_what_was_not_chosen_stays_open():
    app = opened()
    speak(app, "de")
    assert app.radio[0].value is None
    app.radio[0].set_value("no").run()
    speak(app, "en")
    assert app.radio[0].value == "no"


def test_lists_in_which_nothing_is_chosen_say_so_in_the_language_of_the_page():
    """Streamlit's own "Choose an option" is English in every language."""
    pages = Path(language_choice.__file__).parents[1]
    calls = [
        (file, node)
        for file in pages.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    empty = 0
    for file, call in calls:
        named = {one.arg: one.value for one in call.keywords}
        nothing = isinstance(named.get("index"), ast.Constant)
        assert isinstance(call.func, ast.Attribute)
        if call.func.attr == "multiselect" or (call.func.attr == "selectbox" and nothing):
            empty += 1
            assert "placeholder" in named, f"{file}:{call.lineno}"
    assert empty >= 6
