"""``posture studio backup|restore|verify|export``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from posture.cli.studio.erasing import erase_again
from posture.cli.studio.passphrase import open_studio, unlocked_settings, unlocking
from posture.errors import InputError
from posture.files.tables import csv_dialect
from posture.i18n.language import format_day, format_number, tr
from posture.installation import require
from posture.present.wording import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def back_up(target: Path) -> int:
    """Make a backup, check it, and say what is in it."""
    require("studio")
    from posture.studio.backup.make import make_backup
    from posture.studio.records import LOCAL

    with open_studio() as store:
        made = make_backup(store, LOCAL, target)
    typer.echo(
        tr(
            "Backup: {path}, {size} MB, checked by restoring it. Clients: {clients}; photos: "
            "{photos}."
        ).format(
            path=printable(str(made.path)),
            clients=made.clients,
            photos=made.photos,
            size=format_number(made.size / 1e6, 1),
        )
    )
    if made.encrypted:
        typer.echo(
            tr("It is encrypted: the passphrase or the recovery code of this studio opens it.")
        )
    else:
        typer.echo(tr("It is not encrypted: whoever has the file reads it."))
    _say_missing(made.missing)
    return 0


def restore(path: Path, *, replace: bool) -> int:
    """Restore a backup, and say what was restored."""
    require("studio")
    from posture.studio.backup.reader import read_header
    from posture.studio.records import LOCAL
    from posture.studio.restoring import restore_studio

    key_file = read_header(path).keys
    settings = unlocked_settings()
    passphrase = None
    if key_file is not None:
        question = tr("Passphrase or recovery code of the backup")
        passphrase = unlocking(key_file, settings.passphrase, question)
    done = restore_studio(settings, LOCAL, path, passphrase, replace=replace)
    if done.before is not None:
        typer.echo(
            tr("What was there before is in {path}.").format(path=printable(str(done.before.path)))
        )
    typer.echo(
        tr("Restored as of {day}. Clients: {clients}; photos: {photos}.").format(
            day=format_day(done.made.astimezone().date()), clients=done.clients, photos=done.photos
        )
    )
    _say_missing(done.missing)
    erase_again(done.returned)
    return 0


def verify() -> int:
    """Check records and photos; 1 where something is wrong."""
    with open_studio() as store:
        found = store.verify()
    typer.echo(
        tr("Clients: {clients}; visits: {visits}; photos: {photos}.").format(
            clients=found.clients, visits=found.visits, photos=found.photos
        )
    )
    lonely = found.orphans + found.unfinished
    if lonely:
        typer.echo(
            tr("Files that belong to no visit and are deleted within a day: {count}.").format(
                count=lonely
            )
        )
    for fault in found.faults:
        typer.echo(printable(fault))
    typer.echo(
        tr("Faults: {count}.").format(count=len(found.faults))
        if found.faults
        else tr("Everything is there and whole.")
    )
    return 1 if found.faults else 0


def export(target: Path, client: str | None, dialect: str) -> int:
    """Write everything of one client or of all into one ZIP file."""
    require("studio")
    from posture.cli.studio.erasing import find_client
    from posture.files.durable import OWNER, whole_file
    from posture.studio.exchange.archive import gather, write_archive
    from posture.studio.exchange.document import need_whole
    from posture.studio.records import LOCAL

    chosen = csv_dialect(dialect)
    if target.exists():
        raise InputError(
            tr("{path} is there already and stays as it is.").format(path=target),
            (),
            tr("Choose another name."),
        )
    with open_studio() as store:
        records = store.repository(LOCAL)
        wanted = None if client is None else find_client(records, client).id
        clients = gather(records, wanted)
        with whole_file(target, OWNER) as out:
            own, now = records.own_exercises(), datetime.now(UTC)
            missing = write_archive(out, clients, own, records.photo, now, dialect=chosen)
    typer.echo(
        tr("Export: {path}, not encrypted. Clients: {clients}.").format(
            path=printable(str(target)), clients=len(clients)
        )
    )
    _say_missing(missing)
    need_whole(clients)
    return 0


def _say_missing(missing: Sequence[str]) -> None:
    if missing:
        typer.echo(
            tr(
                "Photos that could not be read and are not in it: {count}. They are named by: "
                "posture studio verify"
            ).format(count=len(missing))
        )
