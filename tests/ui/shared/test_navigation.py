"""Links to pages that may not be there."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from posture.ui.shared.navigation import page_at, remember_pages, show_link

    def home() -> None:
        for name in ("check", "live", "nowhere"):
            st.markdown(f"{name}: {page_at(name) is not None}")
        st.markdown(f"linked {show_link('Go live', 'nowhere', 'live')}")
        st.markdown(f"not linked {show_link('Nowhere', 'nowhere')}")

    def live() -> None:
        st.markdown("Here it is live.")

    pages = [st.Page(home, url_path="check", default=True), st.Page(live, url_path="live")]
    remember_pages(pages)
    st.navigation(pages).run()


def test_pages_are_found_by_their_address_and_links_drawn_only_to_those():
    app = AppTest.from_function(script, default_timeout=60).run()
    assert not app.exception
    shown = [one.value for one in app.markdown]
    assert shown == [
        "check: True",
        "live: True",
        "nowhere: False",
        "linked True",
        "not linked False",
    ]
    assert [one.proto.label for one in app.get("page_link")] == ["Go live"]


def alone() -> None:
    import streamlit as st

    from posture.ui.shared.navigation import show_link

    st.markdown(f"{show_link('Go', 'live')}")


def test_a_page_that_runs_alone_has_no_links():
    app = AppTest.from_function(alone, default_timeout=60).run()
    assert not app.exception
    assert app.markdown[0].value == "False"
