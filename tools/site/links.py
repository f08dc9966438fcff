"""Links of a page, from the place of its file in the checkout to its place in the site."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tools.site.pages import DECISIONS, NAVIGATION, Page, decisions, pages

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
_FENCE = re.compile(r"^(```.*?^```)", re.MULTILINE | re.DOTALL)
_OUTSIDE = ("http://", "https://", "mailto:", "#")
FOLDERS = {"docs/adr": DECISIONS, "README.md": Page("Start", "", "index.md")}
"""What a link may name that is no page of its own here, and the page that stands for it."""


def rewrite(text: str, page: Page, language: str) -> str:
    """The text of a page with its links as they hold in the site.

    Parameters
    ----------
    text : str
        Markdown.
    page : Page
        To which it belongs.
    language : {"en", "de"}

    Returns
    -------
    str
        Links to files that are not in the site are plain text.
    """
    parts = _FENCE.split(text)
    places = _places(language)
    for number, part in enumerate(parts):
        if not part.startswith("```"):
            parts[number] = _LINK.sub(lambda hit: _moved(hit, page, places), part)
    return "".join(parts)


def pictures(text: str, page: Page) -> dict[str, str]:
    """Pictures of a page: where each stands in the site, by its file in the checkout."""
    found: dict[str, str] = {}
    for part in _FENCE.split(text):
        if part.startswith("```"):
            continue
        for hit in _LINK.finditer(part):
            if not hit["target"].startswith(_OUTSIDE):
                source, _, _ = _resolved(page, hit["target"]).partition("#")
                if PurePosixPath(source).suffix in (".png", ".jpg", ".svg"):
                    found[source] = _picture_place(source, page)
    return found


def _places(language: str) -> dict[str, str]:
    """Where each file of the checkout stands, as seen from the first page of a language."""
    found = {source: page.place for source, page in FOLDERS.items()}
    # Other languages are built beside this one: their pages are there as HTML alone.
    for other in (one for one in NAVIGATION if one != language):
        up = "../" if language != "en" else ""
        below = f"{other}/" if other != "en" else ""
        for one in _all(other):
            found[one.source] = f"{up}{below}{PurePosixPath(one.place).with_suffix('.html')}"
    found |= {one.source: one.place for one in _all(language) if one.source}
    return found


def _all(language: str) -> Iterable[Page]:
    return [*pages(language), *(decisions() if language == "en" else ())]


def _moved(hit: re.Match[str], page: Page, places: dict[str, str]) -> str:
    target = hit["target"]
    if target.startswith(_OUTSIDE):
        return hit.group()
    source, sign, anchor = _resolved(page, target).partition("#")
    here = PurePosixPath(page.place).parent.as_posix()
    if hit["picture"] or PurePosixPath(source).suffix in (".png", ".jpg", ".svg"):
        to = _picture_place(source, page)
    elif source in places:
        to = places[source]
    else:
        return hit["text"]
    return f"{hit['picture']}[{hit['text']}]({os.path.relpath(to, here)}{sign}{anchor})"


def _resolved(page: Page, target: str) -> str:
    """A link as a path from the root of the checkout."""
    folder = PurePosixPath(page.source).parent
    return os.path.normpath(folder / target)


def _picture_place(source: str, page: Page) -> str:
    """Below the folder of the page's language; pictures of the docs keep their folders."""
    root = "docs/de" if page.source.startswith("docs/de/") else "docs"
    path = PurePosixPath(source)
    for base in (root, "docs"):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return f"pictures/{path.name}"
