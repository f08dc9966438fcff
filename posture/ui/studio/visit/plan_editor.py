"""The plan of a visit: the proposed one, changed by the trainer within what is safe."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.present.wording import ROLES
from posture.studio.plans.choices import find_choices
from posture.studio.plans.edit import (
    add_item,
    change_item,
    move_item,
    proposed_items,
    remove_item,
    swap_item,
)
from posture.studio.plans.given import given_plan
from posture.studio.records import LONGEST_NAME, LONGEST_TEXT
from posture.ui.check.plan import show_plan, show_stop
from posture.ui.shared.markdown import escape
from posture.ui.studio.attempt import attempt, attempt_change
from posture.ui.studio.current import records
from posture.ui.studio.visit.open_visit import opened_as, store
from posture.ui.studio.visit.own_exercises import show_own_exercises

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from posture.analysis.types import Analysis
    from posture.studio.plans.choices import Choice
    from posture.studio.plans.edit import Items
    from posture.studio.plans.given import GivenPlan
    from posture.studio.records import PlanItem, Visit
    from posture.ui.studio.visit.open_visit import OpenVisit


def show_given_plan(opened: OpenVisit, analysis: Analysis) -> None:
    """Draw the plan as the client will get it, and what changes it.

    Parameters
    ----------
    opened : OpenVisit
    analysis : Analysis
        Of the side photo, with the answers given so far.
    """
    visit = replace(opened.visit, answers=analysis.answers)
    own = records().own_exercises()
    given = given_plan(opened.client.details, visit, analysis, own)
    for one in given.left_out:
        st.warning(escape(f"{one.title}: {one.why}".removeprefix(": ")), icon=":material/block:")
    if given.safety.noted:
        noted = ", ".join(given.safety.noted)
        words = tr("Known conditions that the program cannot judge: {noted}").format(noted=noted)
        st.warning(escape(words), icon=":material/health_and_safety:")
    if analysis.assessment.plan.clearance != "stopped":
        # By the record alone: an answer that stops it is told above the questions.
        show_stop(given.plan)
    show_plan(given.plan)
    if given.plan.clearance == "cleared":
        choices = find_choices(given.safety, own)
        with st.expander(tr("Change the plan"), icon=":material/edit:", key="plan_edit"):
            _editor(visit, given, choices)


def _editor(visit: Visit, given: GivenPlan, choices: Sequence[Choice]) -> None:
    items = proposed_items(given.plan) if visit.plan is None else visit.plan
    titles = {one.id: one.title for one in choices}
    free = [one for one in choices if not one.why_not]
    for place in range(len(items)):
        with st.container(border=True):
            _item(visit.id, items, place, titles, free)
    _add(visit.id, items, free)
    st.text_area(
        tr("Note to the client"),
        visit.plan_note,
        max_chars=LONGEST_TEXT,
        key=f"plan_note_{visit.id}",
        on_change=attempt_change,
        args=(f"plan_note_{visit.id}", _note, visit.id),
    )
    if given.edited:
        st.button(
            tr("Back to the proposed plan"),
            icon=":material/undo:",
            key="plan_reset",
            on_click=attempt,
            args=(_keep, visit.id, None),
        )
    with st.expander(tr("An exercise of your own"), icon=":material/add:", key="own_exercise"):
        show_own_exercises()


def _item(
    visit_id: str, items: Items, place: int, titles: dict[str, str], free: Sequence[Choice]
) -> None:
    item = items[place]
    key = f"plan_{visit_id}_{item.exercise_id}"
    st.markdown(f"**{place + 1}. {escape(titles.get(item.exercise_id, ''))}**")
    dose, note = st.columns(2)
    library = next((one.dose for one in free if one.id == item.exercise_id), "")
    dose.text_input(
        tr("Dose"),
        item.dose,
        placeholder=library,
        max_chars=LONGEST_NAME,
        key=f"{key}_dose",
        on_change=attempt_change,
        args=(f"{key}_dose", _set_dose, visit_id, items, item),
    )
    note.text_input(
        tr("Note on this exercise"),
        item.note,
        max_chars=LONGEST_TEXT,
        key=f"{key}_note",
        on_change=attempt_change,
        args=(f"{key}_note", _set_note, visit_id, items, item),
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _moves(visit_id, items, place, key)
        with st.popover(tr("Swap"), icon=":material/swap_horiz:"):
            st.selectbox(
                tr("Instead"),
                [one.id for one in _not_in(items, free)],
                index=None,
                format_func=lambda id: titles[id],
                placeholder=tr("Choose from those that are safe for this client"),
                key=f"{key}_swap",
                on_change=attempt_change,
                args=(f"{key}_swap", _swap, visit_id, items, item, free),
            )


def _moves(visit_id: str, items: Items, place: int, key: str) -> None:
    exercise_id = items[place].exercise_id
    _button(
        visit_id,
        ":material/arrow_upward:",
        tr("Up"),
        f"{key}_up",
        lambda: move_item(items, exercise_id, -1),
        disabled=place == 0,
    )
    _button(
        visit_id,
        ":material/delete:",
        tr("Remove"),
        f"{key}_remove",
        lambda: remove_item(items, exercise_id),
    )


def _button(
    visit_id: str,
    icon: str,
    label: str,
    key: str,
    made: Callable[[], Items],
    *,
    disabled: bool = False,
) -> None:
    st.button(
        label,
        icon=icon,
        key=key,
        disabled=disabled,
        on_click=attempt,
        args=(lambda: _keep(visit_id, made()),),
    )


def _not_in(items: Items, free: Sequence[Choice]) -> list[Choice]:
    there = {one.exercise_id for one in items}
    return [one for one in free if one.id not in there]


def _add(visit_id: str, items: Items, free: Sequence[Choice]) -> None:
    named = {one.id: f"{one.title} · {ROLES[one.role]}" for one in _not_in(items, free)}
    st.selectbox(
        tr("Add an exercise"),
        list(named),
        index=None,
        format_func=named.__getitem__,
        placeholder=tr("Choose from those that are safe for this client"),
        # A new plan has a new, empty choice.
        key=f"plan_add_{visit_id}_{len(items)}",
        on_change=attempt_change,
        args=(f"plan_add_{visit_id}_{len(items)}", _added, visit_id, items, free),
    )


def _added(chosen: str | None, visit_id: str, items: Items, free: Sequence[Choice]) -> None:
    if chosen is not None:
        _keep(visit_id, add_item(items, chosen, free))


def _swap(
    chosen: str | None, visit_id: str, items: Items, item: PlanItem, free: Sequence[Choice]
) -> None:
    if chosen is not None:
        _keep(visit_id, swap_item(items, item.exercise_id, chosen, free))


def _set_dose(dose: str, visit_id: str, items: Items, item: PlanItem) -> None:
    if dose != item.dose:
        _keep(visit_id, change_item(items, item.exercise_id, dose=dose))


def _set_note(note: str, visit_id: str, items: Items, item: PlanItem) -> None:
    if note != item.note:
        _keep(visit_id, change_item(items, item.exercise_id, note=note))


def _keep(visit_id: str, items: Items | None) -> None:
    opened = opened_as(visit_id)
    if opened is not None:
        store(opened, replace(opened.visit, plan=items))


def _note(note: str, visit_id: str) -> None:
    opened = opened_as(visit_id)
    if opened is not None and note != opened.visit.plan_note:
        store(opened, replace(opened.visit, plan_note=note))
