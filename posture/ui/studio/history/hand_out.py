"""Reports of a client: chosen, made, then saved, printed or shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from posture.i18n.language import LANGUAGES, language, tr
from posture.studio.history.wording import short_days
from posture.studio.reports.material import Material
from posture.studio.reports.plan_part import exercises_wait
from posture.studio.reports.report import ReportChoice, make_report
from posture.ui.shared.language_choice import key_of
from posture.ui.shared.markdown import escape
from posture.ui.studio.current import records, today
from posture.ui.studio.history.share import show_print_and_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.studio.records import Client, Visit
    from posture.studio.reports.pages import Audience
    from posture.studio.reports.report import Kind, ReportFile

_MADE = "studio_report"


def show_reports(client: Client, visits: Sequence[Visit]) -> None:
    """Draw the choice of a report, and once it is made, what can be done with it.

    Parameters
    ----------
    client : Client
    visits : sequence of Visit
        Of the client; the last confirmed one is proposed.
    """
    saved = [one for one in visits if not one.draft]
    if not saved:
        st.caption(tr("Save a visit first; then its report can be made."))
        return
    kind, audience = _kind(client.id, len(saved))
    chosen = _visits(client.id, kind, saved)
    if kind in ("exercises", "visit"):
        waits = exercises_wait(_material(client, visits), chosen[0])
        if waits:
            st.info(escape(waits), icon=":material/health_and_safety:")
        if waits and kind == "exercises":
            return
    written_in = st.segmented_control(
        tr("Language"),
        list(LANGUAGES),
        default=client.details.language,
        required=True,
        format_func=LANGUAGES.__getitem__,
        key=f"report_language_{client.id}",
    )
    choice = ReportChoice(kind, chosen, audience, language=written_in)
    versions = tuple((one.id, one.version) for one in saved)
    key = (choice, client.version, versions, records().profile().version)
    if st.button(
        tr("Make the report"),
        type="primary",
        icon=":material/picture_as_pdf:",
        key="report_make",
    ):
        with st.spinner(tr("Writing the report …")):
            st.session_state[_MADE] = (key, make_report(_material(client, visits), choice))
    made = st.session_state.get(_MADE)
    if made is not None and made[0] == key:
        _hand_out(client, made[1])


def _kind(client_id: str, visits: int) -> tuple[Kind, Audience]:
    kinds: dict[Kind, str] = {"visit": tr("One visit"), "exercises": tr("Exercises")}
    if visits > 1:
        kinds |= {"comparison": tr("Two visits"), "course": tr("All visits")}
    kind = st.segmented_control(
        tr("Report of"),
        list(kinds),
        default="visit",
        required=True,
        format_func=kinds.__getitem__,
        key=f"report_kind_{client_id}_{visits > 1}",
    )
    if kind == "exercises":
        return kind, "client"
    audiences: dict[Audience, str] = {
        "client": tr("For the client, one page"),
        "professional": tr("Professional, all numbers"),
    }
    audience = st.segmented_control(
        tr("Version"),
        list(audiences),
        default="client",
        required=True,
        format_func=audiences.__getitem__,
        key=f"report_audience_{client_id}",
    )
    return cast("Kind", kind), cast("Audience", audience)


def _visits(client_id: str, kind: Kind, saved: Sequence[Visit]) -> tuple[str, ...]:
    if kind == "course":
        return ()
    ids = [one.id for one in saved]
    named = dict(zip(ids, short_days([one.on for one in saved]), strict=True)).__getitem__
    spoken = language()
    if kind == "comparison":
        left, right = st.columns(2, wrap=False)
        first = left.selectbox(
            tr("Earlier"),
            ids,
            0,
            format_func=named,
            key=key_of(f"report_a_{client_id}", spoken),
        )
        second = right.selectbox(
            tr("Later"),
            ids,
            len(ids) - 1,
            format_func=named,
            key=key_of(f"report_b_{client_id}", spoken),
        )
        return first, second
    if len(ids) == 1:
        return (ids[0],)
    only = st.selectbox(
        tr("Visit"),
        ids,
        len(ids) - 1,
        format_func=named,
        key=key_of(f"report_visit_{client_id}", spoken),
    )
    return (only,)


def _material(client: Client, visits: Sequence[Visit]) -> Material:
    known = records()
    return Material(
        client, tuple(visits), known.profile(), known.own_exercises(), known.photo, today()
    )


def _hand_out(client: Client, file: ReportFile) -> None:
    given = client.consent
    agreed = given is not None and given.withdrawn_on is None and "sharing" in given.covers
    with st.container(horizontal=True):
        st.download_button(
            tr("Save the report"),
            file.data,
            file.name,
            file.media_type,
            on_click="ignore",
            icon=":material/download:",
            key="report_save",
        )
        show_print_and_share(file, may_share=agreed, key="report_hand")
    if not agreed:
        st.caption(tr("The client has not agreed that reports are sent."))
