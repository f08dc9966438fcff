"""The app and its pages. Streamlit runs it as a script, or through ``app.py``."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from posture import __version__
from posture.i18n.language import tr, use_language
from posture.log.events import tell, tell_failure
from posture.log.output import start_log, take_over_libraries
from posture.ui.check.page import page as side_page
from posture.ui.check.view import choose_view, chosen_view
from posture.ui.compare.page import page as compare_page
from posture.ui.frontal import page as frontal_page
from posture.ui.learn import page as learn_page
from posture.ui.live.cameras import release_cameras
from posture.ui.live.page import page as live_page
from posture.ui.points.page import page as points_page
from posture.ui.reload import keep_session, restore_session
from posture.ui.serve.guard import show_account
from posture.ui.shared.language_choice import show_language_choice
from posture.ui.shared.memory import give_back_memory
from posture.ui.shared.navigation import remember_pages
from posture.ui.studio.page import keep_open_visit, leave_lost_client
from posture.ui.studio.page import page as studio_page

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

    from posture.ui.check.view import View


def _check() -> None:
    """The page "Check": the side photo, or the one from the front or the back."""
    if chosen_view() == "front":
        frontal_page()
    else:
        side_page()


def _earlier(address: str, page: Page, view: View | None = None) -> Page:
    """An earlier address of a page: in no menu, leads on to the page."""
    return st.Page(
        partial(_lead_on, page, view), title=address, url_path=address, visibility="hidden"
    )


def _lead_on(page: Page, view: View | None) -> None:
    if view is not None:
        choose_view(view)
    st.switch_page(page)


def _draw(page: Page) -> None:
    """Draw a page and tell the log how long it took; a page that stops itself is not told of."""
    name, begun = page.url_path or "check", time.perf_counter()
    try:
        page.run()
    except Exception as error:
        tell_failure("page.failed", error, page=name)
        raise
    finally:
        give_back_memory()
    tell("page.drawn", page=name, seconds=time.perf_counter() - begun)


def main() -> None:
    """Show the chosen page."""
    start_log("app", __version__)
    take_over_libraries()
    st.set_page_config(page_title="Posture", layout="wide", initial_sidebar_state="collapsed")
    with use_language(show_language_choice(beside=show_account)):
        restore_session()
        check = st.Page(_check, title=tr("Check"), url_path="check", default=True)
        live = st.Page(live_page, title=tr("Live"), url_path="live")
        comparison = st.Page(compare_page, title=tr("Compare"), url_path="compare")
        studio = st.Page(studio_page, title=tr("Studio"), url_path="studio")
        pages = [
            check,
            live,
            comparison,
            st.Page(learn_page, title=tr("Learn"), url_path="learn"),
            studio,
            # Opened from a result.
            st.Page(points_page, title=tr("Adjust points"), url_path="points", visibility="hidden"),
            # Addresses of earlier versions lead on.
            _earlier("comparison", comparison),
            _earlier("change", comparison),
            _earlier("frontal", check, "front"),
            _earlier("sides", check, "front"),
        ]
        remember_pages(pages)
        # At the top, so that pictures have the full width of the page.
        chosen = st.navigation(pages, position="top")
        # The studio takes photos with them too, and releases them itself.
        if chosen not in (live, studio):
            release_cameras()
        leave_lost_client()
        _draw(chosen)
        keep_session()
        keep_open_visit()


if __name__ == "__main__":
    main()
