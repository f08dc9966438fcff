"""How a report looks: its paper, its colour, and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Paper = Literal["a4", "letter"]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LEAST_CONTRAST = 4.5
"""Of text on white paper (WCAG 2.2, AA)."""


@dataclass(frozen=True, slots=True)
class Look:
    """Paper, colour, and the name, lines and logo of a studio.

    Attributes
    ----------
    paper : {"a4", "letter"}
    colour : str
        "#rrggbb" of headings and lines; darkened until it can be read on white.
    studio : str
        Empty for a report that is nobody's.
    lines : tuple of str
        Trainer and contact, beside the name.
    logo : bytes
        PNG or JPEG; empty for none.
    """

    paper: Paper = "a4"
    colour: str = "#0a6573"
    studio: str = ""
    lines: tuple[str, ...] = ()
    logo: bytes = b""

    def __post_init__(self) -> None:
        if not _COLOUR.fullmatch(self.colour):
            raise ValueError(self.colour)

    @property
    def readable_colour(self) -> str:
        """The colour, darkened until it can be read on white."""
        channels = [int(self.colour[at : at + 2], 16) for at in (1, 3, 5)]
        while contrast_to_white(channels) < _LEAST_CONTRAST:
            channels = [round(0.94 * one) for one in channels]
        return "#" + "".join(f"{one:02x}" for one in channels)

    @property
    def branded(self) -> bool:
        """Whether a name or a logo stands at the head; templates ask."""
        return bool(self.studio or self.logo)


def contrast_to_white(channels: list[int]) -> float:
    """Contrast of a colour to white by WCAG, 1 to 21; channels 0 to 255."""
    shares = [one / 255 for one in channels]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
