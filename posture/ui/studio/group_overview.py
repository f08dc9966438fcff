"""The overview of a group's day as a table that can be sorted, and links to who comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.studio.group.overview import STATES
from posture.ui.shared.markdown import escape, escape_label
from posture.ui.studio import where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.studio.group.overview import Row

_FIRST = 5
"""How many are named above the table."""


def show_overview(rows: Sequence[Row], here: str | None) -> None:
    """Draw it; nothing before the first photo.

    Parameters
    ----------
    rows : sequence of Row
        Who to look at first at the top.
    here : str or None
        Client who stands above the overview, with what to do about the photo.
    """
    if not any(one.visit_id for one in rows):
        return
    st.subheader(tr("Overview"))
    first = [one for one in rows if one.beyond][:_FIRST]
    if first:
        st.caption(tr("Look at first:"))
        with st.container(horizontal=True):
            for one in first:
                st.button(
                    escape_label(f"{one.name}: {', '.join(one.beyond)}"),
                    key=f"first_{one.client_id}",
                    on_click=where.go,
                    kwargs={"visit": one.visit_id},
                )
    st.dataframe(
        {
            tr("Name"): [one.name for one in rows],
            tr("State"): [STATES[one.state] for one in rows],
            tr("Stands out"): [_stands_out(one) for one in rows],
            tr("Open"): [", ".join(one.open) for one in rows],
        },
        hide_index=True,
        width="stretch",
    )
    again = [one for one in rows if one.state == "retake" and one.client_id != here]
    for one in again:
        listed = " ".join(one.remedies)
        st.warning(f"**{escape(one.name)}**: {escape(listed)}", icon=":material/replay:")
    noticed = [one for one in rows if one.state == "check"]
    if noticed:
        with st.expander(
            tr("Photos with notices ({count})").format(count=len(noticed)),
            icon=":material/info:",
            key="group_notices",
        ):
            for one in noticed:
                listed = " ".join(one.remedies)
                st.markdown(f"- **{escape(one.name)}**: {escape(listed)}")


def _stands_out(row: Row) -> str:
    # Without a verdict it is unknown whether anything does.
    return ", ".join(row.beyond) or (tr("nothing") if row.judged else "")
