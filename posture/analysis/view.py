"""From where a photo shows a person."""

from __future__ import annotations

from typing import Literal, get_args

View = Literal["side", "front", "back"]

VIEWS: tuple[View, ...] = get_args(View)
"""In the order in which they are taken and listed."""
