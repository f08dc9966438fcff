"""The guides: German ones follow the English ones, pictures can be heard, words are the field's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from posture.assess.wording_rules import wording_faults
from posture.i18n.language import use_language
from posture.present.figures.figures import figure_svg
from tests.docs.markdown import DOCS, ROOT, blocks, prose, written_pages
from tools.site.pages import LANGUAGES, pages

GERMAN = sorted((DOCS / "de").glob("*.md"))
_PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<target>[^)]+)\)")
OF_ENGINEERS = ("CONTRIBUTING.md", "SECURITY.md")
"""Pages that speak of programs, not of people."""
REPLACED = (
    *("keypoint", "bystander", "oddness", "sighting", "guess", "appointment", "uncertainty"),
    *("doubt", "spine line", "red-flag check", "second look", "counts from"),
)
"""Words of the glossary's column *not* that have no other sense in these pages."""


def shape(page: Path) -> list[tuple[str, str]]:
    """Headings by level, pictures by name, code by language and lists and tables by length."""
    found: list[tuple[str, str]] = []
    for line in prose(page).splitlines():
        if line.startswith("#"):
            found.append(("heading", line.partition(" ")[0]))
        elif line.lstrip().startswith("|"):
            found.append(("row", str(line.count("|"))))
        elif re.match(r" *(-|\d+\.) ", line):
            found.append(("item", ""))
        found += [("picture", Path(hit["target"]).name) for hit in _PICTURE.finditer(line)]
    return [*found, *(("code", one.language) for one in blocks(page))]


@pytest.mark.parametrize("name", ["guide.md", "trainer.md"])
def test_the_german_guide_follows_the_english_one(name: str):
    assert shape(DOCS / "de" / name) == shape(DOCS / name)


def test_every_german_page_has_an_english_one():
    assert GERMAN
    assert [one.name for one in GERMAN if not (DOCS / one.name).is_file()] == []


def test_every_page_is_in_a_navigation():
    listed = {page.source for language in LANGUAGES for page in pages(language)}
    found = {
        str(one.relative_to(ROOT))
        for one in DOCS.rglob("*.md")
        if "adr" not in one.relative_to(DOCS).parts
    }
    assert found - listed == set()


@pytest.mark.parametrize("page", written_pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_pictures_are_there_and_said_in_words(page: Path):
    for hit in _PICTURE.finditer(prose(page)):
        assert (page.parent / hit["target"]).is_file(), hit["target"]
        assert len(hit["words"]) > 10


def test_the_german_drawing_is_that_of_the_package():
    kept = (DOCS / "de" / "pictures" / "photo_side_on.svg").read_text(encoding="utf-8")
    with use_language("de"):
        assert kept == figure_svg("photo_side_on", ink="#22343a")


def test_no_picture_of_the_guides_is_left_over():
    shown = {
        (page.parent / hit["target"]).resolve()
        for page in written_pages()
        for hit in _PICTURE.finditer(prose(page))
    }
    kept = {*(DOCS / "pictures").iterdir(), *(DOCS / "de" / "pictures").iterdir()}
    assert kept - shown == set()


@pytest.mark.parametrize("page", written_pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_wording(page: Path):
    text = prose(page)
    if page.name not in OF_ENGINEERS:
        assert wording_faults(text) == []
    if page.name != "glossary.md":
        assert [word for word in REPLACED if re.search(rf"\b{word}s?\b", text.lower())] == []


def test_the_words_that_are_replaced_stand_in_the_glossary():
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    assert [word for word in REPLACED if word not in glossary] == []
