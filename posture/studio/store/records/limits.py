"""What records may hold. Every fault of a record is told at once."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from posture.errors import InputError
from posture.i18n.language import LANGUAGES, tr
from posture.studio.records import LONGEST_NAME, LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_LIST = 100
"""Entries of a list in a record."""

OLDEST_YEAR = 1900
LENGTH_CM = (0.0, 10_000.0)

_LINES = frozenset("\t\n\r")
_ID = re.compile(r"[0-9a-f]{32}")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def is_id(text: str) -> bool:
    """Whether a text can be the id of a client or a visit; what comes by an address may not."""
    return _ID.fullmatch(text) is not None


def is_key(text: str) -> bool:
    """Whether a text can be the id of an account or of an own exercise."""
    return _KEY.fullmatch(text) is not None


def years_of_birth() -> tuple[int, int]:
    """The years in which a client can be born, first and last."""
    # A day more, for clocks elsewhere.
    return OLDEST_YEAR, (datetime.now(UTC) + timedelta(days=1)).year


class Faults:
    """Gathers the faults of a record."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def raise_if_any(self, message: str) -> None:
        """Tell all faults in one error.

        Parameters
        ----------
        message : str
            What cannot be saved, one sentence that ends with a colon.

        Raises
        ------
        InputError
        """
        if self._found:
            raise InputError(message, tuple(self._found))

    def add(self, fault: str) -> None:
        """A fault that is none of the following."""
        self._found.append(fault)

    def name(self, what: str, text: str) -> None:
        """A text of one line that must not be empty."""
        if not text.strip():
            self.add(tr("{what}: is empty").format(what=what))
        self.line(what, text)

    def line(self, what: str, text: str, longest: int = LONGEST_NAME) -> None:
        """A text of one line."""
        self._length(what, text, longest)
        self._characters(what, text, frozenset())

    def lines(self, what: str, text: str, longest: int = LONGEST_TEXT) -> None:
        """A text of several lines."""
        self._length(what, text, longest)
        self._characters(what, text, _LINES)

    def list_of_texts(self, what: str, texts: Iterable[str], longest: int = LONGEST_TEXT) -> None:
        """Several texts."""
        entries = tuple(texts)
        if len(entries) > LONGEST_LIST:
            self.add(
                tr("{what}: {count} entries, at most {most}").format(
                    what=what, count=len(entries), most=LONGEST_LIST
                )
            )
        for text in entries[:LONGEST_LIST]:
            self.lines(what, text, longest)

    def number(self, what: str, value: float | None, between: tuple[float, float]) -> None:
        """A number in an interval, or none."""
        low, high = between
        if value is not None and not (math.isfinite(value) and low <= value <= high):
            self.add(
                tr("{what}: {value}, must be from {low} to {high}").format(
                    what=what, value=value, low=f"{low:g}", high=f"{high:g}"
                )
            )

    def year_of_birth(self, what: str, year: int | None) -> None:
        """A year from long ago until now, or none."""
        self.number(what, year, years_of_birth())

    def language(self, what: str, code: str) -> None:
        """A language that there is a catalogue for."""
        if code not in LANGUAGES:
            self.add(tr("{what}: there is no translation").format(what=what))

    def colour(self, what: str, text: str) -> None:
        """A colour as #rrggbb."""
        if not _COLOUR.fullmatch(text):
            self.add(tr("{what}: must be written like #1f5c99").format(what=what))

    def choice(self, what: str, value: str | None, choices: Iterable[str | None]) -> None:
        """One of a few values."""
        if value not in tuple(choices):
            self.add(tr("{what}: unknown choice").format(what=what))

    def _length(self, what: str, text: str, longest: int) -> None:
        if len(text) > longest:
            self.add(
                tr("{what}: {count} characters, at most {most}").format(
                    what=what, count=len(text), most=longest
                )
            )

    def _characters(self, what: str, text: str, allowed: frozenset[str]) -> None:
        """Control characters do not print, and databases do not keep all of them."""
        odd = {c for c in text if unicodedata.category(c) in ("Cc", "Cs")} - allowed
        if odd:
            codes = ", ".join(f"U+{ord(c):04X}" for c in sorted(odd)[:5])
            self.add(
                tr("{what}: characters that cannot be printed ({codes})").format(
                    what=what, codes=codes
                )
            )
