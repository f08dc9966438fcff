"""What a studio keeps of itself: its name and choices, and the exercises that it added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Profile:
    """The studio's own name and choices.

    Attributes
    ----------
    version : int
    name, trainer, contact : str
        On reports.
    logo : bytes
        PNG or JPEG; empty for none.
    colour : str
        "#rrggbb" of headings in reports.
    paper : {"a4", "letter"}
    retention_days : int or None
        Days after the last visit until a client is deleted; None keeps them.
    """

    version: int = 0
    name: str = ""
    trainer: str = ""
    contact: str = ""
    logo: bytes = b""
    colour: str = "#1f5c99"
    paper: Literal["a4", "letter"] = "a4"
    retention_days: int | None = None


@dataclass(frozen=True, slots=True)
class OwnExercise:
    """An exercise that the studio added to the library.

    Attributes
    ----------
    id : str
    title : str
    role : {"release", "stretch", "strengthen", "control"}
    steps : tuple of str
    dose : str
    avoid : tuple of str
        Ids of screening questions with which it is left out.
    version : int
        That was loaded; 0 for one that was never saved.
    """

    id: str
    title: str
    role: Literal["release", "stretch", "strengthen", "control"]
    steps: tuple[str, ...]
    dose: str
    avoid: tuple[str, ...] = ()
    version: int = 0
