"""Documents to hand over: for a client on one page, for professionals with all numbers.

One :class:`Handout` holds everything that is shown, as texts. Typst makes the PDF from it
(``handout.typ`` for the client's page, ``dossier.typ`` for professionals, ``exercises.typ`` for the
exercises alone), Jinja2 the web page (``handout.html.j2``).
"""

from __future__ import annotations

import base64
import datetime
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from markupsafe import Markup

from posture.i18n.language import language, tr
from posture.installation import require
from posture.present.figures.figures import exercise_svg
from posture.present.report.html import template
from posture.present.report.typeset import typeset
from posture.present.verdict_html import STYLE

if TYPE_CHECKING:
    from posture.present.charts import RangeBar
    from posture.present.report.look import Look
    from posture.present.scale import Scale

Form = Literal["handout", "dossier", "exercises"]

_INK = "#22303c"
_NARROWEST, _WIDEST, _ONE_LINE = 8, 40, 15
"""Least and largest relative width of a column, and the longest cell on one line; letters."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as JPEG, what stands under it, and what it shows."""

    data: bytes
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class ChangeBar:
    """A change on its band, and the words under the band."""

    bar: RangeBar
    ends: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the result.

    Attributes
    ----------
    title, state, sign, words : str
        ``state`` is one of the verdict or of a change; it gives the colour.
    sentence, step : str
        Beneath it.
    scale : Scale or None
    bar : ChangeBar or None
        In place of the scale.
    drawing : str
        The same as SVG, for the web page.
    """

    title: str
    state: str
    sign: str
    words: str
    sentence: str = ""
    step: str = ""
    scale: Scale | None = None
    bar: ChangeBar | None = None
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as SVG with its title, what it shows, and a sentence beneath it."""

    id: str
    title: str
    svg: str
    alt: str
    text: str


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """One exercise of the plan in words."""

    id: str
    number: int
    title: str
    role: str
    dose: str
    note: str
    steps: tuple[str, ...]
    avoid: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The plan in words.

    Attributes
    ----------
    heading : str
    stop_text : str
        Why there are no exercises; empty otherwise.
    before : str
        That questions are open, or that all are answered.
    note : str
        Of the trainer.
    exercises : tuple of PlannedExercise
    week : tuple of tuple of str
        Day and the numbers of its exercises.
    phases, again, expect : str
    questions : tuple of str
        Those on health that are open.
    qr_svg : str
        The plan as a code to read with a phone; empty for none.
    qr_words : str
        What the code holds.
    """

    heading: str
    stop_text: str
    before: str
    note: str
    exercises: tuple[PlannedExercise, ...]
    week: tuple[tuple[str, str], ...]
    phases: str
    again: str
    expect: str
    questions: tuple[str, ...] = ()
    qr_svg: str = ""
    qr_words: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def shares(self) -> tuple[int, ...]:
        """Relative widths of the columns on paper, by their longest words and cells."""
        cells = zip(self.columns, *self.rows, strict=True)
        return tuple(min(max(_room(one) for one in column), _WIDEST) for column in cells)


def _room(cell: str) -> int:
    """Letters that a cell needs in a line: a number in one, its longest word, a text in two."""
    longest = max(map(len, cell.split()), default=0)
    least = len(cell) + 1 if len(cell) <= _ONE_LINE else -(-len(cell) // 2)
    return max(_NARROWEST, longest + 2, least)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the professional version: paragraphs, and a table or none."""

    title: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything that a document shows.

    Attributes
    ----------
    kicker, name, facts : str
        At its head.
    headline : str
        The result in a sentence or two.
    footer, made_by : str
        At its foot.
    pictures : tuple of Picture
        At most two.
    lines : tuple of Line
    charts : tuple of Chart
    key : str
        How to read lines and charts.
    notes : tuple of str
        Warnings and what should be known.
    plan : PlanPart or None
    sections : tuple of Section
        Professional version alone.
    """

    kicker: str
    name: str
    facts: str
    headline: str
    footer: str
    made_by: str
    pictures: tuple[Picture, ...] = ()
    lines: tuple[Line, ...] = ()
    charts: tuple[Chart, ...] = ()
    key: str = ""
    notes: tuple[str, ...] = ()
    plan: PlanPart | None = None
    sections: tuple[Section, ...] = field(default=())


def handout_pdf(
    handout: Handout, form: Form, look: Look, *, date: datetime.date | None = None
) -> bytes:
    """Set a document as PDF.

    Parameters
    ----------
    handout : Handout
    form : {"handout", "dossier", "exercises"}
        ``handout`` is one page whatever the length of its texts: they are set smaller, then
        shortened. The others run over as many pages as they need.
    look : Look
    date : datetime.date, optional
        Of creation.

    Returns
    -------
    bytes
        The same input gives the same bytes.

    Raises
    ------
    InstallationError
        The optional part "report" is not installed.
    """
    require("report")
    content: dict[str, Any] = asdict(handout)
    content["pictures"] = [{"caption": p.caption, "alt": p.alt} for p in handout.pictures]
    for section, part in zip(content["sections"], handout.sections, strict=True):
        if part.table is not None:
            section["table"]["shares"] = part.table.shares
    for chart in content["charts"]:
        del chart["svg"]
    for line in content["lines"]:
        del line["drawing"]
        if line["bar"] is not None:
            line["bar"] = line["bar"]["bar"] | {"ends": line["bar"]["ends"]}
    return typeset(
        f"{form}.typ",
        content | {"words": _words()},
        title=": ".join(filter(None, (handout.kicker, handout.name))),
        date=date,
        pictures=[picture.data for picture in handout.pictures],
        figures=_figures(handout),
        look=look,
    )


def handout_html(handout: Handout, look: Look) -> str:
    """Write a document as one web page that stands alone; every text is escaped.

    Parameters
    ----------
    handout : Handout
    look : Look

    Raises
    ------
    InstallationError
        The optional part "report" is not installed.
    """
    require("report")
    return template("handout.html.j2").render(
        handout=handout,
        look=look,
        colour=Markup(look.readable_colour),
        logo=_data_url(look.logo) if look.logo else "",
        language=language(),
        data_url=_data_url,
        drawing=Markup,
        figure=_figure,
        words=_words(),
        verdict_style=Markup(STYLE),
    )


def _words() -> dict[str, str]:
    return {
        "week": tr("The week"),
        "page": tr("Page"),
    }


def _figures(handout: Handout) -> dict[str, str]:
    """Drawings by id: charts, exercises, the code."""
    plan = handout.plan
    found = {chart.id: chart.svg for chart in handout.charts}
    if plan is not None:
        found |= {one.id: exercise_svg(one.id, ink=_INK) for one in plan.exercises}
        if plan.qr_svg:
            found["qr"] = plan.qr_svg
    return found


def _figure(exercise_id: str) -> Markup:
    return Markup(exercise_svg(exercise_id))


def _data_url(picture: bytes) -> str:
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
