"""The report as one web page that stands alone."""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from posture.i18n.language import language, tr, upper_first
from posture.present import wording
from posture.present.figures.figures import (
    body_map_ids,
    body_map_svg,
    figure_svg,
    has_figure,
)
from posture.present.report import model as report

if TYPE_CHECKING:
    from jinja2 import Template

    from posture.present.report.model import ReportModel


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
    return _template().render(
        model=model,
        picture=base64.b64encode(model.picture).decode(),
        language=language(),
        tr=tr,
        figure=_figure,
        body_map=_body_map,
        words=wording,
        heading=report.plan_heading(model.plan),
        next_photo=report.next_photo(model.plan),
        numbers=report.exercise_numbers(model.plan),
        day_exercises=report.day_exercises,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("posture.present.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["begin"] = upper_first
    return environment.get_template("report.html.j2")


def _figure(figure_id: str) -> Markup:
    """A drawing, which is markup already; nothing where there is none."""
    return Markup(figure_svg(figure_id)) if has_figure(figure_id) else Markup("")


def _body_map(imbalance_id: str) -> Markup:
    return Markup(body_map_svg(imbalance_id)) if imbalance_id in body_map_ids() else Markup("")
