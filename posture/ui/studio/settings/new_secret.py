"""The place where a new password or passphrase is typed twice."""

from __future__ import annotations

import streamlit as st

from posture.errors import InputError
from posture.i18n.language import tr


def ask_twice(label: str, key: str, label_again: str, key_again: str, *, least: int) -> None:
    """Draw two fields beside each other, inside a form.

    Parameters
    ----------
    label, key : str
        Of the first field.
    label_again, key_again : str
        Of the second.
    least : int
        Characters that it has to have.
    """
    first, again = st.columns(2)
    first.text_input(
        label,
        type="password",
        key=key,
        autocomplete="new-password",
        help=tr("At least {least} characters.").format(least=least),
    )
    again.text_input(label_again, type="password", key=key_again, autocomplete="new-password")


def need_same(typed: str, key_again: str, fault: str) -> None:
    """Stop with this sentence unless the second field holds the same.

    Raises
    ------
    InputError
    """
    if typed != st.session_state.get(key_again):
        raise InputError(fault, remedy=tr("Type both again."))
