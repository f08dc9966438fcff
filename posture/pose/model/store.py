"""Where models are stored, and whether they match the manifest."""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs

from posture.errors import ModelHashError, ModelMissingError
from posture.i18n.language import tr
from posture.installation import checkout
from posture.pose.model.bundle import DETECTOR, LANDMARKS
from posture.pose.model.manifest import manifest

DEFAULT = "full"
VARIABLE = "POSTURE_MODEL_DIR"
FETCH = "posture models fetch"

Origin = Literal["verified", "former", "by hand", "built here"]
"""Verified: the bundle's hash is the manifest's. Former: an earlier version of the program made it.
By hand: a sound bundle with another hash, put there by somebody. Built here: sound, but the
manifest has only the hashes of its parts."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One model as ``posture models list`` shows it.

    Attributes
    ----------
    name : str
    default : bool
    path : Path or None
        None where it has not been fetched.
    state : {"verified", "former", "by hand", "built here", "missing", "damaged"}
    size : int or None
        Bytes, of the file or else as the manifest says.
    licence : str
    """

    name: str
    default: bool
    path: Path | None
    state: Literal["verified", "former", "by hand", "built here", "missing", "damaged"]
    size: int | None
    licence: str


def file_name(name: str) -> str:
    """File name of a model's bundle, the one under which MediaPipe publishes it.

    Raises
    ------
    InputError
        There is no model of that name.
    """
    manifest().model(name)
    return f"pose_landmarker_{name}.task"


def folders() -> tuple[Path, ...]:
    """List the folders that may hold models, in order of preference.

    ``POSTURE_MODEL_DIR`` if set, ``models/`` of a checkout, the user's data folder.
    """
    found: list[Path] = []
    if chosen := os.environ.get(VARIABLE):
        found.append(Path(chosen).expanduser())
    root = checkout()
    if root is not None:
        found.append(root / "models")
    found.append(Path(platformdirs.user_data_dir("posture", appauthor=False)) / "models")
    return tuple(found)


def model_path(name: str = DEFAULT) -> Path:
    """Find a model.

    Raises
    ------
    ModelMissingError
        It is in none of the folders.
    InputError
        There is no model of that name.
    """
    bundle = file_name(name)
    for folder in folders():
        if (folder / bundle).is_file():
            return folder / bundle
    command = FETCH if name == DEFAULT else f"{FETCH} {name}"
    raise ModelMissingError(
        tr("The pose model {name!r} has not been fetched.").format(name=name),
        tr("Run: {command}").format(command=command),
    )


def verify(name: str = DEFAULT) -> Origin:
    """Check a model's file against the manifest.

    Raises
    ------
    ModelMissingError, InputError
        As ``model_path``.
    ModelHashError
        Neither the file of the manifest nor any sound bundle.
    """
    path = model_path(name)
    entry = manifest().model(name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelHashError(
            tr("{path} cannot be read.").format(path=path), tr("Check its permissions.")
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found == entry.sha256:
        return "verified"
    if found in entry.former:
        return "former"
    if not _is_sound(path):
        command = FETCH if name == DEFAULT else f"{FETCH} {name}"
        raise ModelHashError(
            tr("{path} is damaged.").format(path=path),
            tr("Run: {command}").format(command=command),
        )
    return "by hand" if entry.sha256 else "built here"


def listing() -> tuple[Listed, ...]:
    """List every model of the manifest with its state on this machine."""
    return tuple(_listed(name) for name in manifest().models)


def _listed(name: str) -> Listed:
    path, size = None, manifest().model(name).size
    state: Literal["verified", "former", "by hand", "built here", "missing", "damaged"]
    try:
        path = model_path(name)
        size = path.stat().st_size
        state = verify(name)
    except ModelMissingError:
        state = "missing"
    except ModelHashError:
        state = "damaged"
    return Listed(name, name == DEFAULT, path, state, size, manifest().licence)


def _is_sound(path: Path) -> bool:
    """Whether it is a zip with both models in it and every checksum right."""
    try:
        with zipfile.ZipFile(path) as bundle:
            return {DETECTOR, LANDMARKS} <= set(bundle.namelist()) and bundle.testzip() is None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        return False
