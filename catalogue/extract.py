"""Gathers every sentence of the product: from the code, the page template and the YAML files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from posture.assess.knowledge import knowledge
from posture.assess.knowledge.library import FILES
from posture.assess.knowledge.sourced import Record
from posture.assess.knowledge.texts import in_other_words
from posture.present.figures.poses import poses
from posture.present.figures.props import Words

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
        made.add(text, locations=[(f"posture/{where}", None)])
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

    in_other_words(record, collect)
    return found


def _figures() -> Iterator[tuple[str, str]]:
    for figure in poses().values():
        props = (*figure.props, *(prop for pose in figure.poses for prop in pose.props))
        labels = [prop.words for prop in props if isinstance(prop, Words)]
        for text in (figure.title, figure.description, *labels):
            yield "present/figures/poses.yaml", text
