"""A client: what is known, the visits, the course, consent, archive and erasure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.assess.verdict import find_verdict
from posture.i18n.language import format_day, language, tr
from posture.present.verdict import headline
from posture.studio.erasure import erase_client
from posture.studio.exchange.analysis_in import visit_from_analysis
from posture.studio.history.occasions import Occasion, read_occasion
from posture.ui.check.start_over import start_over
from posture.ui.shared.markdown import escape
from posture.ui.studio import where
from posture.ui.studio.attempt import attempt, attempt_change
from posture.ui.studio.clients import erased
from posture.ui.studio.clients.clients import show_marks
from posture.ui.studio.clients.details import keep, show_details
from posture.ui.studio.clients.export import show_export
from posture.ui.studio.clients.give_consent import show_consent
from posture.ui.studio.clients.sharing import show_sharing
from posture.ui.studio.current import current_actor, records, studio_store, today
from posture.ui.studio.history.course import show_course
from posture.ui.studio.history.hand_out import show_reports
from posture.ui.studio.settings.trail import show_entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from posture.studio.records import Client, Visit

_HEADLINES = "studio_headlines"
"""Session key of the headlines by visit, version and language."""


def show(client_id: str) -> None:
    """Draw the client.

    Parameters
    ----------
    client_id : str

    Raises
    ------
    NotFoundError
        There is no such client.
    """
    client = records().client(client_id)
    visits = records().visits(client_id, drafts=True)
    _head(client)
    _visits(client, visits)
    show_course(visits)
    with st.expander(tr("Reports"), icon=":material/description:", key="client_reports"):
        show_reports(client, visits)
    with st.expander(tr("Details"), icon=":material/badge:", key="client_details"):
        show_details(client)
    with st.expander(tr("Consent"), icon=":material/verified_user:", key="client_consent"):
        show_consent(client)
    with st.expander(
        tr("Import and export"), icon=":material/import_export:", key="client_exchange"
    ):
        _bring_in(client)
        show_export(client)
    show_sharing(client)
    with st.expander(tr("Who saw and changed this"), icon=":material/history:", key="client_trail"):
        show_entries(records().audit(client.id))
    with st.expander(tr("Archive or erase"), icon=":material/archive:", key="client_end"):
        _archive(client)
        _erase(client, len(visits))


def _head(client: Client) -> None:
    st.title(escape(client.details.name), anchor="client")
    marks = show_marks(made_up=client.details.made_up, archived=client.archived)
    st.caption(f"{escape(_known(client))} {marks}")
    if client.details.goals:
        st.markdown(escape(tr("Goals: {goals}").format(goals=client.details.goals)))
    _retention(client)
    with st.container(horizontal=True):
        st.button(
            tr("New visit"),
            type="primary",
            icon=":material/photo_camera:",
            key="client_visit",
            on_click=where.go,
            kwargs={"client": client.id, "room": "visit"},
        )
        st.button(
            tr("All clients"), icon=":material/groups:", key="client_all", on_click=where.leave
        )


def _known(client: Client) -> str:
    details = client.details
    parts: list[str] = []
    if details.year_of_birth is not None:
        parts.append(tr("born {year}").format(year=details.year_of_birth))
    if details.sex is not None:
        parts.append(tr("female") if details.sex == "female" else tr("male"))
    if details.stature_cm is not None:
        parts.append(f"{details.stature_cm:g} cm")
    return " · ".join(parts)


def _retention(client: Client) -> None:
    if client.delete_after is None:
        return
    days = max(0, (client.delete_after - today()).days)
    words = tr("Days until this client is deleted by the studio's setting: {days} ({day}).").format(
        days=days, day=format_day(client.delete_after)
    )
    st.caption(escape(words))


def _visits(client: Client, visits: Sequence[Visit]) -> None:
    st.subheader(tr("Visits"))
    if not visits:
        st.caption(tr("There is no visit yet."))
        return
    with st.container(key="studio_rows", gap="xsmall"):
        for visit in reversed(visits):
            with st.container(horizontal=True, vertical_alignment="center", border=True):
                st.button(
                    f"**{format_day(visit.on)}**",
                    key=f"visit_{visit.id}",
                    type="tertiary",
                    on_click=where.go,
                    kwargs={"visit": visit.id},
                )
                draft = tr("draft: not saved yet")
                mark = f" :orange-badge[{draft}]" if visit.draft else ""
                st.caption(f"{escape(_views(visit))}{mark}", width="content")
                st.markdown(escape(_headline(visit)))
                if visit.draft:
                    st.button(
                        tr("Discard"),
                        key=f"discard_{visit.id}",
                        icon=":material/delete:",
                        on_click=attempt,
                        args=(records().delete_visit, visit.id),
                    )


def _headline(visit: Visit) -> str:
    """The headline of a visit's verdict; read anew only after the visit was changed."""
    known: dict[tuple[str, int, str], str] = st.session_state.setdefault(_HEADLINES, {})
    key = (visit.id, visit.version, language())
    if key not in known:
        found = read_occasion(visit)
        known[key] = (
            headline(find_verdict(found.analysis.assessment)) if isinstance(found, Occasion) else ""
        )
    return known[key]


def _views(visit: Visit) -> str:
    named = {"side": tr("side"), "front": tr("front"), "back": tr("back")}
    return ", ".join(named[one.view] for one in visit.photos) or tr("no photo")


def _bring_in(client: Client) -> None:
    """Analyses of earlier days become drafts, to be looked at and saved."""
    key = f"analyses_{client.id}_{client.version}"
    st.file_uploader(
        tr("Analyses of earlier days (analysis.json)"),
        ["json"],
        accept_multiple_files=True,
        key=key,
        on_change=attempt_change,
        args=(key, _read_analyses, client),
    )


def _read_analyses(files: Sequence[UploadedFile], client: Client) -> None:
    for file in files:
        made = visit_from_analysis(client.id, file.getvalue(), file.name, today())
        records().save_visit(made.visit, made.data)


def _archive(client: Client) -> None:
    # A new version is a new widget, whose value is that of the record.
    key = f"archive_{client.id}_{client.version}"
    st.toggle(
        tr("Archived: listed among the archived ones alone"),
        client.archived,
        key=key,
        on_change=attempt_change,
        args=(key, _set_archived, client),
    )


def _set_archived(archived: bool, client: Client) -> None:
    if archived != client.archived:
        keep(replace(client, archived=archived))


def _erase(client: Client, visits: int) -> None:
    st.divider()
    st.markdown(
        escape(
            tr(
                "Erasing removes the client, {visits} visits with their photos, and every file "
                "made of them. It cannot be undone. Backups keep them until they are deleted."
            ).format(visits=visits)
        )
    )
    sure = st.text_input(
        tr("To erase, type the client's name"), key=f"erase_{client.id}", autocomplete="off"
    )
    st.button(
        tr("Erase this client"),
        icon=":material/delete_forever:",
        key="client_erase",
        disabled=sure.strip() != client.details.name.strip(),
        on_click=attempt,
        args=(_really_erase, client.id),
    )


def _really_erase(client_id: str) -> None:
    report = erase_client(studio_store(), current_actor(), client_id)
    start_over()
    where.go()
    # After what leaves the session with the client.
    erased.note(report)
