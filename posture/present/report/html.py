"""The report as one web page that stands alone."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from posture.assess.verdict import find_verdict
from posture.i18n.language import language, tr, upper_first
from posture.present import wording
from posture.present.figures.figures import (
    body_map_ids,
    body_map_svg,
    figure_svg,
    has_figure,
)
from posture.present.report import model as report
from posture.present.scale import SCALE_KEY, scale_svg
from posture.present.verdict import (
    headline,
    line_title,
    people_sentence,
    people_svg,
    settle_sentence,
)
from posture.present.verdict_html import STYLE, lines_html

if TYPE_CHECKING:
    from jinja2 import Template

    from posture.assess.verdict import Line
    from posture.present.report.model import FindingRow, ReportModel


def render_html(model: ReportModel) -> str:
    """Write the whole report as HTML.

    Parameters
    ----------
    model : ReportModel

    Returns
    -------
    str
        One page that loads nothing from elsewhere and runs no script: picture and drawings inside,
        light and dark, for phone, desk and printer. Every text of the model is escaped.
    """
    lines = find_verdict(model.assessment)
    return template("report.html.j2").render(
        model=model,
        picture=base64.b64encode(model.picture).decode(),
        language=language(),
        tr=tr,
        figure=_figure,
        body_map=_body_map,
        words=wording,
        heading=report.plan_heading(model.plan),
        clearance=report.clearance(model.plan),
        waits=report.open_questions(model.plan),
        next_photo=report.next_photo(model.plan),
        headline=headline(lines),
        verdict=Markup(
            lines_html(lines, model.assessment.findings, model.measurements, palette="page")
        ),
        scale_key=tr(SCALE_KEY),
        verdict_style=Markup(STYLE),
        lines=[_line(line) for line in lines],
        scale=_scale,
        numbers=report.exercise_numbers(model.plan),
        day_exercises=report.day_exercises,
    )


@cache
def template(name: str) -> Template:
    """A template of this room's folder; every text that is put into it is escaped."""
    environment = Environment(
        loader=PackageLoader("posture.present.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["begin"] = upper_first
    environment.filters["policy"] = policy
    return environment.get_template(name)


def policy(style: str) -> str:
    """The Content-Security-Policy of a page that stands alone: its one style, pictures inside it.

    Parameters
    ----------
    style : str
        Content of its ``<style>``.
    """
    found = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{found}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _line(line: Line) -> dict[str, str]:
    """What stands behind a line: ten people, the sentence, and the next step."""
    return {
        "title": line_title(line),
        "people": Markup(people_svg(line)),
        "sentence": " ".join(map(people_sentence, line.parts)).strip(),
        "step": " ".join(map(settle_sentence, line.parts)).strip(),
    }


def _scale(row: FindingRow) -> Markup:
    return Markup(scale_svg(row.finding, row.measurement, palette="page"))


def _figure(figure_id: str) -> Markup:
    """A drawing, which is markup already; nothing where there is none."""
    return Markup(figure_svg(figure_id)) if has_figure(figure_id) else Markup("")


def _body_map(imbalance_id: str) -> Markup:
    return Markup(body_map_svg(imbalance_id)) if imbalance_id in body_map_ids() else Markup("")
