"""Words that tell from where a photo was taken, in English and German."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posture.analysis.view import View

VIEW_WORDS: Mapping[str, View] = {
    "side": "side", "lateral": "side", "left": "side", "right": "side", "seite": "side",
    "front": "front", "frontal": "front", "anterior": "front", "vorne": "front", "vorn": "front",
    "back": "back", "rear": "back", "posterior": "back", "dorsal": "back", "hinten": "back",
    "rücken": "back", "rückseite": "back",
}  # fmt: skip
"""As :func:`posture.files.text.plain_name` writes them."""
