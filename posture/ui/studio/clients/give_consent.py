"""The client's consent: given before the first photo, shown, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import format_day, tr
from posture.studio.consent import COVERS, SENTENCES, consent
from posture.ui.shared.markdown import escape
from posture.ui.studio.attempt import attempt
from posture.ui.studio.current import records, today

if TYPE_CHECKING:
    from posture.studio.consent import Cover
    from posture.studio.records import Client


def ask_consent(client: Client) -> None:
    """Draw what the client agrees to, and the buttons that record it."""
    with st.container(border=True, key="studio_consent"):
        st.subheader(tr("Before the first photo: the client's consent"))
        st.markdown("\n".join(f"- {escape(SENTENCES[one])}" for one in COVERS))
        st.caption(tr("Read it to the client. It can be withdrawn at any time."))
        st.button(
            tr("The client agrees to all of it"),
            type="primary",
            icon=":material/check:",
            key="consent_all",
            on_click=attempt,
            args=(_give, client.id, COVERS),
        )
        with st.expander(tr("Only to a part of it")):
            some = [
                one
                for one in COVERS
                if st.checkbox(escape(SENTENCES[one]), key=f"consent_{client.id}_{one}")
            ]
            st.button(
                tr("The client agrees to these"),
                key="consent_some",
                disabled="photos" not in some,
                on_click=attempt,
                args=(_give, client.id, tuple(some)),
            )
            st.caption(tr("Without the first one no photo can be kept."))


def show_consent(client: Client) -> None:
    """Draw the consent that stands, or the question for one."""
    given = client.consent
    if given is None or given.withdrawn_on is not None:
        if given is not None and given.withdrawn_on is not None:
            day = format_day(given.withdrawn_on)
            st.warning(tr("The consent was withdrawn on {day}.").format(day=escape(day)))
        ask_consent(client)
        return
    words = tr("Given on {day}, wording {version}:").format(
        day=format_day(given.given_on), version=given.wording
    )
    st.markdown(escape(words))
    st.markdown("\n".join(f"- {escape(SENTENCES[one])}" for one in given.covers))
    st.button(
        tr("The client withdraws it"),
        icon=":material/undo:",
        key="consent_withdraw",
        on_click=attempt,
        args=(_withdraw, client),
        help=tr("No further photo is kept. What is there stays until it is erased."),
    )


def _give(client_id: str, covers: tuple[Cover, ...]) -> None:
    records().give_consent(client_id, consent(covers, today()))


def _withdraw(client: Client) -> None:
    if client.consent is not None:
        withdrawn = replace(client.consent, withdrawn_on=today())
        records().give_consent(client.id, withdrawn)
