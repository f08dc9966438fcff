"""The passphrase of a studio: from the environment, the system's keyring or the terminal."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from posture.errors import StudioLockedError
from posture.i18n.language import tr
from posture.installation import require

if TYPE_CHECKING:
    from posture.studio.encryption.key_file import KeyFile
    from posture.studio.store.settings import StoreSettings
    from posture.studio.store.store import Store


def unlocked_settings() -> StoreSettings:
    """Settings of the studio; the passphrase is asked for where nothing else unlocks it."""
    require("studio")
    from posture.studio.encryption.key_file import read_key_file
    from posture.studio.store.settings import default_settings

    settings = default_settings()
    key_file = read_key_file(settings.home)
    if key_file is None:
        return settings
    return replace(settings, passphrase=unlocking(key_file, settings.passphrase))


def open_studio() -> Store:
    """Open the studio of this machine."""
    settings = unlocked_settings()
    from posture.studio.store.store import open_store

    return open_store(settings)


def unlock_for_the_app() -> None:
    """Ask for the passphrase once, where one is needed, and hand it to the app's own process."""
    from posture.studio.store.settings import PASSPHRASE

    settings = unlocked_settings()
    if settings.passphrase is not None:
        os.environ[PASSPHRASE] = settings.passphrase


def unlocking(key_file: KeyFile, known: str | None, question: str = "") -> str | None:
    """What unlocks a key file: the passphrase that is known, None for the keyring, or one typed.

    Raises
    ------
    StudioLockedError
        Nothing does.
    """
    from posture.studio.encryption.unlock import unlock

    tried = (None,) if known is None else (known, None)
    for passphrase in tried:
        try:
            unlock(key_file, passphrase)
        except StudioLockedError:
            continue
        return passphrase
    typed = ask(question or tr("Passphrase or recovery code of the studio"))
    unlock(key_file, typed)
    return typed


def ask(question: str) -> str:
    """Ask at the terminal, unseen."""
    _need_terminal()
    return typer.prompt(question, hide_input=True)


def ask_new() -> str:
    """Ask for a new passphrase at the terminal, twice and unseen."""
    _need_terminal()
    return typer.prompt(
        tr("New passphrase"), hide_input=True, confirmation_prompt=tr("New passphrase once more")
    )


def confirm(question: str) -> bool:
    """Ask for a yes at the terminal."""
    _need_terminal()
    return typer.confirm(question)


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _need_terminal() -> None:
    if not at_terminal():
        raise StudioLockedError(
            tr("There is no terminal at which to ask."),
            tr("Set {name} for a passphrase; give --yes for a question.").format(
                name="POSTURE_PASSPHRASE"
            ),
        )
