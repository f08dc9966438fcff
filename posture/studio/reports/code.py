"""The plan as text in a QR code: what a phone reads without any network."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno

from posture.i18n.language import tr
from posture.studio.reports.brand import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.present.report.handout import PlanPart

MOST_BYTES = 900
"""Of the text: a code of 46 mm then has modules of 0.4 mm, which phones read."""

_LONGEST_DOSE, _LONGEST_NOTE = 60, 120
_QUIET = 4
"""Free modules around the code, as the standard asks for."""


@dataclass(frozen=True, slots=True)
class CodedPlan:
    """A plan as text that fits, and whether something was left out for it."""

    text: str
    shortened: bool


def coded_plan(plan: PlanPart, studio: str, most: int = MOST_BYTES) -> CodedPlan:
    """The plan as text that fits into a code.

    Parameters
    ----------
    plan : PlanPart
    studio : str
        Its name, in the first line.
    most : int
        Bytes in UTF-8.

    Returns
    -------
    CodedPlan
        With notes where they fit; else without, then with titles alone; then as many exercises as
        fit and a sign that there are more.
    """
    head = [one_line(line, 60) for line in (studio, plan.heading) if line.strip()]
    exercises = plan.exercises
    dosed = [f"{one.number}. {one.title}: {one_line(one.dose, _LONGEST_DOSE)}" for one in exercises]
    noted = [
        "\n".join(filter(None, (line, one_line(one.note, _LONGEST_NOTE))))
        for line, one in zip(dosed, exercises, strict=True)
    ]
    bare = [f"{one.number}. {one_line(one.title, 60)}" for one in exercises]
    for shortened, body in ((False, noted), (True, dosed), (True, bare)):
        text = "\n".join([*head, *body])
        if _size(text) <= most:
            return CodedPlan(text, shortened or _cut(plan))
    return CodedPlan(_as_many_as_fit([*head, *bare], most), True)


def code_svg(text: str) -> str:
    """A text as a QR code.

    Parameters
    ----------
    text : str
        At most ``MOST_BYTES`` bytes in UTF-8.

    Returns
    -------
    str
        An SVG in black on white.
    """
    out = io.BytesIO()
    code = segno.make_qr(text, error="L", encoding="utf-8", boost_error=False)
    code.save(out, kind="svg", border=_QUIET, light="#fff", xmldecl=False, omitsize=True)
    return out.getvalue().decode()


def code_words(coded: CodedPlan) -> str:
    """What the code holds."""
    if coded.shortened:
        return tr("Scan it to have the plan on a phone, shortened so that it fits.")
    return tr("Scan it to have the plan on a phone.")


def _cut(plan: PlanPart) -> bool:
    """Whether a long dose or note was cut."""
    return any(
        one_line(one.dose, _LONGEST_DOSE) != one_line(one.dose, len(one.dose) + 1)
        or one_line(one.note, _LONGEST_NOTE) != one_line(one.note, len(one.note) + 1)
        for one in plan.exercises
    )


def _as_many_as_fit(lines: Sequence[str], most: int) -> str:
    text = ""
    for line in lines:
        longer = f"{text}\n{line}" if text else line
        if _size(f"{longer}\n…") > most:
            break
        text = longer
    return f"{text}\n…"


def _size(text: str) -> int:
    return len(text.encode())
