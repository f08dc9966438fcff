"""Clients with all that is kept of them as one JSON document with a schema version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from pydantic import TypeAdapter

from posture import __version__
from posture.errors import InputError
from posture.i18n.language import format_day, tr
from posture.studio.profile import OwnExercise
from posture.studio.records import Client, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION = 1
"""Schema version that is written."""


@dataclass(frozen=True, slots=True)
class ExportedClient:
    """A client with all visits, drafts among them."""

    client: Client
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class StudioDocument:
    """What an export holds.

    Attributes
    ----------
    schema_version : int
    program : str
        Version that wrote it.
    exported : datetime
        UTC.
    clients : tuple of ExportedClient
    own_exercises : tuple of OwnExercise
        To which plans may refer.
    """

    schema_version: Literal[1]
    program: str
    exported: datetime
    clients: tuple[ExportedClient, ...]
    own_exercises: tuple[OwnExercise, ...]


_DOCUMENT = TypeAdapter(StudioDocument)


def export_document(
    clients: Iterable[ExportedClient], own: Iterable[OwnExercise], exported: datetime
) -> StudioDocument:
    """Gather what an export holds.

    Parameters
    ----------
    clients : iterable of ExportedClient
    own : iterable of OwnExercise
    exported : datetime
        UTC.
    """
    return StudioDocument(VERSION, __version__, exported, tuple(clients), tuple(own))


def document_json(document: StudioDocument) -> str:
    """The text of an export; analyses stand in it as objects, not as texts.

    Parameters
    ----------
    document : StudioDocument
        Those of its analyses that are broken are left out; :func:`need_whole` names them.
    """
    raw: Any = _DOCUMENT.dump_python(document, mode="json")
    for photo in _photos(raw):
        photo["document"] = _values(photo["document"])
    return json.dumps(raw, ensure_ascii=False, allow_nan=False, indent=2)


def need_whole(clients: Iterable[ExportedClient]) -> None:
    """Name the stored analyses that are broken, after all else was exported.

    Parameters
    ----------
    clients : iterable of ExportedClient

    Raises
    ------
    InputError
        With client, visit and photo of each.
    """
    broken = tuple(
        tr("{client}, {day}: {photo}").format(
            client=one.client.details.name, day=format_day(visit.on), photo=photo.name
        )
        for one in clients
        for visit in one.visits
        for photo in visit.photos
        if photo.document and _values(photo.document) is None
    )
    if broken:
        raise InputError(
            tr("Everything was exported but these stored analyses, which cannot be read:"),
            broken,
            tr("Open the visit and add the photo anew, or restore a backup."),
        )


def _values(text: str) -> Any:
    """A stored analysis as plain JSON values; None for none, and for a broken one."""
    try:
        found = json.loads(text, parse_constant=_no_constant)
        # What cannot be written again is broken too: halves of surrogate pairs, endless nesting.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _photos(raw: Any) -> Iterable[Any]:
    return (
        photo for entry in raw["clients"] for visit in entry["visits"] for photo in visit["photos"]
    )
