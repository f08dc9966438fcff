"""An open page leads to the sign-in when its login has ended, and names who is signed in."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from posture.errors import AccessError
from posture.i18n.language import tr
from posture.ui.serve.actor import is_elsewhere, signed_in
from posture.ui.serve.served import served

_WATCH = f"<script>{Path(__file__).with_name('guard.js').read_text(encoding='utf-8')}</script>"

_BADGE = """<a class="posture-account" href="/account" target="_self"
title="{title}" aria-label="{title}">{initial}</a><style>
.posture-account {{ display: inline-flex; width: 2.4rem; height: 2.4rem; border-radius: 50%;
  align-items: center; justify-content: center; text-decoration: none; font-weight: 650;
  background: var(--posture-primary, #0c655d); color: var(--posture-on-primary, #ffffff) !important;
}}</style>"""


def show_account() -> None:
    """Draw the way to one's own account; nothing where no gate stands before the app."""
    if served() is None:
        return
    try:
        name = signed_in().name
    except AccessError as error:
        # Where the browser has not been led to the sign-in yet.
        st.html(_WATCH, unsafe_allow_javascript=True)
        st.error(str(error))
        st.stop()
    title = tr("Signed in as {name}: account, sign out").format(name=name)
    badge = _BADGE.format(title=escape(title), initial=escape(name[:1].upper()))
    st.html(badge + _WATCH, width="content", unsafe_allow_javascript=True)


def show_where_photos_go() -> None:
    """Say whose computer is meant where a page says "this computer"; nothing at that one."""
    if is_elsewhere():
        st.caption(
            tr("“This computer” is the studio's: photos go to it encrypted, and to nobody else.")
        )
