"""What a child process does: one photo in, one row out."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from posture.analysis.any_view import analyze_any_view
from posture.batch.listing.find import look_at
from posture.batch.places import is_remote, reading
from posture.batch.table.choices import Choices, key_of
from posture.batch.table.rows import row_of
from posture.errors import InputError, InstallationError, ModelError, PhotoError, PhotoNotFoundError
from posture.i18n.language import tr, use_language
from posture.photo import limits
from posture.photo.load import load, read_photo

if TYPE_CHECKING:
    from posture.batch.listing.entry import Entry
    from posture.batch.table.rows import Outcome, Row


def get_ready(choices: Choices, base: str) -> None:
    """Load what every photo needs, and check that this machine has what the run is made with.

    Parameters
    ----------
    choices : Choices
    base : str
        Folder to which paths of photos are relative; it need not be there if none is.

    Raises
    ------
    InstallationError
        The program or its weights are others here.
    ModelError
        The model is missing, or cannot be used.
    """
    import cv2

    from posture.pose.landmarker import landmarker

    cv2.setNumThreads(1)
    with suppress(OSError):
        os.chdir(base)
    with use_language(choices.language):
        here = Choices.of(choices.options)
        if here.digest() != choices.digest():
            raise InstallationError(
                tr("This process has another version of the program, its model or its weights."),
                tr("Install the same version on every machine."),
            )
        landmarker(choices.options.model)


def analysed_row(entry: Entry, choices: Choices) -> Row:
    """Analyse a photo; whatever comes of it is a row.

    Raises
    ------
    ModelError
        The model is gone: no photo can be analysed.
    """
    began = time.perf_counter()
    with use_language(choices.language):
        outcome, sha256 = _outcome(entry, choices)
        return outcome_row(outcome, entry, choices, sha256, time.perf_counter() - began)


def outcome_row(
    outcome: Outcome, entry: Entry, choices: Choices, sha256: str = "", seconds: float = 0.0
) -> Row:
    """The row of an outcome."""
    return row_of(
        outcome,
        entry,
        sha256=sha256,
        key=key_of(sha256, choices.digest(entry)),
        provenance=choices.provenance,
        seconds=seconds,
    )


def content_sha256(path: str) -> str:
    """Hash of a photo's content as its row has it; empty where it cannot be read."""
    try:
        return _hash(_read(path))
    except (PhotoError, InputError, OSError):
        # Of an address: it cannot be reached, or may not be read.
        return ""


def _outcome(entry: Entry, choices: Choices) -> tuple[Outcome, str]:
    """What came of a photo, and the hash of its content."""
    options = replace(choices.options, subject=entry.subject)
    data: bytes | None = None
    try:
        data = _read(entry.path)
        photo = load(data, name=_name(entry.path))
        return analyze_any_view(photo, options, entry.view), photo.sha256
    except ModelError:
        raise
    except Exception as error:
        # A fault of the program costs one photo: its row says which, and the run goes on.
        return error, "" if data is None else _hash(data)


def _read(path: str) -> bytes:
    name = _name(path)
    if not is_remote(path):
        return read_photo(Path(path), name)
    size = look_at(path).size
    if size is None:
        raise PhotoNotFoundError(
            tr("There is no file {path}.").format(path=path), tr("Check its name.")
        )
    limits.check_bytes(size, name)
    with reading(path) as file:
        return file.read(size)


def _name(path: str) -> str:
    return path.rpartition("/")[2] if is_remote(path) else Path(path).name


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
