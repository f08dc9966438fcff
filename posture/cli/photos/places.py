"""Where ``--out`` writes: never over what belongs to another photo."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from posture.cli.logged import speaks
from posture.cli.photos import show
from posture.files.documents.origin import Origin, read_origin
from posture.i18n.language import tr
from posture.present.wording import printable
from posture.system.quiet import loud

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Others = Callable[[Origin], Iterator[Path]]


def folder_for(
    wanted: Path,
    others: Others,
    hashes: tuple[str, ...],
    document: str,
    files: Iterable[str],
) -> tuple[Path, Origin | None]:
    """The first folder that holds none of these files, or those of the same photos.

    Parameters
    ----------
    wanted : Path
    others : callable
        Further folders without end, given whose files are in the wanted one.
    hashes : tuple of str
        Of the contents of the photos: they decide, and not the paths.
    document : str
        Name of the file that says whose files they are.
    files : iterable of str
        Names of the files to be written.

    Returns
    -------
    Path
    Origin or None
        Whose files lie in the wanted folder, where they are of other photos.
    """
    names = tuple(files)

    def owner(folder: Path) -> Origin | None:
        if not any((folder / name).exists() for name in names):
            return None
        return read_origin(folder / document)

    return first_free(wanted, others, hashes, owner)


def first_free(
    wanted: Path,
    others: Others,
    hashes: tuple[str, ...],
    owner: Callable[[Path], Origin | None],
) -> tuple[Path, Origin | None]:
    """The first place without an owner, or with these photos as its owner.

    Parameters
    ----------
    wanted, others, hashes
        As for :func:`folder_for`.
    owner : callable
        Whose a place is; None where nothing is there.

    Returns
    -------
    Path
    Origin or None
        As from :func:`folder_for`.
    """

    def taken(owner: Origin | None) -> bool:
        return owner is not None and owner.hashes != hashes

    before = owner(wanted)
    if before is None or not taken(before):
        return wanted, None
    return next(place for place in others(before) if not taken(owner(place))), before


def say_moved(wanted: Path, place: Path, before: Origin | None, *, as_json: bool) -> None:
    """Say that the files went to another place, on stderr where stdout holds JSON alone."""
    if before is None:
        return
    said = tr(
        "{wanted} belongs to another photo and stays as it is; written instead: {place}."
    ).format(wanted=printable(str(wanted)), place=printable(str(place)))
    if before.names:
        said = tr(
            "{wanted} belongs to {names} and stays as it is; written instead: {place}."
        ).format(
            wanted=printable(str(wanted)),
            names=printable(", ".join(before.names)),
            place=printable(str(place)),
        )
    if as_json:
        if speaks():
            with loud():
                print(f"posture: {said}", file=sys.stderr)
    else:
        show.note(said)
