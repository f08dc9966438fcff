"""The files of the catalogues: read, brought up to date and written without needless changes."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from catalogue.extract import PACKAGE
from posture.i18n.language import ENGLISH, LANGUAGES

LOCALE = PACKAGE / "i18n" / "locale"
TEMPLATE = LOCALE / "posture.pot"
_HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def path_of(language: str) -> Path:
    """Where the translations into a language lie."""
    return LOCALE / language / "LC_MESSAGES" / "posture.po"


def read(path: Path, language: str | None = None) -> Catalog:
    """Read a catalogue; an empty one where there is no file."""
    if not path.is_file():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(made: Catalog) -> dict[str, int]:
    """Write the template anew and bring every language up to date with it.

    Parameters
    ----------
    made : Catalog
        The template.

    Returns
    -------
    dict of str to int
        Language to the number of sentences that wait for a translation.
    """
    _write(TEMPLATE, made, "")
    waiting: dict[str, int] = {}
    for language in LANGUAGES:
        if language == ENGLISH:
            continue
        known = read(path_of(language), language)
        # A guess at a similar sentence is worse than none: half of the meaning may be another.
        known.update(made, no_fuzzy_matching=True)
        _write(path_of(language), known, language)
        waiting[language] = sum(not entry.string for entry in known if entry.id)
    return waiting


def _write(path: Path, catalogue: Catalog, language: str) -> None:
    """Without dates and line numbers, so that a file changes only where a sentence does."""
    for entry in catalogue:
        entry.flags.discard("python-format")
    body = io.BytesIO()
    write_po(
        body,
        catalogue,
        omit_header=True,
        ignore_obsolete=True,
        include_lineno=False,
        sort_by_file=True,
        width=96,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_HEADER.format(language=language).encode() + body.getvalue())
