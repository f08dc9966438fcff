"""What the model is made of, as ``manifest.json`` says: sources, hashes, sizes, licence."""

from __future__ import annotations

import functools
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from posture.errors import InputError
from posture.i18n.language import tr

SHA256 = Field(pattern="^[0-9a-f]{64}$")
DETECTOR_PART = "pose_detection.tflite"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(_Record):
    """One published file; ``size`` in bytes, None where it is not known."""

    sha256: str = SHA256
    size: int | None
    address: str
    in_wheel: str | None


class Wheel(_Record):
    """The package on the Python index that holds some of the parts."""

    requirement: str
    python_version: str
    platform: str
    sha256: str = SHA256
    size: int


class ModelEntry(_Record):
    """A model: the shared detector and its own landmark part.

    ``sha256`` and ``size`` are those of the bundle that is built of them; None where nobody has
    built it yet (its parts are checked all the same).
    """

    landmarks: str
    sha256: str | None = Field(pattern="^[0-9a-f]{64}$")
    size: int | None

    @property
    def parts(self) -> tuple[str, str]:
        """Names of detector and landmark part."""
        return DETECTOR_PART, self.landmarks


class Manifest(_Record):
    """The whole of ``manifest.json``."""

    licence: str
    copyright: str
    default: str
    parts: dict[str, Part]
    wheel: Wheel
    models: dict[str, ModelEntry]

    def model(self, name: str) -> ModelEntry:
        """Look a model up by name.

        Raises
        ------
        InputError
            There is none of that name.
        """
        try:
            return self.models[name]
        except KeyError:
            known = ", ".join(self.models)
            raise InputError(
                tr("There is no model {name!r}.").format(name=name),
                remedy=tr("Choose of: {names}.").format(names=known),
            ) from None


@functools.cache
def manifest() -> Manifest:
    """Read the manifest that lies in the package."""
    return Manifest.model_validate_json(
        files("posture.pose.model").joinpath("manifest.json").read_text(encoding="utf-8")
    )
