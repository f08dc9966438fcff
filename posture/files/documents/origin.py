"""Which photos a written document is about, read without checking the rest of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from posture.errors import InputError
from posture.files.text import decode, read_bytes
from posture.limits import DOCUMENT_BYTES

if TYPE_CHECKING:
    from pathlib import Path

_INFOS = ("photo_info", "before_info", "after_info")


@dataclass(frozen=True, slots=True)
class Origin:
    """The photos of a document.

    Attributes
    ----------
    hashes : tuple of str
        Of the contents; empty where the file names none.
    names : tuple of str
    """

    hashes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def read_origin(path: Path) -> Origin:
    """Read which photos a document is about.

    Parameters
    ----------
    path : Path
        An ``analysis.json`` or ``comparison.json`` of any schema version, or any other file.

    Returns
    -------
    Origin
        Empty where the file is no such document or cannot be read.
    """
    try:
        document = json.loads(decode(read_bytes(path, DOCUMENT_BYTES)))
    except (InputError, ValueError, RecursionError):
        return Origin()
    if not isinstance(document, dict):
        return Origin()
    found = [cast("Any", document).get(key) for key in _INFOS]
    infos: list[dict[str, Any]] = [one for one in found if isinstance(one, dict)]
    return Origin(
        tuple(str(one.get("sha256")) for one in infos),
        tuple(str(one.get("name", "")) for one in infos),
    )
