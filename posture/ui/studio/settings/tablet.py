"""How a tablet or phone opens the studio: the switch, and the code that leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.studio.access import lan_server, qr
from posture.ui.studio.current import studio_store
from posture.ui.studio.settings import lan
from posture.ui.studio.settings.heads import show_head

if TYPE_CHECKING:
    from posture.studio.access.lan_server import LanServer


def show() -> None:
    """Draw how it is opened, or where it is reached; it names no client."""
    show_head(tr("Connect a tablet or phone"))
    may_switch = lan.may_switch()
    found = lan_server.find(studio_store().settings.home)
    if found is not None:
        _where(found)
        lan.show_way_in_here(found.url)
        if may_switch:
            lan.show_off()
    elif may_switch:
        lan.show_on()
    else:
        st.markdown(
            tr("The studio answers its own computer alone. An owner opens it, at that computer.")
        )


def _where(server: LanServer) -> None:
    st.markdown(
        tr(
            "The studio is open to the local network. Point the tablet's camera at the code, or "
            "type the address. Tablet and computer have to be in the same network."
        )
    )
    st.image(qr.for_page(server.url), width=260, alt=tr("Code that opens the studio"))
    st.code(server.url, language=None)
    if server.fingerprint:
        st.markdown(
            tr(
                "The first time the browser warns: the tablet does not know this studio's "
                "certificate yet. How to install it stands at the address below; compare the "
                "fingerprint there with this one."
            )
        )
        st.code(f"{server.url}/trust", language=None)
        st.code(server.fingerprint, language=None, wrap_lines=True)
