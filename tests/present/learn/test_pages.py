from __future__ import annotations

import re
from pathlib import Path

import pytest

import posture.present.learn
from posture.assess.knowledge.sourced import PROVENANCE_WORDS
from posture.assess.wording_rules import wording_faults
from posture.i18n.language import tr, use_language
from posture.present.figures.figures import body_map_ids, has_figure
from posture.present.learn.pages import BLOCKS, PAGES, Part, parse, read_page
from tests.fixtures.shared import ROOT

FOLDER = Path(posture.present.learn.__file__).parent
FILES = sorted(FOLDER.glob("[a-z][a-z]/*.md"))
MOST_WORDS = 350
LANGUAGES = sorted({path.parent.name for path in FILES})


def words(path: Path) -> int:
    return sum(
        len(re.findall(r"\w[\w’'.,°%-]*", part.content))
        for part in parse(path.stem, path.read_text("utf-8")).parts
        if part.kind == "text"
    )


def test_there_is_one_english_file_for_each_page_and_no_other():
    assert {p.stem for p in FILES if p.parent.name == "en"} == set(PAGES)
    assert {p.stem for p in FILES} == set(PAGES)


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_file_is_short_and_keeps_the_wording_rules(path: Path):
    text = path.read_text("utf-8")
    assert wording_faults(text) == []
    # German needs more letters and about as many words.
    assert words(path) <= MOST_WORDS
    assert text.startswith("# ")


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_page_of_the_app_is_called_as_in_the_menu(path: Path):
    with use_language(path.parent.name):
        menu = {tr(name) for name in ("Check", "Live", "Compare", "Learn", "Studio")}
    named = re.findall(r"(?:page|Seite) \*([^*]+)\*", path.read_text("utf-8"))
    assert set(named) <= menu
    assert named or path.stem != "numbers"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_on_evidence_explains_every_tag_that_a_fact_can_carry(code: str):
    text = (FOLDER / code / "evidence.md").read_text("utf-8").lower()
    with use_language(code):
        words = [word.lower() for word in PROVENANCE_WORDS.values()]
    assert re.findall(r"^- \*\*([^*]+)\*\*:", text, re.MULTILINE)[: len(words)] == words


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_picture_and_block_exists_and_is_the_same_in_every_language(path: Path):
    page = parse(path.stem, path.read_text("utf-8"))
    english = read_page(path.stem)
    special = [(p.kind, p.content) for p in page.parts if p.kind != "text"]
    assert special == [(p.kind, p.content) for p in english.parts if p.kind != "text"]
    for part in page.parts:
        if part.kind == "figure":
            assert has_figure(part.content)
        elif part.kind == "map":
            assert part.content in body_map_ids()
        elif part.kind == "sample":
            assert (ROOT / "samples" / f"{part.content}.jpg").is_file()
        elif part.kind == "block":
            assert part.content in BLOCKS
        else:
            assert part.kind == "text"
            assert "![" not in part.content
            assert "{{" not in part.content
        if part.kind in ("figure", "sample"):
            assert part.words


def test_a_language_without_a_page_gets_english():
    assert read_page("pairs", "xx") == read_page("pairs", "en")


def test_parts_stand_in_the_order_of_the_file():
    page = parse("x", "# Title\n\nOne.\n![A roll](figure:roll_quads)\n\nTwo.\n\n{{grades}}\n")
    assert page.title == "Title"
    assert page.parts == (
        Part("text", "One."),
        Part("figure", "roll_quads", "A roll"),
        Part("text", "Two."),
        Part("block", "grades"),
    )
