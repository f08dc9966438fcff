"""Output on a code page that lacks some of the characters."""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata

_HANDLER = "posture.lookalike"

_LOOKALIKES = {
    "→": ">",
    "•": "*",
    "·": "-",
    "☐": "[ ]",
    "×": "x",
    "±": "+/-",
    "°": " deg",
    "−": "-",
    "–": "-",
    "‑": "-",
    "„": '"',
    "“": '"',
    "”": '"',
    "’": "'",
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "ß": "ss",
}
"""What stands for a character that the code page lacks, in ASCII. The arrow keeps its width: the
borders stay in line."""


def write_on_any_code_page() -> None:
    """Let the standard streams replace characters that their encoding lacks.

    Redirected output on Windows has the code page of the system, and Python would end with an error
    at the first arrow. The encoding itself stays: the program that reads the output expects it.
    """
    codecs.register_error(_HANDLER, _replace)
    for stream in (sys.stdout, sys.stderr):
        # None without a console; other types where a test or a host program took the stream.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_in_ascii(character) for character in text), error.end


def _in_ascii(character: str) -> str:
    known = _LOOKALIKES.get(character)
    if known is not None:
        return known
    # Letters without their accents, "..." for the ellipsis.
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or "?"
