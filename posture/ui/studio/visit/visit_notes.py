"""Beside the photos of a visit: how they were taken, the trainer's notes, known conditions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from posture.assess.knowledge import knowledge
from posture.i18n.language import tr
from posture.studio.records import LONGEST_NAME, LONGEST_TEXT
from posture.ui.shared.markdown import escape
from posture.ui.studio.attempt import attempt_change
from posture.ui.studio.current import today
from posture.ui.studio.visit.open_visit import opened_as, store

if TYPE_CHECKING:
    from datetime import date

    from posture.studio.records import Protocol
    from posture.ui.studio.visit.open_visit import OpenVisit

_HEIGHT_CM, _DISTANCE_CM = (20.0, 250.0), (50.0, 1500.0)
"""What a camera's height and distance lie between, centimetres."""


def show_conditions(opened: OpenVisit) -> None:
    """Draw what is known of the client that the visit should respect; nothing where nothing is."""
    details = opened.client.details
    asked = knowledge().screening
    known = [asked[one].question if one in asked else one for one in details.contraindications]
    if known:
        listed = "\n".join(f"- {escape(one)}" for one in known)
        heading = tr("Known of this client:")
        st.warning(f"{heading}\n{listed}", icon=":material/health_and_safety:")
    if details.goals:
        st.caption(escape(tr("Goals: {goals}").format(goals=details.goals)))


def show_notes(opened: OpenVisit) -> None:
    """Draw notes and protocol; each is stored when it is left."""
    visit = opened.visit
    with st.expander(
        tr("Notes, and how the photos were taken"), icon=":material/edit_note:", key="visit_notes"
    ):
        st.text_area(
            tr("Notes for yourself"),
            visit.notes,
            max_chars=LONGEST_TEXT,
            key=_key(visit.id, "notes"),
            on_change=attempt_change,
            args=(_key(visit.id, "notes"), _note, visit.id),
        )
        st.date_input(
            tr("Day of the visit"),
            visit.on,
            max_value=today(),
            key=_key(visit.id, "on"),
            on_change=attempt_change,
            args=(_key(visit.id, "on"), _day, visit.id),
        )
        _taken(opened)


def _taken(opened: OpenVisit) -> None:
    """Draw how the photos were taken."""
    visit_id, taken = opened.visit.id, opened.visit.protocol
    height, distance, clothes = st.columns(3)
    with height:
        _length(tr("Camera height, cm"), visit_id, "camera_height_cm", taken, _HEIGHT_CM, 5.0)
    with distance:
        _length(tr("Distance, cm"), visit_id, "distance_cm", taken, _DISTANCE_CM, 10.0)
    clothes.text_input(
        tr("Clothes"),
        taken.clothes,
        max_chars=LONGEST_NAME,
        key=_key(visit_id, "clothes"),
        on_change=attempt_change,
        args=(_key(visit_id, "clothes"), _protocol, visit_id, "clothes"),
    )
    st.caption(tr("The same way every time makes changes easier to tell."))


def _length(
    label: str,
    visit_id: str,
    field: Literal["camera_height_cm", "distance_cm"],
    taken: Protocol,
    between: tuple[float, float],
    step: float,
) -> None:
    value: float | None = getattr(taken, field)
    low, high = between
    st.number_input(
        label,
        low,
        high,
        value,
        step=step,
        format="%g",
        key=_key(visit_id, field),
        on_change=attempt_change,
        args=(_key(visit_id, field), _protocol, visit_id, field),
    )


def _note(notes: str, visit_id: str) -> None:
    opened = opened_as(visit_id)
    if opened is not None and notes != opened.visit.notes:
        store(opened, replace(opened.visit, notes=notes))


def _day(on: date, visit_id: str) -> None:
    opened = opened_as(visit_id)
    if opened is not None and on != opened.visit.on:
        store(opened, replace(opened.visit, on=on))


def _protocol(value: float | str | None, visit_id: str, field: str) -> None:
    opened = opened_as(visit_id)
    if opened is None:
        return
    changed: dict[str, Any] = {field: value}
    protocol = replace(opened.visit.protocol, **changed)
    if protocol != opened.visit.protocol:
        store(opened, replace(opened.visit, protocol=protocol))


def _key(visit_id: str, field: str) -> str:
    return f"studio_note_{visit_id}_{field}"
