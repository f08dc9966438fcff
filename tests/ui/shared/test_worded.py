"""A choice among words stays what it is when the words change."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from posture.i18n.language import use_language
    from posture.ui.shared.worded import worded

    words = {"en": {"yes": "Yes", "no": "No"}, "de": {"yes": "Ja", "no": "Nein"}}
    spoken = st.segmented_control("Language", ["en", "de"], default="en", required=True, key="code")
    with use_language(spoken):
        st.session_state["known"] = st.session_state.get(worded("asked"))
        chosen = st.radio(
            "Asked",
            ["yes", "no"],
            index=None,
            format_func=words[spoken].__getitem__,
            key=worded("asked"),
        )
    st.caption(str(chosen))


def opened() -> AppTest:
    return AppTest.from_function(script, default_timeout=30).run()


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
