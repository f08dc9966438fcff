"""The app: which pages there are. Run by Streamlit as a script, or by ``app.py``."""

from __future__ import annotations

import streamlit as st

from posture.i18n.language import tr, use_language
from posture.ui.check.page import page as check_page
from posture.ui.compare.page import page as before_after_page
from posture.ui.frontal import page as sides_page
from posture.ui.learn import page as learn_page
from posture.ui.live import page as live
from posture.ui.points.page import page as points_page
from posture.ui.shared import language as tongue
from posture.ui.shared import links


def main() -> None:
    """Show the page that the reader chose."""
    st.set_page_config(page_title="Posture", layout="wide", initial_sidebar_state="collapsed")
    with use_language(tongue.ask()):
        live_page = st.Page(live.page, title=tr("Live"), url_path="live")
        pages = [
            st.Page(check_page, title=tr("Check a photo"), url_path="check", default=True),
            live_page,
            st.Page(points_page, title=tr("Adjust points"), url_path="points"),
            st.Page(before_after_page, title=tr("Before and after"), url_path="change"),
            st.Page(sides_page, title=tr("Left and right"), url_path="sides"),
            st.Page(learn_page, title=tr("Learn"), url_path="learn"),
        ]
        links.know(pages)
        # At the top, so that the picture has the whole width of the page.
        chosen = st.navigation(pages, position="top")
        if chosen is not live_page:
            live.leave()
        chosen.run()


if __name__ == "__main__":
    main()
