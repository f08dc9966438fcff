"""Who uses the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.errors import AccessError
from posture.i18n.language import tr
from posture.studio.access.web.settings import HEADER, plain_address
from posture.studio.records import LOCAL
from posture.ui.serve.served import served

if TYPE_CHECKING:
    from posture.studio.access.accounts import Account
    from posture.studio.records import Actor
    from posture.studio.store.store import Store


def actor_of(store: Store) -> Actor:
    """Who uses the page and reads and writes the records of a studio.

    Raises
    ------
    AccessError
        Nobody is signed in any more; or no gate stands before the app although the studio has
        accounts, so that it is not known who it is.
    """
    if served() is not None:
        return signed_in().actor
    # Only here: the optional part may be missing, and every page asks who is signed in.
    from posture.studio.access.accounts import Accounts

    if Accounts(store.database).exist():
        raise AccessError(
            tr("This studio has accounts: one has to sign in."),
            tr("Start the app by: {command}").format(command="posture app"),
        )
    return LOCAL


def signed_in() -> Account:
    """The account of whoever uses the page, as it is now: its role may have changed.

    Raises
    ------
    AccessError
        Nobody is signed in any more.
    """
    here = served()
    login_id = st.context.headers.get(HEADER)
    login = None if here is None or not login_id else here.sign_in.logins.find_by_id(login_id)
    if login is None:
        raise AccessError(tr("You are signed out."), tr("Sign in again."))
    return login.account


def owner_of_files() -> str:
    """Id of the account to which files of this session belong; empty at this machine alone."""
    return "" if served() is None else signed_in().id


def is_elsewhere() -> bool:
    """Whether the page is open on another machine than the one that this program runs on."""
    # Streamlit has none for this machine.
    address = None if served() is None else st.context.ip_address
    return address is not None and not plain_address(address).is_loopback
