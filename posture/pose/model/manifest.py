"""What the models are made of, as ``manifest.json`` says: addresses, hashes, sizes, licence."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files

from pydantic import TypeAdapter

from posture.errors import InputError
from posture.i18n.language import tr

DETECTOR_PART = "pose_detection.tflite"
FACES_PART = "face_detection_short_range.tflite"


@dataclass(frozen=True, slots=True)
class Part:
    """One published file; ``in_wheel`` is its path inside the wheel, if it is there."""

    sha256: str
    address: str
    in_wheel: str | None


@dataclass(frozen=True, slots=True)
class WheelEntry:
    """The package on the Python index that holds some of the parts; ``size`` in bytes."""

    requirement: str
    python_version: str
    platform: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model: its own landmark part, and the detectors of people and faces that all share.

    ``sha256`` and ``size`` (bytes) are those of the bundle; None where it was never built for
    the manifest. Its parts are checked in any case. ``former`` are the hashes of bundles that
    earlier versions of the program made; they are made anew.
    """

    landmarks: str
    sha256: str | None
    size: int | None
    former: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, str, str]:
        """Names of the parts, in the order in which ``bundle.build`` takes them."""
        return DETECTOR_PART, self.landmarks, FACES_PART


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole of ``manifest.json``."""

    licence: str
    copyright: str
    default: str
    parts: dict[str, Part]
    wheel: WheelEntry
    models: dict[str, ModelEntry]

    def model(self, name: str) -> ModelEntry:
        """Look a model up by name.

        Raises
        ------
        InputError
            There is none of that name.
        """
        if name not in self.models:
            raise InputError(
                tr("There is no model {name!r}.").format(name=name),
                remedy=tr("Choose of: {names}.").format(names=", ".join(self.models)),
            )
        return self.models[name]


@functools.cache
def manifest() -> Manifest:
    """Read the manifest of the package."""
    content = files("posture.pose.model").joinpath("manifest.json").read_bytes()
    return TypeAdapter(Manifest).validate_json(content)
