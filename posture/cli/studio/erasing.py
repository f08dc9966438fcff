"""``posture studio erase``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from posture.cli.studio.passphrase import at_terminal, confirm, open_studio
from posture.errors import InputError
from posture.i18n.language import tr
from posture.installation import require
from posture.present.wording import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.studio.records import Client
    from posture.studio.store.repository import Repository

_MOST_NAMED = 20


def erase(client: str, *, yes: bool) -> int:
    """Erase a client, and say which backups still hold them."""
    require("studio")
    from posture.studio.erasure import erase_client, told_of
    from posture.studio.records import LOCAL

    with open_studio() as store:
        found = find_client(store.repository(LOCAL), client)
        question = tr("Erase {name} with every visit and photo? It cannot be undone.").format(
            name=printable(found.details.name)
        )
        if not yes and not confirm(question):
            typer.echo(tr("Nothing was changed."))
            return 0
        report = erase_client(store, LOCAL, found.id)
    for line in told_of(report):
        typer.echo(line)
    return 0


def erase_again(returned: Sequence[Client]) -> None:
    """Name the erased clients whom a restored backup brought back, and offer to erase them again.

    Parameters
    ----------
    returned : sequence of Client
    """
    from posture.studio.erasure import erase_client, told_of
    from posture.studio.records import LOCAL

    if not returned:
        return
    typer.echo(tr("These clients had been erased and are back with the backup:"))
    for one in returned:
        typer.echo(f"  {one.id}  {printable(one.details.name)}")
    if not at_terminal():
        typer.echo(tr("Erase each again by: {command}").format(command="posture studio erase"))
        return
    if confirm(tr("Erase them again? It cannot be undone.")):
        with open_studio() as store:
            for one in returned:
                for line in told_of(erase_client(store, LOCAL, one.id)):
                    typer.echo(line)


def find_client(records: Repository, wanted: str) -> Client:
    """The one client with this id, or with this name.

    Raises
    ------
    InputError
        There is none, or more than one; their ids are named.
    """
    from posture.studio.store.records.limits import is_id

    if is_id(wanted):
        return records.client(wanted)
    rows = [
        row
        for archived in (False, True)
        for row in records.find_clients(wanted, archived=archived, limit=_MOST_NAMED).rows
    ]
    same = [row for row in rows if row.name == wanted] or rows
    if len(same) == 1:
        return records.client(same[0].id)
    raise InputError(
        tr('No client is called "{name}".').format(name=printable(wanted))
        if not same
        else tr('More than one client is called "{name}":').format(name=printable(wanted)),
        tuple(f"{row.id}  {printable(row.name)}" for row in same),
        tr("Give the id in place of the name.") if same else "",
    )
