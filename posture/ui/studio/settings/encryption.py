"""Encryption of the studio: turned on, its passphrase changed, and typed where it is missing."""

from __future__ import annotations

import os

import streamlit as st

from posture.errors import StudioError
from posture.i18n.language import tr
from posture.studio.access import lan_server
from posture.studio.encryption.key_file import read_key_file
from posture.studio.encryption.unlock import SHORTEST_PASSPHRASE, key_by_passphrase, unlock
from posture.studio.store.settings import PASSPHRASE, default_settings
from posture.studio.switch_encryption import change_passphrase, encrypt
from posture.ui.serve.served import served
from posture.ui.shared.markdown import escape
from posture.ui.studio.attempt import attempt_change
from posture.ui.studio.current import studio_store
from posture.ui.studio.settings.heads import show_owner_head
from posture.ui.studio.settings.new_secret import ask_twice, need_same

_KNOWN, _NEW, _AGAIN, _SAID = (
    "encryption_known",
    "encryption_new",
    "encryption_again",
    "encryption_said",
)

_COMMAND = "posture studio encrypt"


def show() -> None:
    """Draw whether the studio is encrypted, and what an owner can do about it.

    Raises
    ------
    AccessError
        To anyone else.
    """
    show_owner_head(tr("Encryption"))
    said: list[str] = st.session_state.pop(_SAID, [])
    if said:
        st.success("\n\n".join(map(escape, said)), icon=":material/lock:")
    key_file = read_key_file(studio_store().settings.home)
    if key_file is not None:
        _change()
    elif served() is None:
        _turn_on()
    else:
        st.markdown(tr("The studio is not encrypted: whoever has this computer's disk reads it."))
        st.markdown(tr("Close the app and run:"))
        st.code(_COMMAND, language="sh")


def show_unlock() -> None:
    """Draw the place for the passphrase of a studio that cannot be opened without it."""
    if served() is not None:
        return
    with st.form("encryption_unlock"):
        st.text_input(
            tr("Passphrase or recovery code of the studio"),
            type="password",
            key=_KNOWN,
            autocomplete="current-password",
        )
        st.form_submit_button(
            tr("Open the studio"), type="primary", on_click=attempt_change, args=(_KNOWN, _unlock)
        )


def _turn_on() -> None:
    st.markdown(
        tr(
            "The studio is not encrypted: whoever has this computer's disk reads it. Encrypted, "
            "photos and records open with a passphrase alone, which is asked for at every start."
        )
    )
    st.warning(
        tr("Whoever loses the passphrase loses every record: write it down."),
        icon=":material/warning:",
    )
    with st.form("encryption_on"):
        _new_one()
        st.form_submit_button(
            tr("Encrypt the studio"),
            type="primary",
            icon=":material/lock:",
            on_click=attempt_change,
            args=(_NEW, _encrypt),
        )


def _change() -> None:
    st.markdown(tr("Photos and records of this studio are encrypted."))
    with st.form("encryption_change", clear_on_submit=True):
        st.text_input(
            tr("Passphrase until now, or the recovery code"),
            type="password",
            key=_KNOWN,
            autocomplete="current-password",
            help=tr("Empty where the key is in this system's keyring."),
        )
        _new_one()
        st.form_submit_button(
            tr("Change the passphrase"),
            type="primary",
            icon=":material/key:",
            on_click=attempt_change,
            args=(_NEW, _change_it),
        )


def _new_one() -> None:
    ask_twice(
        tr("New passphrase"),
        _NEW,
        tr("New passphrase once more"),
        _AGAIN,
        least=SHORTEST_PASSPHRASE,
    )


def _encrypt(passphrase: str) -> None:
    need_same(passphrase, _AGAIN, tr("The two passphrases are not the same."))
    new, store = key_by_passphrase(passphrase), studio_store()
    if lan_server.find(store.settings.home) is not None:
        raise StudioError(
            tr("The studio is open to the local network."), tr("Close it to the network first.")
        )
    # It is opened anew, by the passphrase, with the next record that is asked for.
    store.close()
    studio_store.clear()
    done = encrypt(store.settings, new)
    os.environ[PASSPHRASE] = passphrase
    said = [
        tr("The studio is encrypted. Photos: {photos}.").format(photos=done.photos),
        tr("A disk may still keep what was deleted from it; encrypting the whole disk hides that."),
    ]
    if done.plain:
        said.append(tr("These backups from before are not encrypted; delete them or lock them up:"))
    st.session_state[_SAID] = [*said, *map(str, done.plain)]


def _change_it(passphrase: str) -> None:
    need_same(passphrase, _AGAIN, tr("The two passphrases are not the same."))
    known = str(st.session_state.get(_KNOWN, "")) or None
    change_passphrase(studio_store().settings, known, passphrase)
    # What this process starts is to open the studio too.
    os.environ[PASSPHRASE] = passphrase
    st.session_state[_SAID] = [
        tr("The passphrase is changed. Backups from before are opened by the last one.")
    ]


def _unlock(passphrase: str) -> None:
    key_file = read_key_file(default_settings().home)
    if key_file is not None:
        unlock(key_file, passphrase)
        os.environ[PASSPHRASE] = passphrase
