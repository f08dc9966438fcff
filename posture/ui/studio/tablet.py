"""How a tablet or phone opens the studio: what to start, and the code that leads to it."""

from __future__ import annotations

import streamlit as st

from posture.i18n.language import tr
from posture.studio.access import qr
from posture.ui.serve.served import served
from posture.ui.shared.markdown import escape
from posture.ui.studio import where
from posture.ui.studio.accounts import accounts

_COMMAND = "posture serve --lan"


def show() -> None:
    """Draw how it is started, or where it is reached."""
    st.title(tr("Connect a tablet or phone"))
    where.show_way(tr("Settings"), icon=":material/arrow_back:", key="back", room="settings")
    here = served()
    if here is None or not here.lan:
        _how_to_start()
        return
    st.markdown(
        tr(
            "The studio is open to the local network. Point the tablet's camera at the code, or "
            "type the address. Tablet and computer have to be in the same network."
        )
    )
    st.image(qr.for_page(here.address), width=260, alt=tr("Code that opens the studio"))
    st.code(here.address, language=None)
    if here.fingerprint:
        st.markdown(
            tr(
                "The first time the browser warns: the tablet does not know this studio's "
                "certificate yet. How to install it stands at the address below; compare the "
                "fingerprint there with this one."
            )
        )
        st.code(f"{here.address}/trust", language=None)
        st.code(here.fingerprint, language=None, wrap_lines=True)


def _how_to_start() -> None:
    st.markdown(
        tr(
            "At present the studio answers this computer alone. To open it to tablets and phones "
            "of the same network, stop it and start it by this command. The connection is "
            "encrypted, and everyone signs in; the computer's own browser too."
        )
    )
    st.code(_COMMAND, language="sh")
    if not accounts().has_owner():
        st.markdown(escape(tr("It asks for the name and password of the studio's owner first.")))
