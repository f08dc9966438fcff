"""Links from one page to another; a link to a page that is not there is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from streamlit.navigation.page import Page

_KEY = "pages"


def remember_pages(pages: Iterable[Page]) -> None:
    """Store the pages by address (``url_path``); the default page has none and is "check"."""
    st.session_state[_KEY] = {page.url_path or "check": page for page in pages}


def page_at(*addresses: str) -> Page | None:
    """The first existing page of these addresses."""
    known = st.session_state.get(_KEY, {})
    return next((known[address] for address in addresses if address in known), None)


def show_link(
    label: str, *addresses: str, icon: str | None = None, query: Mapping[str, str] | None = None
) -> bool:
    """Draw a link to the first existing page of these addresses.

    Parameters
    ----------
    label : str
    *addresses : str
    icon : str, optional
    query : mapping of str to str, optional
        What follows the address.

    Returns
    -------
    bool
        Whether there was one.
    """
    page = page_at(*addresses)
    if page is None:
        return False
    st.page_link(page, label=label, icon=icon, query_params=dict(query or {}) or None)
    return True
