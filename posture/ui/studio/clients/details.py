"""What is known of a client, to be changed; two stations that changed it see both and choose."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from posture.assess.assessment import STATURE_CM
from posture.assess.knowledge import knowledge
from posture.errors import ConflictError
from posture.i18n.language import LANGUAGES, TranslatedTable, language, mark, tr
from posture.studio.records import LONGEST_NAME, LONGEST_TEXT, Client, ClientDetails
from posture.studio.store.records.limits import years_of_birth
from posture.ui.shared.language_choice import key_in_language, key_of
from posture.ui.shared.markdown import escape
from posture.ui.studio.attempt import attempt, attempt_change
from posture.ui.studio.current import records

if TYPE_CHECKING:
    from typing import Any

Number = TypeVar("Number", int, float)

_CONFLICT, _SAVED = "studio_details_conflict", "studio_details_saved"

_LABELS = TranslatedTable(
    {
        "name": mark("Name"),
        "year_of_birth": mark("Year of birth"),
        "sex": mark("Sex"),
        "stature_cm": mark("Stature, cm"),
        "language": mark("Language of the reports"),
        "goals": mark("Goals"),
        "notes": mark("Notes"),
        "contraindications": mark("Known conditions"),
    }
)


def show_details(client: Client) -> None:
    """Draw the form, or the choice between two versions."""
    conflict: ConflictError | None = st.session_state.get(_CONFLICT)
    if conflict is not None and _concerns(conflict, client):
        _choose(conflict)
        return
    if st.session_state.pop(_SAVED, None) == client.id:
        st.success(tr("Saved."), icon=":material/check:")
    known = client.details
    # A newer version is shown in new fields.
    form = f"details_{client.id}_{client.version}"
    with st.form(form):
        _person(form, known)
        _conditions(form, known)
        st.text_area(_LABELS["goals"], known.goals, max_chars=LONGEST_TEXT, key=f"{form}/goals")
        st.text_area(_LABELS["notes"], known.notes, max_chars=LONGEST_TEXT, key=f"{form}/notes")
        st.form_submit_button(
            tr("Save the details"),
            type="primary",
            icon=":material/save:",
            on_click=attempt_change,
            args=(f"{form}/name", _save, client, form),
        )


def _person(form: str, known: ClientDetails) -> None:
    st.text_input(_LABELS["name"], known.name, max_chars=LONGEST_NAME, key=f"{form}/name")
    first, last = years_of_birth()
    born, sex, stature, reports = st.columns(4)
    born.number_input(
        _LABELS["year_of_birth"],
        first,
        last,
        _clamped("year_of_birth", known.year_of_birth, first, last),
        key=f"{form}/year_of_birth",
    )
    sexes = {"": tr("not said"), "female": tr("Female"), "male": tr("Male")}
    sex.selectbox(
        _LABELS["sex"],
        list(sexes),
        index=list(sexes).index(known.sex or ""),
        format_func=sexes.__getitem__,
        key=key_of(f"{form}/sex", language()),
    )
    low, high = STATURE_CM
    stature.number_input(
        _LABELS["stature_cm"],
        low,
        high,
        _clamped("stature_cm", known.stature_cm, low, high),
        step=1.0,
        format="%g",
        key=f"{form}/stature_cm",
    )
    codes = list(LANGUAGES)
    reports.selectbox(
        _LABELS["language"],
        codes,
        index=codes.index(known.language) if known.language in codes else 0,
        format_func=LANGUAGES.__getitem__,
        key=f"{form}/language",
    )


def _clamped(field: str, value: Number | None, low: Number, high: Number) -> Number | None:
    """A number that the field takes; where an older version stored another one, that is said."""
    if value is None:
        return None
    if not low <= value <= high:
        words = tr("{field}: {value} is stored, which cannot be used. Check it before you save.")
        st.warning(escape(words.format(field=_LABELS[field], value=f"{value:g}")))
    return min(max(value, low), high)


def _conditions(form: str, known: ClientDetails) -> None:
    asked = knowledge().screening
    key = key_in_language(f"{form}/contraindications")
    if key not in st.session_state:
        st.session_state[key] = [one for one in known.contraindications if one in asked]
    st.multiselect(
        tr("Known conditions that exercises depend on"),
        list(asked),
        format_func=lambda id: asked[id].question,
        key=key,
        placeholder=tr("Nothing chosen"),
        help=tr("They are answered with yes in every new visit, and the plan keeps to them."),
    )
    st.text_input(
        tr("Other conditions"),
        "; ".join(one for one in known.contraindications if one not in asked),
        max_chars=LONGEST_TEXT,
        key=f"{form}/others",
    )


def _save(name: str, client: Client, form: str) -> None:
    typed: dict[str, Any] = {
        field: st.session_state[f"{form}/{field}"]
        for field in ("year_of_birth", "stature_cm", "language", "goals", "notes")
    }
    others = str(st.session_state[f"{form}/others"]).strip()
    chosen = st.session_state[key_in_language(f"{form}/contraindications")]
    held = (*chosen, *([others] if others else []))
    details = replace(
        client.details,
        name=name.strip() or client.details.name,
        sex=st.session_state[key_of(f"{form}/sex", language())] or None,
        contraindications=tuple(held),
        **typed,
    )
    keep(replace(client, details=details))


def keep(client: Client) -> None:
    """Save the client; where it was changed elsewhere, both versions are shown."""
    try:
        records().save_client(client)
    except ConflictError as error:
        st.session_state[_CONFLICT] = error
    else:
        st.session_state.pop(_CONFLICT, None)
        st.session_state[_SAVED] = client.id


def _concerns(conflict: ConflictError, client: Client) -> bool:
    return isinstance(conflict.mine, Client) and conflict.mine.id == client.id


def _choose(conflict: ConflictError) -> None:
    mine, stored = conflict.mine, conflict.stored
    if not (isinstance(mine, Client) and isinstance(stored, Client)):
        return
    st.warning(
        tr("Another station has changed this client meanwhile. Choose which details to keep:"),
        icon=":material/sync_problem:",
    )
    ours, theirs = st.columns(2)
    with ours, st.container(border=True):
        heading = tr("Typed here")
        st.markdown(f"**{heading}**")
        _differing(mine.details, stored.details)
        st.button(
            tr("Keep what was typed here"),
            key="conflict_mine",
            on_click=attempt,
            args=(keep, replace(mine, version=stored.version)),
        )
    with theirs, st.container(border=True):
        heading = tr("From the other station")
        st.markdown(f"**{heading}**")
        _differing(stored.details, mine.details)
        st.button(tr("Keep the other one"), key="conflict_stored", on_click=_drop)


def _drop() -> None:
    st.session_state.pop(_CONFLICT, None)


def _differing(one: ClientDetails, other: ClientDetails) -> None:
    for field in fields(ClientDetails):
        value = getattr(one, field.name)
        if value != getattr(other, field.name) and field.name in _LABELS:
            shown = ", ".join(value) if isinstance(value, tuple) else value
            st.markdown(f"{escape(_LABELS[field.name])}: {escape(str(shown or '–'))}")
