"""The reader's language: every sentence that is shown goes through here."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Show everything inside in one language.

    Parameters
    ----------
    language : str
        Two letters; one without a catalogue gives English.
    """
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def language() -> str:
    """Two letters of the language that is spoken now."""
    return _LANGUAGE.get()


def tr(text: str) -> str:
    """A sentence in the reader's language; itself where it has no translation.

    Parameters
    ----------
    text : str
        English. Values are put in afterwards, with ``str.format`` and named fields, so that the
        catalogue knows the sentence.
    """
    return text
