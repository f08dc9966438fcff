"""The headline and the four lines as HTML, for the app and for the report."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from posture.assess.findings import by_name
from posture.i18n.language import upper_first
from posture.present.scale import scale_alt, scale_svg
from posture.present.verdict import SYMBOLS, line_title, line_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from posture.assess.assessment import Finding
    from posture.assess.verdict import Line
    from posture.measure.measurement import Measurement
    from posture.present.scale import Palette

_NARROW = """
  .verdict li { grid-template-columns: 1.25rem auto auto; padding: .22rem 0; }
  .verdict .sign { grid-row: 1; }
  .verdict .words { grid-column: 3; grid-row: 1; text-align: right; font-size: .9rem; }
  .verdict .scale { grid-column: 2 / 4; grid-row: 2; padding-top: .25rem; }
"""

_LARGE_TEXT = """
  .verdict .words { grid-column: 2 / 4; grid-row: 2; text-align: left; }
  .verdict .name { grid-column: 2 / 4; }
  .verdict .scale { grid-row: 3; }
"""

_WIDE = """
.verdict.verdict { list-style: none; margin: 0; padding: 0; max-width: none;
  overflow-wrap: break-word; }
.verdict li { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr) minmax(0, 17rem);
  gap: 0 .4rem; align-items: center; margin: 0; padding: .45rem 0;
  border-top: 1px solid var(--line-colour, #8884); }
.verdict .sign { grid-row: 1 / 3; font-weight: 700; text-align: center; }
.verdict .name { font-weight: 650; }
.verdict .words { grid-column: 2; font-size: .95rem; }
.verdict .scale { grid-column: 3; grid-row: 1 / 3; }
.verdict :is(svg, img) { width: 100%; height: auto; display: block; }
.verdict :is(.typical, .no_concern) .sign { color: var(--verdict-calm, #22693f); }
.verdict .beyond :is(.sign, .words) { color: var(--verdict-beyond, #9a4a00); }
.verdict :is(.open, .not_measured) .sign { color: var(--verdict-open, #56616e); }
"""

STYLE = "".join(
    (
        _WIDE,
        *("@media (max-width: 40rem) {", _NARROW, "}\n"),
        *("@container verdict (max-width: 29rem) {", _NARROW, "}\n"),
        *("@container verdict (max-width: 17rem) {", _LARGE_TEXT, "}\n"),
    )
)
"""Rules for the four lines; colours by ``--line-colour`` and ``--verdict-*``. In a container named
verdict they follow its width, too."""


def lines_html(
    lines: Iterable[Line],
    findings: Iterable[Finding],
    measurements: Mapping[str, Measurement],
    *,
    palette: Palette,
) -> str:
    """The four lines with their scales as a list; every text is escaped.

    Parameters
    ----------
    lines : iterable of Line
    findings : iterable of Finding
    measurements : mapping of str to Measurement
    palette : {"light", "dark", "page"}
        See :func:`posture.present.scale.scale_svg`.
    """
    named = by_name(findings)
    rows = "".join(
        _row(line, named.get(line.measurement), measurements.get(line.measurement), palette)
        for line in lines
    )
    return f'<ul class="verdict">{rows}</ul>'


def _row(
    line: Line, finding: Finding | None, measurement: Measurement | None, palette: Palette
) -> str:
    drawn = ""
    if finding is not None and measurement is not None:
        drawn = scale_svg(finding, measurement, palette=palette)
    if drawn and palette != "page":
        # Streamlit takes drawings out of HTML and leaves pictures.
        data = base64.b64encode(drawn.encode()).decode()
        alt = quoteattr(scale_alt(finding, measurement)) if finding and measurement else '""'
        drawn = f'<img src="data:image/svg+xml;base64,{data}" alt={alt}>'
    return (
        f'<li class="{line.state}"><span class="sign" aria-hidden="true">{SYMBOLS[line.state]}'
        f'</span><span class="name">{escape(line_title(line))}</span>'
        f'<span class="words">{escape(upper_first(line_words(line)))}</span>'
        f'<span class="scale">{drawn}</span></li>'
    )
