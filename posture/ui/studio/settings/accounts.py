"""Accounts: who may sign in, as what, and the password of somebody who has lost theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import streamlit as st

from posture.i18n.language import language, tr
from posture.studio.access.accounts import Accounts, role_name
from posture.studio.access.passwords import SHORTEST
from posture.studio.access.throttle import Throttle
from posture.studio.records import LONGEST_NAME, Role
from posture.ui.shared.language_choice import key_of
from posture.ui.shared.markdown import escape, escape_label
from posture.ui.studio.attempt import attempt, attempt_change
from posture.ui.studio.current import current_actor, studio_store
from posture.ui.studio.settings.heads import show_owner_head

if TYPE_CHECKING:
    from posture.studio.access.accounts import Account

_NEW = "account_new"


def show() -> None:
    """Draw the accounts; an owner alone may see them.

    Raises
    ------
    AccessError
        To anyone else.
    """
    show_owner_head(tr("Accounts"))
    st.markdown(
        tr(
            "Whoever opens the studio over the network signs in with an account. An owner sees "
            "every client, a trainer those that are shared with them."
        )
    )
    for account in accounts().all():
        with st.container(border=True, key=f"account_{account.id}"):
            _account(account)
    _add_form()


def accounts() -> Accounts:
    """The accounts, as the current person may change them."""
    return Accounts(studio_store().database, current_actor())


def _account(account: Account) -> None:
    locked = tr("locked")
    badge = f" :orange-badge[{locked}]" if account.locked else ""
    st.markdown(f"**{escape(account.name)}**{badge}")
    key = key_of(f"role_{account.id}_{account.role}", language())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            tr("Role of {name}").format(name=escape_label(account.name)),
            get_args(Role),
            index=get_args(Role).index(account.role),
            format_func=role_name,
            key=key,
            on_change=attempt_change,
            args=(key, _set_role, account),
        )
        st.button(
            tr("Unlock") if account.locked else tr("Lock"),
            icon=":material/lock_open:" if account.locked else ":material/lock:",
            key=f"lock_{account.id}",
            on_click=attempt,
            args=(_set_locked, account, not account.locked),
        )
        with st.popover(tr("Set a password"), icon=":material/key:"):
            _password_form(account)


def _password_form(account: Account) -> None:
    with st.form(f"password_{account.id}", border=False, clear_on_submit=True):
        st.caption(
            tr("At least {least} characters; it has to be changed at the next sign-in.").format(
                least=SHORTEST
            )
        )
        key = f"password_of_{account.id}"
        st.text_input(tr("Password"), type="password", key=key, autocomplete="new-password")
        st.form_submit_button(
            tr("Set the password"), on_click=attempt_change, args=(key, _set_password, account)
        )


def _add_form() -> None:
    st.subheader(tr("Add an account"))
    with st.form(_NEW, clear_on_submit=True):
        name, email = st.columns(2)
        name.text_input(tr("Name"), key=f"{_NEW}/name", max_chars=LONGEST_NAME, autocomplete="off")
        email.text_input(
            tr("E-mail (optional)"),
            key=f"{_NEW}/email",
            max_chars=LONGEST_NAME,
            autocomplete="off",
            help=tr("By which an identity provider knows them, where one is set up."),
        )
        role, password = st.columns(2)
        role.selectbox(
            tr("Role"),
            ("trainer", "owner"),
            format_func=role_name,
            key=key_of(f"{_NEW}/role", language()),
        )
        password.text_input(
            tr("First password"),
            type="password",
            key=f"{_NEW}/password",
            autocomplete="new-password",
            help=tr(
                "At least {least} characters; it has to be changed at the next sign-in."
            ).format(least=SHORTEST),
        )
        st.form_submit_button(
            tr("Add the account"),
            type="primary",
            on_click=attempt_change,
            args=(f"{_NEW}/name", _add),
        )


def _add(name: str) -> None:
    state = st.session_state
    accounts().add(
        name,
        state[f"{_NEW}/password"],
        state[key_of(f"{_NEW}/role", language())],
        email=state[f"{_NEW}/email"],
        temporary=True,
    )


def _set_role(role: Role, account: Account) -> None:
    if role != account.role:
        accounts().set_role(account.id, role)


def _set_locked(account: Account, locked: bool) -> None:
    accounts().set_locked(account.id, locked)
    if not locked:
        # Wrong passwords of whoever tried meanwhile do not keep them out.
        Throttle(studio_store().database).release(account.name)


def _set_password(password: str, account: Account) -> None:
    accounts().set_password(account.id, password)
    Throttle(studio_store().database).release(account.name)
