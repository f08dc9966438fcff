"""The part of the accuracy page that the app shows, read from that page itself.

The page is written by a command from measured results (``make truth-full``). A checkout has it
under ``docs/``; the wheel carries a copy beside this module (see ``force-include`` in
pyproject.toml), so that no number is kept twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from posture.assess.knowledge import knowledge
from posture.i18n.language import ENGLISH, format_number, mark, mid_sentence, tr, use_language
from posture.present.wording import title

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_CHECKOUT = Path(__file__).resolve().parents[3] / "docs"
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
    packed = files("posture.present.learn") / "accuracy.md"
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


HEADER = (
    mark("Measurement"),
    mark("off by, people as in life"),
    mark("off by, wide spreads"),
    mark("differences between people that it sees"),
    mark("off by with stickers"),
)
NOTE = mark(
    "*Off by* is the root mean square error: about two readings in three are nearer than this. "
    "*Differences between people that it sees* is the skill, `1 - MSE / Var(truth)`: 100 % would "
    "be exact, 0 % is no better than telling everybody the average. A dash: not in the pictures of "
    "this run, or no point of it can wear a sticker."
)
"""What the command writes around its numbers, for the catalogue."""

_SENTENCES = (
    mark("{pictures} pictures of {people} people; {refused} were refused."),
    mark("{figures} on average (root mean square, people as different as in life)."),
    mark(
        "It says *cannot tell* for {silent} % of the findings; of those that it speaks out, "
        "{right} % hold."
    ),
    mark(
        "The stated errors are such that the 95 % range holds the truth in {low} to {high} % of "
        "the pictures, depending on the measurement."
    ),
)
_FIGURE = mark("{title} is off by {error}")


def in_words(summary: str) -> str:
    """The summary in the reader's language; a sentence of another shape stays English."""
    return " ".join(_sentence(one) for one in re.split(r"(?<=\.)\s+(?=[A-Z])", summary))


def name_in_words(english: str) -> str:
    """A measurement's short title in the reader's language."""
    with use_language(ENGLISH):
        names = {title(name).lower(): name for name in knowledge().metrics}
    name = names.get(english.lower())
    return english if name is None else title(name)


def in_digits(cell: str) -> str:
    """A cell with the reader's decimal sign."""
    return re.sub(r"\d+\.(\d+)", lambda hit: format_number(float(hit[0]), len(hit[1])), cell)


def _sentence(english: str) -> str:
    for template in _SENTENCES:
        values = _fields(template, english)
        if "figures" in values:
            values["figures"] = ", ".join(map(_figure, values["figures"].split(", ")))
        if values:
            return tr(template).format(**values)
    return english


def _figure(english: str) -> str:
    values = _fields(_FIGURE, english)
    if not values:
        return english
    shown = mid_sentence(name_in_words(values["title"])) if english[0].islower() else None
    name = shown or name_in_words(values["title"])
    return tr(_FIGURE).format(title=name, error=in_digits(values["error"]))


def _fields(template: str, english: str) -> dict[str, str]:
    """What stands in the fields of a template; empty where the sentence is another one."""
    shape = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(template))
    found = re.fullmatch(shape, english)
    return found.groupdict() if found else {}


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))
