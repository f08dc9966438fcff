"""Says, on the page after an erasure, which backups still hold the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.studio.erasure import told_of
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from posture.studio.erasure import ErasureReport

_TOLD = "studio_erased"


def note(report: ErasureReport) -> None:
    """Keep what an erasure did, for :func:`show`."""
    st.session_state[_TOLD] = told_of(report)


def show() -> None:
    """Say what the last erasure did, once."""
    lines: tuple[str, ...] | None = st.session_state.pop(_TOLD, None)
    if lines is not None:
        st.info("\n\n".join(escape(line.strip()) for line in lines))
