"""What the pages know of the browser's theme, and the few rules of style that Streamlit lacks."""

from __future__ import annotations

import streamlit as st

from posture.i18n.language import ENGLISH, language, tr

_STYLE = """
.stMainBlockContainer { max-width: 1180px; padding-top: 3.5rem; }
.stMainBlockContainer img { border-radius: 0.5rem; }
.st-key-check_samples { flex-wrap: nowrap; overflow-x: auto; padding: 0.25rem 0.25rem 0.75rem; }
.stMainBlockContainer h3 { padding: 0.2rem 0; }
[data-testid="stRadioOption"] > div > div:first-child {
  border-radius: 50%; box-shadow: 0 0 0 1px #76878d;
}
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3rem 1rem 4rem; }
  /* Columns stand one under the other: what sets them off sideways must not part them here. */
  .stMainBlockContainer h2 { padding: 0.5rem 0; }
  .stMainBlockContainer h3 { font-size: 1.1rem; }
  .stMainBlockContainer .stHorizontalBlock { row-gap: 1rem; }
  /* Arrows alone do not say that a menu is behind them. */
  [data-testid=stExpandSidebarButton]::after { content: var(--posture-menu); margin: 0 0.4rem; }
  /* A table of numbers fits without scrolling sideways. */
  .stMarkdown table { font-size: 0.75rem; line-height: 1.3; }
  .stMarkdown :is(th, td) { padding: 0.25rem 0.2rem; hyphens: auto; overflow-wrap: anywhere; }
}
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; animation: none !important; }
}
/* Streamlit would name a dozen endings of files in one line. */
[data-testid=stFileUploaderDropzoneInstructions] span { display: none; }
[data-testid=stFileUploaderDropzoneInstructions] > div::after {
  content: var(--posture-limit); font-size: 0.875rem;
}
"""

_DARK = """
/* Streamlit writes white on the button that is meant, whatever its colour. */
[data-testid=stBaseButton-primary], [data-testid=stBaseButton-primary]:hover { color: #0f181c; }
"""

_OTHER_LANGUAGES = """
/* Streamlit says these in English alone; what is not drawn stays as the name of the button. */
[data-testid=stFileUploaderDropzone] > span button p,
[data-testid=stCameraInputButton] { font-size: 0; }
[data-testid=stFileUploaderDropzone] > span button p::after {
  content: var(--posture-upload); font-size: 0.875rem;
}
[data-testid=stCameraInputButton]::after { content: var(--posture-shutter); font-size: 1rem; }
[data-testid=stCameraInput]:has(img) [data-testid=stCameraInputButton]::after {
  content: var(--posture-discard);
}
"""


def is_dark() -> bool:
    """Whether the page stands on a dark ground; drawings shown as images do not know it."""
    return st.context.theme.type == "dark"


def ink() -> str:
    """Colour of our own line drawings."""
    return "#c6d2d5" if is_dark() else "#33444b"


def style() -> None:
    """Set the rules; once per page."""
    words = {
        "menu": tr("Menu"),
        "upload": tr("Upload"),
        "limit": tr("Up to 200 MB a file"),
        "shutter": tr("Take the photo"),
        "discard": tr("Discard the photo"),
    }
    spoken = " ".join(f'--posture-{name}: "{text}";' for name, text in words.items())
    more = (_DARK if is_dark() else "") + (_OTHER_LANGUAGES if language() != ENGLISH else "")
    st.html(f"<style>:root {{ {spoken} }}\n{_STYLE}{more}</style>")
