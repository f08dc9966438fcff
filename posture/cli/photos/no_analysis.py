"""Photos of which there is no analysis: why, and the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.cli.exits import REFUSED, UNREADABLE
from posture.cli.photos import show
from posture.cli.photos.json_line import print_line
from posture.errors import PhotoError
from posture.log.events import tell

if TYPE_CHECKING:
    from pathlib import Path

    from posture.body.remarks import Refusal


def tell_why(path: Path, found: Refusal | PhotoError, *, as_json: bool) -> int:
    """Print why there is no analysis of a photo.

    Parameters
    ----------
    path : Path
    found : Refusal or PhotoError
    as_json : bool
        As one JSON object.

    Returns
    -------
    int
        The exit code.
    """
    if isinstance(found, PhotoError):
        tell("photo.unreadable", error=type(found).__name__)
        if as_json:
            from posture.files.documents.write import unreadable_document

            print_line(unreadable_document(str(path), found))
        else:
            show.unreadable(path, found)
        return UNREADABLE
    if as_json:
        from posture.files.documents.write import to_document

        print_line(to_document(found) | {"photo": str(path)})
    else:
        show.refusal(found)
    return REFUSED
