"""To whom a photo belongs and from where it was taken, by its name and its folders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from posture.errors import InputError
from posture.files.text import plain_name
from posture.files.views import VIEW_WORDS
from posture.i18n.language import tr
from posture.studio.exchange.dates import days_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import PurePosixPath

    from posture.analysis.view import View
    from posture.studio.records import Client


def client_of(path: PurePosixPath, named: Mapping[str, Client | None]) -> Client:
    """The client after whom a folder is called; the outermost folder counts first."""
    for folder in path.parts[:-1]:
        name = _folder_name(folder)
        if name in named:
            client = named[name]
            if client is None:
                raise InputError(
                    tr("Several clients are called “{name}”.").format(name=folder),
                    remedy=tr("Choose the client for this folder."),
                )
            return client
    folders = [one for one in path.parts[:-1] if next(days_in(one), None) is None]
    if not folders:
        raise InputError(
            tr("It lies in no folder with the name of a client."),
            remedy=tr("Choose the client for this folder."),
        )
    raise InputError(
        tr("No client is called “{name}”.").format(name=folders[0]),
        remedy=tr("Add the client first, or choose one for this folder."),
    )


def names_of(clients: Iterable[Client]) -> dict[str, Client | None]:
    """Clients by name; None for a name that several have."""
    found: dict[str, Client | None] = {}
    for one in clients:
        name = _folder_name(one.details.name)
        found[name] = None if name in found else one
    return found


def _folder_name(name: str) -> str:
    """A name as it is compared with folders, which may have underscores and hyphens for spaces."""
    return plain_name(name.replace("_", " ").replace("-", " "))


def view_of(path: PurePosixPath) -> View:
    """The view of a photo by the words in its name; without any it is from the side."""
    words = re.findall(r"[^\W\d_]+", plain_name(path.stem))
    found = {VIEW_WORDS[word] for word in words if word in VIEW_WORDS}
    # In the name of a photo from the front or the back, left and right tell something else.
    if "front" in found:
        return "front"
    return "back" if "back" in found else "side"
