"""The part of the accuracy page that the app shows, read from that page itself.

The page is written by a command from measured results (``make truth-full``). A checkout has it
under ``docs/``; the wheel carries a copy beside this module (see ``force-include`` in
pyproject.toml), so that no number is kept twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_CHECKOUT = Path(__file__).resolve().parents[2] / "docs"
_SUMMARY = "**In short.** "
_GLANCE = "## How wrong, at a glance"


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What is known of the errors, in a glance.

    Attributes
    ----------
    summary : str
        One paragraph.
    header : tuple of str
    rows : tuple of tuple of str
        Cells of the table, the measurement's title first.
    note : str
        How to read the table.
    """

    summary: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


def accuracy() -> Accuracy | None:
    """Errors in a glance; None where the page is neither packed nor in a checkout."""
    source = _page()
    return None if source is None else parse(source.read_text("utf-8"))


def _page() -> Traversable | Path | None:
    packed = files("posture.learn") / "accuracy.md"
    if packed.is_file():
        return packed
    found = _CHECKOUT / "accuracy.md"
    return found if found.is_file() else None


def parse(text: str) -> Accuracy:
    """Find summary and table in the text of the accuracy page.

    Raises
    ------
    ValueError
        The page has another shape: the command that writes it was changed.
    """
    lines = text.splitlines()
    try:
        summary = next(line for line in lines if line.startswith(_SUMMARY))
        section = lines[lines.index(_GLANCE) + 1 :]
    except (StopIteration, ValueError) as error:
        raise ValueError("the accuracy page has no summary or no table") from error
    end = next((i for i, line in enumerate(section) if line.startswith("## ")), len(section))
    section = [line for line in section[:end] if line]
    table = [_cells(line) for line in section if line.startswith("|")]
    note = " ".join(line for line in section if not line.startswith("|"))
    if len(table) < 3:
        raise ValueError("the table of the accuracy page is empty")
    return Accuracy(summary.removeprefix(_SUMMARY), table[0], tuple(table[2:]), note)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))
