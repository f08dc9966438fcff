"""Which trainers see a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.ui.studio.attempt import attempt_change
from posture.ui.studio.current import current_actor, records
from posture.ui.studio.settings.accounts import accounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.studio.records import Client


def show_sharing(client: Client) -> None:
    """Draw the choice of trainers; an owner alone has it, and only where there are trainers."""
    if current_actor().role != "owner":
        return
    trainers = {one.id: one.name for one in accounts().all() if one.role == "trainer"}
    if not trainers:
        return
    shared = records().shared_with(client.id)
    chosen = [one for one in shared if one in trainers]
    with st.expander(tr("Shared with"), icon=":material/group:", key="client_sharing"):
        # Another sharing is another widget: what a second station has changed shows.
        key = f"sharing_{client.id}_{'-'.join(sorted(shared))}"
        st.multiselect(
            tr("Trainers who see this client"),
            list(trainers),
            chosen,
            format_func=trainers.__getitem__,
            key=key,
            placeholder=tr("Nobody but owners"),
        )
        st.button(
            tr("Save who sees this client"),
            icon=":material/save:",
            key="save_sharing",
            on_click=attempt_change,
            args=(key, _share, client.id, tuple(one for one in shared if one not in trainers)),
        )


def _share(chosen: Sequence[str], client_id: str, others: tuple[str, ...]) -> None:
    """Those who are no trainers at present keep what they had."""
    records().share_client(client_id, (*chosen, *others))
