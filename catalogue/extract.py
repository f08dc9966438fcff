"""Gathers every sentence: from code, page templates, knowledge files and figures."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from posture.assess.knowledge import knowledge
from posture.assess.knowledge.library import FILES
from posture.assess.knowledge.sourced import Record, map_texts
from posture.present.figures.figures import texts_in

PACKAGE = Path(__file__).resolve().parents[1] / "posture"
KEYWORDS = {"tr": None, "mark": None, "translatable": None}
METHODS = [("**.py", "python"), ("**/templates/**.j2", "jinja2")]


def template() -> Catalog:
    """Everything that there is to translate, with the files in which it stands.

    Returns
    -------
    Catalog
        Without translations, in the order of the files.
    """
    made = Catalog(charset="utf-8", fuzzy=False)
    for where, text in (*_code(), *_knowledge(), *_figures()):
        # A location without a line is written as the file alone.
        made.add(text, locations=[(f"posture/{where}", None)])  # pyright: ignore[reportArgumentType]
    return made


def _code() -> Iterator[tuple[str, str]]:
    found = extract_from_dir(
        PACKAGE, method_map=METHODS, keywords=KEYWORDS, strip_comment_tags=True
    )
    for where, _, message, _, _ in found:
        yield where, message if isinstance(message, str) else message[0]


def _knowledge() -> Iterator[tuple[str, str]]:
    known = knowledge()
    for name in FILES:
        part = getattr(known, name)
        records = part.values() if isinstance(part, dict) else (part,)
        for record in records:
            if isinstance(record, Record):
                yield from ((f"assess/knowledge/{name}.yaml", text) for text in texts(record))


def texts(record: Record) -> list[str]:
    """The texts of a record that people read."""
    found: list[str] = []

    def collect(text: str) -> str:
        found.append(text)
        return text

    map_texts(record, collect)
    return found


def _figures() -> Iterator[tuple[str, str]]:
    for path in sorted((PACKAGE / "present" / "figures").glob("*.svg")):
        for _, text in texts_in(ET.fromstring(path.read_text(encoding="utf-8"))):
            if any(letter.isalpha() for letter in text):
                yield f"present/figures/{path.name}", text
