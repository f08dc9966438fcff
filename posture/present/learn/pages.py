"""The pages of Learn: one Markdown file each, in the reader's language if it exists.

In addition to Markdown, a file may contain, each on a line of its own, ``![words](figure:id)`` (a
drawing of the package), ``![words](map:id)`` (a muscle pair drawn on the body),
``![words](sample:name)`` (a sample photo) and ``{{name}}`` (a table made from data).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

PAGES = ("imbalance", "pairs", "release", "photo", "numbers", "evidence", "clinician")
"""Pages in reading order."""

BLOCKS = ("accuracy", "levels", "grades", "red_flags")
"""Names that ``{{name}}`` may have."""

ENGLISH = "en"

Kind = Literal["text", "figure", "map", "sample", "block"]

_SPECIAL = re.compile(
    r"^(?:!\[(?P<words>[^\]]*)\]\((?P<kind>figure|map|sample):(?P<id>\w+)\)"
    r"|\{\{(?P<block>\w+)\}\})$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a page.

    Attributes
    ----------
    kind : {"text", "figure", "map", "sample", "block"}
    content : str
        Markdown of a text, else the id.
    words : str
        Description of a picture for screen readers.
    """

    kind: Kind
    content: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes
    ----------
    name, title : str
    parts : tuple of Part
        In order from the top, without the title.
    """

    name: str
    title: str
    parts: tuple[Part, ...]


def read_page(name: str, language: str = ENGLISH) -> Page:
    """Read a page.

    Parameters
    ----------
    name : str
        One of ``PAGES``.
    language : str
        Two letters; English where that language has no such page.

    Returns
    -------
    Page
    """
    return parse(name, _file(name, language).read_text("utf-8"))


def parse(name: str, text: str) -> Page:
    """Split the text of a page into parts; its first line is the title."""
    first, _, rest = text.partition("\n")
    parts: list[Part] = []
    lines: list[str] = []

    def close() -> None:
        if written := "\n".join(lines).strip():
            parts.append(Part("text", written))
        lines.clear()

    for line in rest.splitlines():
        found = _SPECIAL.match(line.strip())
        if found is None:
            lines.append(line)
            continue
        close()
        parts.append(_special(found))
    close()
    return Page(name, first.removeprefix("# ").strip(), tuple(parts))


def _special(found: re.Match[str]) -> Part:
    block = found["block"]
    if block is not None:
        return Part("block", block)
    kind: dict[str, Kind] = {"figure": "figure", "map": "map", "sample": "sample"}
    return Part(kind[found["kind"]], found["id"], found["words"])


def _file(name: str, language: str) -> Traversable:
    folder = files("posture.present.learn")
    wanted = folder / language / f"{name}.md"
    return wanted if wanted.is_file() else folder / ENGLISH / f"{name}.md"
