"""Ways from one page to another, which work as soon as the other page is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streamlit.navigation.page import Page

_KEY = "pages"


def know(pages: Iterable[Page]) -> None:
    """Remember which pages there are; the default page, whose address is empty, is "check"."""
    st.session_state[_KEY] = {page.url_path or "check": page for page in pages}


def page_at(*addresses: str) -> Page | None:
    """The first of these pages that exists, by its address (``url_path``)."""
    known = st.session_state.get(_KEY, {})
    return next((known[address] for address in addresses if address in known), None)


def link(label: str, *addresses: str, icon: str | None = None) -> bool:
    """A link to the first of these pages that exists.

    Returns
    -------
    bool
        Whether there was one.
    """
    page = page_at(*addresses)
    if page is None:
        return False
    st.page_link(page, label=label, icon=icon)
    return True
