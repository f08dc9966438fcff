"""Where the model lies."""

from pathlib import Path

DEFAULT = "full"


def model_path(name: str = DEFAULT) -> Path:
    return Path("models") / f"pose_landmarker_{name}.task"
