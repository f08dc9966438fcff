"""``posture studio encrypt|decrypt``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from posture.cli.studio.passphrase import ask_new, confirm, unlocked_settings
from posture.errors import StudioError
from posture.i18n.language import tr
from posture.installation import require
from posture.present.wording import printable

if TYPE_CHECKING:
    from posture.studio.encryption.unlock import NewKey
    from posture.studio.switch_encryption import Switched


def encrypt(*, keyring: bool, yes: bool) -> int:
    """Encrypt the studio, or finish what was interrupted."""
    require("studio")
    from posture.studio import switch_encryption
    from posture.studio.encryption.key_file import read_key_file

    settings = unlocked_settings()
    key_file = read_key_file(settings.home)
    if key_file is None:
        new = _new_key(settings.passphrase, keyring=keyring, yes=yes)
        if new is None:
            typer.echo(tr("Nothing was changed."))
            return 0
        done = switch_encryption.encrypt(settings, new)
    elif key_file.state == "encrypted":
        raise StudioError(tr("The studio is encrypted already."))
    else:
        done = switch_encryption.finish_encryption(settings)
    _say(done, on_server=settings.url is not None)
    return 0


def decrypt(*, yes: bool) -> int:
    """Decrypt the studio, or finish what was interrupted."""
    require("studio")
    from posture.studio import switch_encryption

    settings = unlocked_settings()
    if not yes and not confirm(tr("Decrypt the studio? Whoever has the disk can read it then.")):
        typer.echo(tr("Nothing was changed."))
        return 0
    done = switch_encryption.decrypt(settings)
    typer.echo(
        tr("The studio is not encrypted any more. Photos that were decrypted: {photos}.").format(
            photos=done.photos
        )
    )
    return 0


def change_passphrase() -> int:
    """Let another passphrase open the studio."""
    require("studio")
    from posture.studio import switch_encryption

    settings = unlocked_settings()
    switch_encryption.change_passphrase(settings, settings.passphrase, ask_new())
    typer.echo(tr("The passphrase is changed. Backups from before are opened by the last one."))
    return 0


def _new_key(passphrase: str | None, *, keyring: bool, yes: bool) -> NewKey | None:
    from posture.studio.encryption.unlock import forget, key_by_keyring, key_by_passphrase

    if not keyring:
        if passphrase is None:
            typer.echo(tr("Whoever loses the passphrase loses every record: write it down."))
            passphrase = ask_new()
        return key_by_passphrase(passphrase)
    new = key_by_keyring()
    typer.echo(tr("Recovery code, for another computer and for backups:"))
    typer.echo(f"\n    {new.recovery_code}\n")
    if yes or confirm(tr("It is shown this once. Is it written down, away from this computer?")):
        return new
    forget(new.file)
    return None


def _say(done: Switched, *, on_server: bool) -> None:
    if on_server:
        said = tr(
            "Photos that were encrypted: {photos}. The PostgreSQL database is its administrator's "
            "to encrypt."
        )
    else:
        said = tr("The database is encrypted. Photos that were encrypted: {photos}.")
    typer.echo(said.format(photos=done.photos))
    typer.echo(
        tr("A disk may still keep what was deleted from it; encrypting the whole disk hides that.")
    )
    if done.plain:
        typer.echo(tr("These backups from before are not encrypted; delete them or lock them up:"))
    for path in done.plain:
        typer.echo(f"  {printable(str(path))}")
