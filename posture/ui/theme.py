"""What the pages know of the browser's theme, and the few rules of style that Streamlit lacks."""

from __future__ import annotations

import streamlit as st

_STYLE = """
<style>
.stMainBlockContainer { max-width: 1180px; padding-top: 3.5rem; }
.stMainBlockContainer img { border-radius: 0.5rem; }
.st-key-check_samples { flex-wrap: nowrap; overflow-x: auto; padding: 0.25rem 0.25rem 0.75rem; }
.stMainBlockContainer h3 { padding: 0.2rem 0; }
[data-testid="stRadioOption"] > div > div:first-child {
  border-radius: 50%; box-shadow: 0 0 0 1px #76878d;
}
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3rem 1rem 4rem; }
  /* A table of numbers fits without scrolling sideways. */
  .stMarkdown table { font-size: 0.75rem; line-height: 1.3; }
  .stMarkdown :is(th, td) { padding: 0.25rem 0.2rem; hyphens: auto; overflow-wrap: anywhere; }
}
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; animation: none !important; }
}
</style>
"""


def is_dark() -> bool:
    """Whether the page stands on a dark ground; drawings shown as images do not know it."""
    return st.context.theme.type == "dark"


def ink() -> str:
    """Colour of our own line drawings."""
    return "#c6d2d5" if is_dark() else "#33444b"


def style() -> None:
    """Set the rules; once per page."""
    st.html(_STYLE)
