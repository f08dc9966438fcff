"""Every sentence of the product is in the catalogues, and every translation is whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from catalogue.extract import PACKAGE, template
from catalogue.files import TEMPLATE, path_of, read
from posture.assess.wording_rules import wording_faults
from posture.i18n.language import ENGLISH, LANGUAGES

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
ROOMS_THAT_SPEAK = (
    "studio/history",
    "studio/plans",
    "studio/reports",
    "studio/exchange",
    "assess",
    "body",
    "analysis",
    "cli",
    "files",
    "live",
    "measure",
    "photo",
    "pose",
    "present",
    "ui",
)
NOT_SHOWN = {"UserWarning", "ValueError", "TypeError", "AttributeError", "KnowledgeError"}
"""What is raised at a caller's mistake or ours, not at a person's."""


def ids(catalogue: object) -> set[str]:
    return {entry.id for entry in catalogue if entry.id}  # pyright: ignore


@pytest.fixture(scope="module")
def wanted() -> set[str]:
    return ids(template())


def fields(text: str) -> list[tuple[str, str, str]]:
    return sorted(
        (name, spec or "", conversion or "")
        for _, name, spec, conversion in Formatter().parse(text)
        if name is not None
    )


def test_the_sentences_are_found(wanted: set[str]):
    assert "No person was found in this photo." in wanted  # code
    assert "What this photo cannot tell" in wanted  # page template
    assert "Glute bridge" in wanted  # knowledge
    assert "hip height" in wanted  # drawings
    assert len(wanted) > 1000


def test_the_template_is_up_to_date(wanted: set[str]):
    there = ids(read(TEMPLATE))
    assert wanted - there == set(), "run `make catalogue`"
    assert there - wanted == set(), "run `make catalogue`"


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language: str, wanted: set[str]):
    catalogue = read(path_of(language), language)
    assert ids(catalogue) == wanted
    waiting = [entry.id for entry in catalogue if entry.id and (not entry.string or entry.fuzzy)]
    assert waiting == []


def translations(language: str) -> dict[str, str]:
    """Every sentence with its translation; the catalogue has no plural forms."""
    found: dict[str, str] = {}
    for entry in read(path_of(language), language):
        if entry.id:
            assert isinstance(entry.id, str)
            assert isinstance(entry.string, str), entry.id
            found[entry.id] = entry.string
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_fields_and_edges_are_those_of_the_english(language: str):
    for english, there in translations(language).items():
        assert fields(there) == fields(english), english
        for edge in (slice(0, 1), slice(-1, None)):
            assert there[edge].isspace() == english[edge].isspace(), english
        assert there.count("\n") == english.count("\n"), english
        if english[-1] in ".?!:":
            assert there[-1] == english[-1], english


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_keeps_the_wording_law(language: str):
    said = translations(language).values()
    assert {text: wording_faults(text) for text in said if wording_faults(text)} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_polite_address_is_kept(language: str):
    """German addresses people as Sie; "du" would slip in with a careless hand."""
    words = {"du", "dein", "deine", "deinen", "deiner", "dich", "dir"}
    for there in translations(language).values():
        assert not words & set(there.lower().replace(".", " ").split()), there


def loose(path: Path) -> Iterator[str]:
    """Formatted strings that speak to people past the catalogue: whole sentences in f-strings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    excused = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and (node.func.id in NOT_SHOWN or node.func.id in ("_fault", "fault"))
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr) or id(node) in excused:
            continue
        words = "".join(str(p.value) for p in node.values if isinstance(p, ast.Constant))
        # Faults of a stored file name their place in it, as the schema's own do.
        if words.startswith(("body.", "measurements.")):
            continue
        if sum(word.isalpha() and len(word) > 1 for word in words.split()) >= 3:
            yield f"{path.name}: {words}"


def bare(path: Path) -> Iterator[str]:
    """Plain strings that are shown or raised without the catalogue."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        drawn = (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and called.value.id == "st"
        )
        raised = (
            isinstance(called, ast.Name)
            and called.id.endswith("Error")
            and called.id not in NOT_SHOWN
        )
        if not drawn and not raised:
            continue
        labels = [k.value for k in node.keywords if k.arg in SHOWN_WORDS]
        for part in (*node.args[: None if raised else 1], *labels):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                text = part.value
                # Letters beside each other make words; the rest is markup or a sign.
                if " " in text.strip() and any(c.isalpha() for c in text) and "<" not in text:
                    yield f"{path.relative_to(PACKAGE)}: {text}"


SHOWN_WORDS = {"label", "help", "placeholder", "caption", "alt", "remedy", "title", "text"}
IN_EVERY_LANGUAGE = {"ui/shared/language_choice.py: Language · Sprache"}


@pytest.mark.parametrize("room", ROOMS_THAT_SPEAK)
def test_no_plain_string_is_shown_past_the_catalogue(room: str):
    found = {text for path in sorted((PACKAGE / room).rglob("*.py")) for text in bare(path)}
    assert found - IN_EVERY_LANGUAGE == set()


SILENT = {
    "assess/knowledge/library.py",
    "body/estimate/share.py",
    "files/points.py",
}
"""Markup, and faults of our own files that tests find."""


@pytest.mark.parametrize("room", ROOMS_THAT_SPEAK)
def test_no_sentence_is_put_together_past_the_catalogue(room: str):
    found = [
        text
        for path in sorted((PACKAGE / room).rglob("*.py"))
        if str(path.relative_to(PACKAGE)) not in SILENT
        for text in loose(path)
    ]
    assert found == []


def test_no_sentence_hides_inside_another():
    """The gatherer reads an f-string as one text: a sentence in its braces is never found."""
    hidden = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}: {call.args[0].value}"
        for path in PACKAGE.rglob("*.py")
        for outer in ast.walk(ast.parse(path.read_text()))
        if isinstance(outer, ast.JoinedStr)
        for call in ast.walk(outer)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("tr", "mark", "translatable")
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []
