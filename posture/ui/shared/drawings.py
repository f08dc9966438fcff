"""Our own drawings and numbered steps, as the cards show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.present.figures.figures import figure_svg, has_figure
from posture.ui.shared import theme
from posture.ui.shared.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable


def drawing(figure_id: str, name: str, width: int | str = "stretch") -> None:
    """The figure of an exercise or a self-check, where there is one."""
    if has_figure(figure_id):
        svg = figure_svg(figure_id, title=name, ink=theme.ink())
        st.image(svg, width=width, alt=name)  # pyright: ignore[reportArgumentType]


def numbered(steps: Iterable[str]) -> str:
    """Steps as a Markdown list."""
    return "\n".join(f"{i}. {plain(step)}" for i, step in enumerate(steps, 1))
