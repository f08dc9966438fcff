"""Light or dark theme, and the CSS rules that Streamlit lacks."""

from __future__ import annotations

import streamlit as st

from posture.i18n.language import ENGLISH, language, tr
from posture.limits import MEDIA_MEGABYTES, POINTS_MEGABYTES

_STYLE = """
.stMainBlockContainer { max-width: 1180px; padding-top: 4.5rem; }
/* In the bar of the navigation; a page that is scrolled passes below it. */
.st-key-language_choice {
  position: fixed; top: 0.6rem; right: 1rem; z-index: 1000000; width: auto;
  background: var(--posture-ground); border-radius: 0.6rem;
}
.st-key-verdict { container: verdict / inline-size; }
.st-key-verdict h1 { font-size: 1.75rem; padding: 0 0 0.75rem; }
.st-key-verdict :is(h1, h2):focus { outline: none; }
.st-key-verdict :is(h1, h2):focus-visible { box-shadow: 0 0 0 3px var(--posture-primary); }
.st-key-verdict:has(h1) h2 { font-size: 1.15rem; padding: 0.4rem 0 0.5rem; }
/* A stop of the tab key, so that the keys scroll it. */
.stMain:focus-visible { outline: 3px solid var(--posture-primary); outline-offset: -3px; }
.stMainBlockContainer img { border-radius: 0.5rem; }
/* The result beside or under the picture begins on the first screen. */
.st-key-frontal_picture img {
  max-height: 60vh; width: auto !important; max-width: 100%; margin: 0 auto; object-fit: contain;
}
.st-key-check_samples { flex-wrap: nowrap; overflow-x: auto; padding: 0.25rem 0.25rem 0.75rem; }
.stMainBlockContainer h3 { padding: 0.2rem 0; }
/* Scrolled to, it begins below the navigation bar. */
.st-key-screening_card { scroll-margin-top: 4.5rem; }
/* More: the button above it, which confirmed the last card, goes after that. */
.st-key-exercise_plan { scroll-margin-top: 8.5rem; }
.st-key-screening_card h3 { padding-bottom: 0.8rem; }
/* Several words of a badge break instead of being cut off. */
.stMarkdownBadge { white-space: normal !important; }
[data-testid="stRadioOption"] > div > div:first-child {
  border-radius: 50%; box-shadow: 0 0 0 1px #76878d;
}
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3.9rem 1rem 4rem; }
  .st-key-verdict h1 { font-size: 1.25rem; padding: 0 0 0.3rem; }
  .st-key-frontal_picture img { max-height: 38vh; }
  /* Columns stack here: no wide gaps between them. */
  .stMainBlockContainer h2 { padding: 0.5rem 0; }
  .stMainBlockContainer h3 { font-size: 1.1rem; }
  .stMainBlockContainer .stHorizontalBlock { row-gap: 1rem; }
  /* The arrows need a word to be found as a menu. */
  [data-testid=stExpandSidebarButton]::after { content: var(--posture-menu); margin: 0 0.4rem; }
  /* It would lie on the button that closes the menu. */
  :root:has([data-testid=stSidebar][data-collapsed=false]) .st-key-language_choice {
    visibility: hidden;
  }
  /* A table of numbers fits without scrolling sideways. */
  .stMarkdown table { font-size: 0.75rem; line-height: 1.3; }
  .stMarkdown :is(th, td) { padding: 0.25rem 0.2rem; hyphens: auto; overflow-wrap: break-word; }
}
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; animation: none !important; }
}
/* The one primary button of the start page; Streamlit has no type for it. */
.st-key-check_drop [data-testid=stFileUploaderDropzone] > span button {
  background: var(--posture-primary); border-color: var(--posture-primary);
  color: var(--posture-on-primary);
}
/* Invisible until the mouse is over them, yet stops of the tab key: the full screen of pictures,
   which enlarge themselves or are small, and links to headings. */
[data-testid=stFullScreenFrame]:has([data-testid=stImage]) [data-testid=stElementToolbar],
[data-testid=stHeaderActionElements] { display: none; }
/* Streamlit would list a dozen file extensions in one line. */
[data-testid=stFileUploaderDropzoneInstructions] span { display: none; }
[data-testid=stFileUploaderDropzoneInstructions] > div::after {
  content: var(--posture-limit); font-size: 0.875rem;
}
.st-key-points_file [data-testid=stFileUploaderDropzoneInstructions] > div::after {
  content: var(--posture-points-limit);
}
/* Streamlit writes white on primary buttons, whatever their colour. */
[data-testid=stBaseButton-primary], [data-testid=stBaseButton-primary]:hover {
  color: var(--posture-on-primary);
}
"""

# By the ground that Streamlit draws, not by a run of the page: none comes with a change of it.
_COLOURS = (
    " --posture-primary: light-dark(#0c655d, #3fb5a8);"
    " --posture-on-primary: light-dark(#ffffff, #0f181c);"
    " --posture-ground: light-dark(#fcfdfd, #0f181c);"
)

_OTHER_LANGUAGES = """
/* "Press Enter to apply", in English only. */
[data-testid=InputInstructions] { display: none; }
/* Streamlit has these in English only; the hidden text stays the accessible name. */
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
    """Whether the theme is dark; drawings shown as images cannot find out themselves."""
    return st.context.theme.type == "dark"


def line_colour() -> str:
    """Colour of line drawings."""
    return "#c6d2d5" if is_dark() else "#33444b"


def apply_style() -> None:
    """Add the CSS rules to the page; call it once per page."""
    words = {
        "menu": tr("Menu"),
        "upload": tr("Upload"),
        "limit": tr("Up to {most} MB a file").format(most=MEDIA_MEGABYTES),
        "points-limit": tr("Up to {most} MB a file").format(most=POINTS_MEGABYTES),
        "shutter": tr("Take the photo"),
        "discard": tr("Discard the photo"),
    }
    variables = " ".join(f'--posture-{name}: "{text}";' for name, text in words.items())
    more = _OTHER_LANGUAGES if language() != ENGLISH else ""
    st.html(f"<style>:root {{ {variables}{_COLOURS} }}\n{_STYLE}{more}</style>")
