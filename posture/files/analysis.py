"""An analysis from its file, with one clear error for a file that holds something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.analysis.types import Analysis
from posture.errors import DocumentError, InputError
from posture.files.document_loading import from_json
from posture.i18n.language import mark, tr

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES = 10_000_000
_MOST_FAULTS = 6
_REMEDY = mark("Give the analysis.json of the photo, or what --json printed for it alone.")


def load_analysis(path: Path) -> Analysis:
    """Read an analysis that was written to a file.

    Parameters
    ----------
    path : Path
        An ``analysis.json``, or one line of ``--json``.

    Returns
    -------
    Analysis

    Raises
    ------
    InputError
        The file cannot be read, is far too long, holds something else, or its photo was refused.
    """
    try:
        with path.open("rb") as file:
            # One byte more than may be tells that it is too long, however long it is.
            data = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = (isinstance(error, OSError) and error.strerror) or tr("no such path")
        raise InputError(
            tr("The file {path} cannot be read: {why}.").format(path=path, why=why),
            (),
            tr(_REMEDY),
        ) from error
    return read_analysis(data, path.name)


def read_analysis(data: bytes, name: str) -> Analysis:
    """Read an analysis from the content of its file.

    Parameters
    ----------
    data : bytes
    name : str
        Of the file, for what is said of it.

    Returns
    -------
    Analysis

    Raises
    ------
    InputError
        As :func:`load_analysis`.
    """
    if len(data) > _MOST_BYTES:
        raise InputError(tr("The file {name} is far too long.").format(name=name), (), tr(_REMEDY))
    try:
        found = from_json(data)
    except DocumentError as error:
        raise InputError(
            tr("The file {name} cannot be used:").format(name=name),
            _few(error.message),
            tr(_REMEDY),
        ) from error
    if not isinstance(found, Analysis):
        raise InputError(
            tr("The file {name} cannot be used:").format(name=name),
            (tr("Its photo was refused, so it holds no points."),),
            tr("Use a photo that was analysed."),
        )
    return found


def _few(message: str) -> tuple[str, ...]:
    """The first lines of a message: a file of another kind breaks every rule there is."""
    lines = [line.removeprefix("- ") for line in message.splitlines()]
    return tuple(lines[:_MOST_FAULTS])
