"""What a button does, where it may fail: the failure is said on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from posture.errors import PostureError
from posture.ui.shared.markdown import with_fault_list

if TYPE_CHECKING:
    from collections.abc import Callable

_FAILED = "studio_failed"


def attempt(do: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Do something; where it fails, :func:`show_failure` says why. For callbacks of widgets.

    Parameters
    ----------
    do : callable
    *args, **kwargs
        For it.
    """
    try:
        do(*args, **kwargs)
    except PostureError as error:
        st.session_state[_FAILED] = error


def attempt_change(key: str, do: Callable[..., Any], *args: Any) -> None:
    """Do something with the value of a widget, as :func:`attempt`. For its ``on_change``.

    A browser that is behind sends the values of widgets once more that are drawn no longer, and
    Streamlit takes those of a forgotten person for changed. Where the widget is gone nothing is
    done; where it is not, its unchanged value may come in again.

    Parameters
    ----------
    key : str
        Of the widget.
    do : callable
        Takes the value first. An unchanged value must change nothing.
    *args
        For it, after the value.
    """
    if key in st.session_state:
        attempt(do, st.session_state[key], *args)


def show_failure() -> None:
    """Draw why the last attempt failed, once."""
    error: PostureError | None = st.session_state.pop(_FAILED, None)
    if error is not None:
        show_error(error)


def show_error(error: PostureError) -> None:
    """Draw an error with its remedy."""
    st.error("\n\n".join(with_fault_list(one) for one in (error.message, error.remedy) if one))
