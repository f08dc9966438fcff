"""Dated photos from a folder into visits: looked at first, then saved all or none."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from posture.errors import InputError, PhotoError, StudioError
from posture.i18n.language import TranslatedTable, mark, tr
from posture.limits import IMPORTED_FILES
from posture.photo.formats import ENDINGS
from posture.photo.load import load
from posture.studio.exchange.dates import find_day
from posture.studio.exchange.photo_places import client_of, names_of, view_of
from posture.studio.records import Visit, VisitPhoto, new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from posture.analysis.view import View
    from posture.studio.exchange.dates import Origin
    from posture.studio.records import Client
    from posture.studio.store.repository import Repository

    Analyse = Callable[[bytes, str, View, Client, date], str]
    """The analysis document of a photo; empty where it was refused."""


ORIGINS: TranslatedTable[Origin] = TranslatedTable(
    {
        "exif": mark("the photo's own data"),
        "name": mark("the file's name"),
        "folder": mark("the folder's name"),
    }
)
"""Where the day of a photo was read."""


@dataclass(frozen=True, slots=True)
class PhotoSource:
    """A file to look at.

    Attributes
    ----------
    path : PurePosixPath
        Relative to the chosen folder.
    read : callable
        Its bytes.
    """

    path: PurePosixPath
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class FoundPhoto:
    """A photo that has a client and a day.

    Attributes
    ----------
    source : PhotoSource
    client_id : str
    on : date
    origin : {"exif", "name", "folder"}
        Where the day was read.
    photo : VisitPhoto
        Not analysed yet.
    """

    source: PhotoSource
    client_id: str
    on: date
    origin: Origin
    photo: VisitPhoto


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file that cannot be taken, and why."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class PhotoPreview:
    """What a folder holds, before anything is stored.

    Attributes
    ----------
    found : tuple of FoundPhoto
        By client and day; those of one client and day become one visit.
    faults : tuple of FileFault
        Every one; with any of them nothing is stored.
    passed_over : tuple of str
        Paths of files that are no photos, or are there already.
    """

    found: tuple[FoundPhoto, ...]
    faults: tuple[FileFault, ...]
    passed_over: tuple[str, ...]

    @property
    def visits(self) -> Mapping[tuple[str, date], tuple[FoundPhoto, ...]]:
        """Photos by client and day."""
        groups: dict[tuple[str, date], list[FoundPhoto]] = {}
        for one in self.found:
            groups.setdefault((one.client_id, one.on), []).append(one)
        return {key: tuple(photos) for key, photos in groups.items()}


def preview_photos(
    sources: Iterable[PhotoSource],
    clients: Iterable[Client],
    today: date,
    *,
    chosen: Client | None = None,
    known: Iterable[str] = (),
) -> PhotoPreview:
    """Find the client and the day of every photo; nothing is stored.

    Parameters
    ----------
    sources : iterable of PhotoSource
    clients : iterable of Client
        To whom photos can belong: by the name of a folder that they lie in.
    today : date
    chosen : Client, optional
        To whom all of them belong, whatever the folders are called.
    known : iterable of str
        Hashes of photos that the studio has.

    Returns
    -------
    PhotoPreview

    Raises
    ------
    InputError
        Far too many files.
    """
    listed = tuple(sources)
    if len(listed) > IMPORTED_FILES:
        raise InputError(
            tr("The folder holds {count} files; at most {most} are read at once.").format(
                count=len(listed), most=IMPORTED_FILES
            ),
            remedy=tr("Split it."),
        )
    by_name = names_of(clients)
    there = set(known)
    found: list[FoundPhoto] = []
    faults: list[FileFault] = []
    passed_over: list[str] = []
    for source in listed:
        if source.path.suffix.lower() not in ENDINGS or source.path.name.startswith("."):
            passed_over.append(str(source.path))
            continue
        try:
            one = _found(source, by_name, chosen, today)
        except (InputError, PhotoError, OSError) as error:
            faults.append(FileFault(str(source.path), str(error)))
            continue
        if one.photo.sha256 in there:
            passed_over.append(str(source.path))
            continue
        there.add(one.photo.sha256)
        found.append(one)
    found.sort(key=lambda one: (one.client_id, one.on, str(one.source.path)))
    return PhotoPreview(tuple(found), tuple(faults), tuple(passed_over))


def import_photos(
    records: Repository, preview: PhotoPreview, analyse: Analyse | None = None
) -> tuple[Visit, ...]:
    """Save the photos of a folder as confirmed visits: all of them, or none.

    Parameters
    ----------
    records : Repository
    preview : PhotoPreview
    analyse : callable, optional
        See :func:`posture.studio.exchange.analyse.document_of`; without it photos are kept and not
        analysed.

    Returns
    -------
    tuple of Visit

    Raises
    ------
    InputError
        Files have faults: each is named, and nothing was stored.
    ConsentMissingError
        A client has not agreed that photos are kept; nothing was stored.
    StudioError
        Storing failed; what was stored before was taken out again.
    """
    if preview.faults:
        raise InputError(
            tr("Nothing was stored, because some files cannot be taken:"),
            tuple(f"{one.path}: {one.text}" for one in preview.faults),
            tr("Correct or remove them, then read the folder again."),
        )
    saved: list[Visit] = []
    try:
        for (client_id, on), photos in preview.visits.items():
            client = records.client(client_id)
            data = {one.photo.sha256: one.source.read() for one in photos}
            visit = Visit(
                id=new_id(),
                client_id=client_id,
                version=0,
                on=on,
                photos=tuple(_analysed(one, data, client, analyse) for one in photos),
                draft=False,
            )
            saved.append(records.save_visit(visit, data))
    except Exception:
        for visit in saved:
            with suppress(StudioError):
                records.delete_visit(visit.id)
        raise
    return tuple(saved)


def _analysed(
    one: FoundPhoto, data: Mapping[str, bytes], client: Client, analyse: Analyse | None
) -> VisitPhoto:
    photo = one.photo
    if analyse is None:
        return photo
    document = analyse(data[photo.sha256], photo.name, photo.view, client, one.on)
    return VisitPhoto(photo.sha256, photo.name, photo.size, photo.view, photo.taken, document)


def _found(
    source: PhotoSource, by_name: Mapping[str, Client | None], chosen: Client | None, today: date
) -> FoundPhoto:
    """The client and the day of a photo.

    Raises
    ------
    InputError
        One of them is not known.
    PhotoError
        It is no photo that can be read.
    """
    client = chosen or client_of(source.path, by_name)
    data = source.read()
    photo = load(data, name=source.path.name)
    day = find_day(source.path, photo.taken, today)
    if day is None:
        raise InputError(
            tr("Neither the photo nor its name nor a folder tells its day."),
            remedy=tr("Put the day into the file's name, such as 2026-03-01."),
        )
    sha256 = hashlib.sha256(data).hexdigest()
    kept = VisitPhoto(sha256, source.path.name, len(data), view_of(source.path), photo.taken)
    return FoundPhoto(source, client.id, day.on, day.origin, kept)
