"""The studio's own name, looks and rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.errors import ConflictError
from posture.i18n.language import format_day, tr
from posture.limits import LOGO_MEGABYTES
from posture.studio.profile import Profile
from posture.studio.records import LONGEST_NAME
from posture.studio.reports.brand import check_logo
from posture.studio.retention import due_clients
from posture.ui.shared.markdown import escape, escape_label
from posture.ui.studio import where
from posture.ui.studio.attempt import attempt
from posture.ui.studio.current import current_actor, records, studio_store, today

if TYPE_CHECKING:
    from typing import Any

_SAVED, _CONFLICT = "studio_profile_saved", "studio_profile_conflict"
_LONGEST_RETENTION = 36_500

_LIMIT = """<style>
.st-key-studio_logo [data-testid=stFileUploaderDropzoneInstructions] > div::after {
  content: "WORDS";
}
</style>"""
"""In place of the limit of photos, see theme.py."""


def show() -> None:
    """Draw the settings."""
    st.title(tr("Settings"))
    where.show_way(tr("All clients"), icon=":material/arrow_back:", key="settings_back")
    profile = records().profile()
    if st.session_state.pop(_SAVED, False):
        st.success(tr("Saved."), icon=":material/check:")
    if st.session_state.pop(_CONFLICT, False):
        st.warning(
            tr("Another station has changed the settings meanwhile: these are its. Try again."),
            icon=":material/sync_problem:",
        )
    form = f"profile_{profile.version}"
    with st.form(form):
        st.subheader(tr("On reports"))
        _names(form, profile)
        _looks(form, profile)
        st.subheader(tr("How long clients are kept"))
        _retention(form, profile)
        st.form_submit_button(
            tr("Save the settings"),
            type="primary",
            icon=":material/save:",
            on_click=attempt,
            args=(_save, profile, form),
        )
    _due()
    _more()


def _due() -> None:
    """The clients whose days end soon: an owner alone sees them all."""
    if current_actor().role != "owner":
        return
    due = due_clients(studio_store(), today())
    if not due:
        return
    st.subheader(tr("Deleted soon"))
    st.caption(tr("A new visit keeps a client. The day stands beside the name."))
    for one in due:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                f"**{escape_label(one.client.details.name)}**",
                key=f"due_{one.client.id}",
                type="tertiary",
                on_click=where.go,
                kwargs={"client": one.client.id},
            )
            st.caption(escape(format_day(one.on)), width="content")


def _more() -> None:
    """The ways to what concerns people and devices."""
    st.subheader(tr("People and devices"))
    ways = {
        "tablet": (tr("Connect a tablet or phone"), ":material/qr_code_2:"),
        "accounts": (tr("Accounts"), ":material/group:"),
        "trail": (tr("Audit trail"), ":material/history:"),
        "encryption": (tr("Encryption"), ":material/lock:"),
    }
    with st.container(horizontal=True):
        for room, (label, icon) in ways.items():
            where.show_way(label, icon=icon, key=f"to_{room}", room=room)


def _names(form: str, profile: Profile) -> None:
    name, trainer = st.columns(2)
    name.text_input(
        tr("Name of the studio"), profile.name, max_chars=LONGEST_NAME, key=f"{form}/name"
    )
    trainer.text_input(
        tr("Trainer"), profile.trainer, max_chars=LONGEST_NAME, key=f"{form}/trainer"
    )
    st.text_input(
        tr("Contact"),
        profile.contact,
        max_chars=LONGEST_NAME,
        key=f"{form}/contact",
        help=tr("Telephone, e-mail or address, as it shall stand on a report."),
    )


def _looks(form: str, profile: Profile) -> None:
    logo, colour, paper = st.columns([2, 1, 1])
    with logo:
        if profile.logo:
            st.image(profile.logo, width=120, alt=tr("Logo of the studio"))
            st.checkbox(tr("Without this logo"), key=f"{form}/no_logo")
        with st.container(key="studio_logo"):
            st.file_uploader(
                tr("Logo (PNG or JPEG)"),
                type=["png", "jpg", "jpeg"],
                key=f"{form}/logo",
                max_upload_size=LOGO_MEGABYTES,
            )
        limit = tr("Up to {most} MB a file").format(most=LOGO_MEGABYTES)
        st.html(_LIMIT.replace("WORDS", limit))
    colour.color_picker(tr("Colour of headings"), profile.colour, key=f"{form}/colour")
    papers = {"a4": "A4", "letter": "Letter"}
    paper.radio(
        tr("Paper"),
        list(papers),
        index=list(papers).index(profile.paper),
        format_func=papers.__getitem__,
        key=f"{form}/paper",
    )


def _retention(form: str, profile: Profile) -> None:
    st.number_input(
        tr("Days after the last visit until a client is deleted; empty keeps them"),
        1,
        _LONGEST_RETENTION,
        profile.retention_days,
        key=f"{form}/retention_days",
    )


def _save(profile: Profile, form: str) -> None:
    typed: dict[str, Any] = {
        name: st.session_state[f"{form}/{name}"]
        for name in ("name", "trainer", "contact", "colour", "paper", "retention_days")
    }
    file = st.session_state[f"{form}/logo"]
    logo = b"" if st.session_state.get(f"{form}/no_logo") else profile.logo
    if file is not None:
        logo = check_logo(file.getvalue())
    try:
        records().save_profile(replace(profile, logo=logo, **typed))
    except ConflictError:
        st.session_state[_CONFLICT] = True
    else:
        st.session_state[_SAVED] = True
