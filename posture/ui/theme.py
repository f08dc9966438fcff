"""What the pages know of the browser's theme, and the few rules of style that Streamlit lacks."""

from __future__ import annotations

import streamlit as st

_STYLE = """
<style>
.stMainBlockContainer { max-width: 1180px; }
.stMainBlockContainer img { border-radius: 0.5rem; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; }
}
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; animation: none !important; }
}
</style>
"""


def is_dark() -> bool:
    """Whether the page stands on a dark ground; drawings shown as images do not know it."""
    theme = st.context.theme
    return theme.type == "dark" if theme is not None else False


def ink() -> str:
    """Colour of our own line drawings."""
    return "#c6d2d5" if is_dark() else "#33444b"


def style() -> None:
    """Set the rules; once per page."""
    st.html(_STYLE)
