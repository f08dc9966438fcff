"""The site as it is built: in two languages, without a network, and every link leads somewhere."""

from __future__ import annotations

import shutil
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import posture
from tools.site import build as building
from tools.site import links, names
from tools.site.pages import Page, decisions, pages


class Read(HTMLParser):
    """Links, files and anchors of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.files: list[str] = []
        self.anchors: set[str] = set()
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[one] for one in ("id", "name") if one in given}
        if tag == "html":
            self.language = given.get("lang", "")
        if tag in ("script", "img", "source", "iframe") and "src" in given:
            self.files.append(given["src"])
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.files.append(given["href"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])


@cache
def read(path: Path) -> Read:
    return Read(path.read_text(encoding="utf-8"))


def html(site: Path) -> list[Path]:
    # What is shown for an unknown address stands at no place of its own.
    return [one for one in sorted(site.rglob("*.html")) if one.name != "404.html"]


def test_every_page_is_built(site: Path):
    for language, below in (("en", site), ("de", site / "de")):
        missing = [
            page.place
            for page in (*pages(language), *(decisions() if language == "en" else ()))
            if not (below / page.place).with_suffix(".html").is_file()
        ]
        assert missing == []


def test_no_link_and_no_anchor_leads_nowhere(site: Path):
    dead: list[str] = []
    for page in html(site):
        for link in read(page).links:
            parts = urlsplit(link)
            # The API reference is built by another test.
            if parts.scheme or link.startswith(names.API.split("/")[0] + "/"):
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not target.is_file() or (
                parts.fragment and unquote(parts.fragment) not in read(target).anchors
            ):
                dead.append(f"{page.relative_to(site)}: {link}")
    assert dead == []


def test_nothing_is_fetched_from_a_network(site: Path):
    fetched = [
        f"{page.relative_to(site)}: {file}"
        for page in html(site)
        for file in read(page).files
        if urlsplit(file).netloc or not (page.parent / unquote(urlsplit(file).path)).is_file()
    ]
    assert fetched == []
    styles = [one for one in site.rglob("*.css") if "url(http" in one.read_text(encoding="utf-8")]
    assert styles == []


def test_pages_know_their_language_and_lead_to_the_other(site: Path):
    for name in ("index.html", "guide.html", "trainer.html"):
        assert read(site / name).language == "en"
        assert read(site / "de" / name).language == "de"
        assert f"./de/{name}" in read(site / name).links
        assert f"../{name}" in read(site / "de" / name).links


def test_the_public_names_stand_on_the_page_for_python(site: Path):
    text = (site / "library.html").read_text(encoding="utf-8")
    for name in posture.__all__:
        if not name.startswith("_"):
            assert f'href="{names.API}#{name}"' in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[away](nowhere.md)", "page does not exist"),
        ("[away](guide.md#nowhere)", "anchor does not exist"),
    ],
)
def test_a_dead_link_ends_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, said: str
):
    def gather(language: str, project: Path) -> None:
        original(language, project)
        page = project / "pages" / "json.md"
        page.write_text(f"# JSON\n\n{text}\n", encoding="utf-8")

    original = building.gather
    monkeypatch.setattr(building, "gather", gather)
    with pytest.raises(building.SiteError, match=said):
        building.build(tmp_path / "site", api=False)
    assert not (tmp_path / "site").exists()


def test_a_missing_picture_ends_the_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    shutil.copytree(building.ROOT / "docs", tmp_path / "docs")
    (tmp_path / "docs" / "pictures" / "check.png").unlink()
    monkeypatch.setattr(building, "ROOT", tmp_path)
    with pytest.raises(building.SiteError, match=r"no picture docs/pictures/check\.png"):
        building.gather("en", tmp_path / "project")


PAGE = Page("Guide", "docs/guide.md", "guide.md")


@pytest.mark.parametrize(
    ("language", "given", "expected"),
    [
        ("en", "[a](json.md#x)", "[a](json.md#x)"),
        ("en", "[a](../CONTRIBUTING.md)", "[a](contributing.md)"),
        ("en", "[a](adr)", "[a](decisions.md)"),
        ("en", "[a](../Makefile)", "a"),
        ("en", "[a](https://example.org/b.md)", "[a](https://example.org/b.md)"),
        ("en", "```\n[a](json.md)\n```", "```\n[a](json.md)\n```"),
        ("en", "![a](../posture/x.svg)", "![a](pictures/x.svg)"),
    ],
)
def test_links_are_moved(language: str, given: str, expected: str):
    assert links.rewrite(given, PAGE, language) == expected


def test_a_german_page_leads_to_an_english_one():
    page = Page("Anleitung", "docs/de/guide.md", "guide.md")
    assert links.rewrite("[a](../json.md#x)", page, "de") == "[a](../json.html#x)"
    assert links.rewrite("![a](pictures/b.png)", page, "de") == "![a](pictures/b.png)"
