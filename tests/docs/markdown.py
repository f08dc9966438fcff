"""What tests read out of the Markdown of the documentation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(
    r"(?:<!-- (?P<mark>\w+) -->\n)?^(?P<indent> *)```(?P<language>\w*)\n(?P<code>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code.

    Attributes
    ----------
    page : Path
    line : int
    language : str
        As it stands behind the fence.
    mark : str
        What the comment before it says, *run* for example; empty for none.
    code : str
    """

    page: Path
    line: int
    language: str
    mark: str
    code: str

    @property
    def name(self) -> str:
        """For the list of tests."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def written_pages() -> list[Path]:
    """Every page that people write and read, without the decision records."""
    outside = [
        ROOT / name
        for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "samples/README.md")
        if (ROOT / name).is_file()
    ]
    return [*outside, *sorted(DOCS.glob("*.md")), *sorted((DOCS / "de").glob("*.md"))]


def blocks(page: Path) -> list[Block]:
    """The blocks of code of a page."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            page,
            text.count("\n", 0, hit.start()) + 1,
            hit["language"],
            hit["mark"] or "",
            hit["code"],
        )
        for hit in _FENCE.finditer(text)
    ]


def all_blocks() -> list[Block]:
    """Those of every page."""
    return [block for page in written_pages() for block in blocks(page)]


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def inline_code(page: Path) -> list[str]:
    """Code within the sentences of a page."""
    return [hit.group(1) for hit in _CODE.finditer(prose(page))]
