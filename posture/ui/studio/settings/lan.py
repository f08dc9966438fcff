"""The switch that opens the studio to the local network, and closes it again."""

from __future__ import annotations

import streamlit as st

from posture.i18n.language import tr
from posture.studio.access import lan_server
from posture.studio.access.accounts import Accounts
from posture.studio.access.passwords import SHORTEST
from posture.studio.records import LONGEST_NAME
from posture.ui.serve.actor import is_elsewhere, signed_in
from posture.ui.serve.served import served
from posture.ui.shared.markdown import escape
from posture.ui.studio.attempt import attempt, attempt_change
from posture.ui.studio.current import studio_store
from posture.ui.studio.settings.new_secret import ask_twice, need_same

_NAME, _PASSWORD, _AGAIN = "lan_owner", "lan_password", "lan_again"


def may_switch() -> bool:
    """Whether whoever uses the page may open and close the network: at this computer, an owner."""
    return not is_elsewhere() and (served() is None or signed_in().role == "owner")


def show_on() -> None:
    """Draw what opening means, and the button that opens."""
    st.markdown(
        tr(
            "At present the studio answers this computer alone. Opened, tablets and phones of the "
            "same network can reach it. The connection is encrypted, and from then on everyone "
            "signs in, at this computer too. It stays open until it is closed here or the "
            "computer is shut down."
        )
    )
    if Accounts(studio_store().database).has_owner():
        st.button(
            tr("Open to the local network"),
            type="primary",
            icon=":material/wifi:",
            key="lan_on",
            on_click=attempt,
            args=(_open,),
        )
        return
    with st.form("lan_owner_form"):
        st.markdown(tr("First, the account of the studio's owner, who signs in with it:"))
        st.text_input(tr("Name"), key=_NAME, max_chars=LONGEST_NAME, autocomplete="username")
        ask_twice(tr("Password"), _PASSWORD, tr("Password once more"), _AGAIN, least=SHORTEST)
        st.form_submit_button(
            tr("Open to the local network"),
            type="primary",
            icon=":material/wifi:",
            on_click=attempt_change,
            args=(_NAME, _make_owner_and_open),
        )


def show_off() -> None:
    """Draw the button that closes."""
    st.button(
        tr("Close to the network"),
        icon=":material/wifi_off:",
        key="lan_off",
        on_click=attempt,
        args=(lan_server.stop, studio_store().settings.home),
        help=tr("Everybody who is connected is cut off; drafts of visits are kept."),
    )


def show_way_in_here(url: str) -> None:
    """Say how this computer gets in from now on, where no gate stands before this very page."""
    if served() is not None:
        return
    st.info(
        escape(
            tr(
                "This computer signs in too from now on: open {address} here, or stop the app and "
                "start it anew by {command}."
            ).format(address=url, command="posture app")
        )
    )


def _open() -> None:
    with st.spinner(tr("Opening …")):
        lan_server.start(studio_store().settings.home)


def _make_owner_and_open(name: str) -> None:
    password = str(st.session_state[_PASSWORD])
    need_same(password, _AGAIN, tr("The two passwords are not the same."))
    accounts = Accounts(studio_store().database)
    if not accounts.has_owner():
        accounts.add(name, password, "owner")
    _open()
