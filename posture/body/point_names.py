"""The anatomical points in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.i18n.language import TranslatedTable, join_translatable, mark

if TYPE_CHECKING:
    from collections.abc import Iterable

_TITLES = {
    "tragus": mark("ear (tragus)"),
    "canthus": mark("outer corner of the eye"),
    "c7": mark("lowest neck bone (C7)"),
    "acromion": mark("tip of the shoulder"),
    "asis": mark("front hip bone (ASIS)"),
    "psis": mark("back hip bone (PSIS)"),
    "trochanter": mark("side of the hip"),
    "knee": mark("side of the knee"),
    "malleolus": mark("outer ankle bone"),
    "toe": mark("tip of the foot"),
}
TITLES = TranslatedTable(_TITLES)
"""Every point in plain words, for the middle of a sentence."""


def in_words(names: Iterable[str | None]) -> str:
    """Points in plain words, in one line."""
    return join_translatable((_TITLES[name] for name in names if name is not None), ", ")
