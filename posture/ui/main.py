"""The app and its pages. Streamlit runs it as a script, or through ``app.py``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr, use_language
from posture.ui.check.page import page as check_page
from posture.ui.compare.page import page as compare_page
from posture.ui.frontal import page as frontal_page
from posture.ui.learn import page as learn_page
from posture.ui.live.page import page as live_page
from posture.ui.live.page import release_cameras
from posture.ui.points.page import page as points_page
from posture.ui.shared.language_choice import show_language_choice
from posture.ui.shared.navigation import remember_pages

if TYPE_CHECKING:
    from streamlit.navigation.page import Page


def _earlier(address: str, page: Page) -> Page:
    """An earlier address of a page: in no menu, leads on to the page."""
    return st.Page(
        partial(st.switch_page, page), title=address, url_path=address, visibility="hidden"
    )


def main() -> None:
    """Show the chosen page."""
    st.set_page_config(page_title="Posture", layout="wide", initial_sidebar_state="collapsed")
    with use_language(show_language_choice()):
        live = st.Page(live_page, title=tr("Live"), url_path="live")
        comparison = st.Page(compare_page, title=tr("Before and after"), url_path="comparison")
        frontal = st.Page(frontal_page, title=tr("Left and right"), url_path="frontal")
        pages = [
            st.Page(check_page, title=tr("Check a photo"), url_path="check", default=True),
            live,
            st.Page(points_page, title=tr("Adjust points"), url_path="points"),
            comparison,
            frontal,
            st.Page(learn_page, title=tr("Learn"), url_path="learn"),
        ]
        remember_pages(pages)
        # Addresses of version 0.1 lead on.
        pages += [_earlier("change", comparison), _earlier("sides", frontal)]
        # At the top, so that pictures have the full width of the page.
        chosen = st.navigation(pages, position="top")
        if chosen is not live:
            release_cameras()
        chosen.run()


if __name__ == "__main__":
    main()
