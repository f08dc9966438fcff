"""Age, sex and stature of the person in the photo: optional, in metric or imperial units."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import streamlit as st

from posture.analysis import edit
from posture.assess.assessment import AGE, STATURE_CM, Subject
from posture.i18n.language import LANGUAGES, tr
from posture.ui.shared.language_choice import key_in_language, key_of

if TYPE_CHECKING:
    from posture.ui.shared.state import CurrentPhoto

Units = Literal["metric", "imperial"]

CM_PER_INCH = 2.54
_UNITS, _AGE, _SEX = "about_units", "about_age", "about_sex"
_CM, _FEET, _INCHES = "about_cm", "about_feet", "about_inches"


def units() -> Units:
    """The units that the reader chose."""
    return st.session_state.get(_UNITS) or "metric"


def to_cm(feet: float, inches: float) -> float:
    """Feet and inches in centimetres."""
    return (12 * feet + inches) * CM_PER_INCH


def to_feet(cm: float) -> tuple[int, int]:
    """Centimetres in whole feet and inches."""
    feet, inches = divmod(round(cm / CM_PER_INCH), 12)
    return feet, inches


def entered_subject() -> Subject:
    """Age, sex and stature from the state of the widgets."""
    state = st.session_state
    return Subject(age=state.get(_AGE), sex=state.get(key_in_language(_SEX)), stature_cm=_stature())


def enter_subject(subject: Subject) -> None:
    """Fill the fields, in every language; the units stay."""
    clear_subject()
    state, stature = st.session_state, subject.stature_cm
    state[_AGE] = subject.age
    for code in LANGUAGES:
        state[key_of(_SEX, code)] = subject.sex
    if stature is not None and units() == "imperial":
        state[_FEET], state[_INCHES] = to_feet(stature)
    else:
        state[_CM] = stature


def clear_subject() -> None:
    """Empty the fields, in every language; the units stay."""
    for key in (_AGE, _CM, _FEET, _INCHES, *(key_of(_SEX, code) for code in LANGUAGES)):
        st.session_state[key] = None


def with_entered_subject(found: CurrentPhoto) -> CurrentPhoto:
    """The photo and its series assessed for the entered subject; nothing is measured again."""
    subject = entered_subject()
    if found.analysis.subject == subject:
        return found
    others = tuple(
        replace(one, analysis=edit.set_subject(one.analysis, subject)) for one in found.others
    )
    return replace(found, analysis=edit.set_subject(found.analysis, subject), others=others)


def show_subject() -> None:
    """Draw the fields in an expander whose heading repeats the entries."""
    with st.expander(_heading(entered_subject()), icon=":material/person:", key="about"):
        st.caption(tr("All of it is optional. Without it the result holds for adults in general."))
        age, sex, stature = st.columns(3, gap="medium")
        with age:
            st.number_input(
                tr("Age, years"),
                *AGE,
                value=None,
                step=1.0,
                format="%g",
                key=_AGE,
                persist_state="session",
            )
            st.caption(
                tr(
                    "The usual neck angle falls after 50; under 18 nothing is judged, as the "
                    "reference values are from adults."
                )
            )
        with sex:
            st.radio(
                tr("Sex"),
                ["female", "male"],
                index=None,
                horizontal=True,
                format_func=lambda one: tr("Female") if one == "female" else tr("Male"),
                key=key_in_language(_SEX),
                persist_state="session",
            )
            st.caption(tr("Narrows what is typical for the low back, the sacrum and the knee."))
        with stature:
            _ask_stature()
            st.caption(
                tr("Changes no angle; it is kept in the data file for lengths in centimetres.")
            )


def _ask_stature() -> None:
    # A restored session holds them already.
    st.session_state.setdefault(_UNITS, "metric")
    st.segmented_control(
        tr("Units"),
        ["metric", "imperial"],
        required=True,
        format_func=lambda one: tr("cm") if one == "metric" else tr("ft and in"),
        key=_UNITS,
        on_change=_convert,
        persist_state="session",
    )
    if units() == "metric":
        st.number_input(
            tr("Stature, cm"),
            *STATURE_CM,
            value=None,
            step=1.0,
            format="%g",
            key=_CM,
            persist_state="session",
        )
        return
    feet, inches = st.columns(2, wrap=False)
    with feet:
        st.number_input(tr("Stature, feet"), 3, 7, value=None, key=_FEET, persist_state="session")
    with inches:
        st.number_input(tr("and inches"), 0, 11, value=None, key=_INCHES, persist_state="session")
    if st.session_state.get(_FEET) is not None and _stature() is None:
        low, high = STATURE_CM
        words = tr("Between {low} and {high}, please.")
        st.caption(f":orange[{words.format(low=_in_feet(low), high=_in_feet(high))}]")


def _stature() -> float | None:
    """Stature in centimetres; None if not entered or out of range."""
    state = st.session_state
    if units() == "metric":
        return state.get(_CM)
    if state.get(_FEET) is None:
        return None
    cm = to_cm(state[_FEET], state.get(_INCHES) or 0)
    return cm if STATURE_CM[0] <= cm <= STATURE_CM[1] else None


def _convert() -> None:
    """Convert the stature after a switch of units."""
    state = st.session_state
    if units() == "imperial" and state.get(_CM) is not None:
        state[_FEET], state[_INCHES] = to_feet(state[_CM])
    elif units() == "metric" and state.get(_FEET) is not None:
        cm = to_cm(state[_FEET], state.get(_INCHES) or 0)
        state[_CM] = float(round(min(max(cm, STATURE_CM[0]), STATURE_CM[1])))


def describe_subject(subject: Subject) -> str:
    """The subject in words; empty if nothing was entered."""
    known: list[str] = []
    if subject.age is not None:
        known.append(tr("{age} years").format(age=f"{subject.age:g}"))
    if subject.sex is not None:
        known.append(tr("female") if subject.sex == "female" else tr("male"))
    if subject.stature_cm is not None:
        metric = units() == "metric"
        known.append(f"{subject.stature_cm:g} cm" if metric else _in_feet(subject.stature_cm))
    return ", ".join(known)


def _heading(subject: Subject) -> str:
    known = describe_subject(subject)
    if not known:
        return tr("About the person (optional): narrows the typical range")
    return tr("About the person: {known}").format(known=known)


def _in_feet(cm: float) -> str:
    feet, inches = to_feet(cm)
    return f"{feet} ft {inches} in"
