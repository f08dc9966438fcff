"""A report as one file to print, save or send."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from posture.errors import InputError
from posture.i18n.language import tr, use_language
from posture.present.report.handout import handout_html, handout_pdf
from posture.studio.reports.brand import look_of
from posture.studio.reports.pages import comparison_page, course_page, exercise_page, visit_page

if TYPE_CHECKING:
    from posture.present.report.handout import Form, Handout
    from posture.present.report.look import Paper
    from posture.studio.reports.material import Material
    from posture.studio.reports.pages import Audience

Kind = Literal["visit", "comparison", "course", "exercises"]
FileFormat = Literal["pdf", "html"]

_TYPES: dict[FileFormat, str] = {"pdf": "application/pdf", "html": "text/html"}
_NEEDED: dict[Kind, int] = {"visit": 1, "comparison": 2, "course": 0, "exercises": 1}
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A made report.

    Attributes
    ----------
    name : str
        Of the file: safe in any folder.
    media_type : str
    data : bytes
    """

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """Which report.

    Attributes
    ----------
    kind : {"visit", "comparison", "course", "exercises"}
    visits : tuple of str
        Ids: one for a visit or its exercises, two for a comparison, none for the course.
    audience : {"client", "professional"}
        The client's version is one page. The exercises have one version.
    file_format : {"pdf", "html"}
    paper : {"a4", "letter"} or None
        None is that of the studio.
    language : str or None
        None is that of the client.
    """

    kind: Kind
    visits: tuple[str, ...] = ()
    audience: Audience = "client"
    file_format: FileFormat = "pdf"
    paper: Paper | None = None
    language: str | None = None


def make_report(material: Material, choice: ReportChoice) -> ReportFile:
    """Make a report in the client's language.

    Parameters
    ----------
    material : Material
    choice : ReportChoice

    Returns
    -------
    ReportFile
        The same material and choice give the same bytes.

    Raises
    ------
    InputError
        Too few or too many visits were chosen, or one has no analysis.
    NotFoundError
        There is no such visit.
    InstallationError
        The optional part "report" is not installed.
    """
    with use_language(choice.language or material.client.details.language):
        if len(choice.visits) != _NEEDED[choice.kind]:
            raise InputError(
                tr("Number of visits for this report: {needed}.").format(
                    needed=_NEEDED[choice.kind]
                ),
                remedy=tr("Choose as many."),
            )
        handout = _handout(material, choice)
        look = look_of(material.profile, choice.paper)
        if choice.file_format == "html":
            data = handout_html(handout, look).encode()
        else:
            data = handout_pdf(handout, _form(choice), look, date=material.today)
        return ReportFile(_file_name(material, choice), _TYPES[choice.file_format], data)


def _handout(material: Material, choice: ReportChoice) -> Handout:
    if choice.kind == "visit":
        return visit_page(material, choice.visits[0], choice.audience)
    if choice.kind == "comparison":
        earlier, later = choice.visits
        return comparison_page(material, earlier, later, choice.audience)
    if choice.kind == "course":
        return course_page(material, choice.audience)
    return exercise_page(material, choice.visits[0])


def _form(choice: ReportChoice) -> Form:
    if choice.kind == "exercises":
        return "exercises"
    return "dossier" if choice.audience == "professional" else "handout"


def _file_name(material: Material, choice: ReportChoice) -> str:
    kind = {
        "visit": tr("report"),
        "comparison": tr("comparison"),
        "course": tr("course"),
        "exercises": tr("exercises"),
    }[choice.kind]
    name = file_stem(material.client.details.name)
    # The client's version and the professional one lie beside each other.
    version = tr("professional") if _form(choice) == "dossier" else ""
    parts = filter(None, (name, kind, version, material.today.isoformat()))
    return "_".join(parts) + f".{choice.file_format}"


def file_stem(text: str) -> str:
    """A typed name as a part of a file name: letters, digits and hyphens alone.

    Parameters
    ----------
    text : str
        Of a client; may hold anything.

    Returns
    -------
    str
        May be empty.

    Examples
    --------
    >>> file_stem("../Ada  Lovelace/<b>")
    'Ada-Lovelace-b'
    """
    shown = unicodedata.normalize("NFC", text)
    return "-".join(re.findall(r"[^\W_]+", shown))[:_LONGEST_NAME].strip("-")
