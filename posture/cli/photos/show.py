"""Analyses and refusals as rich text on the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from posture.assess.finding_text import with_unit
from posture.assess.imbalances import suggested
from posture.assess.verdict import find_verdict
from posture.cli.photos.show_plan import heading, plan_lines
from posture.i18n.language import TranslatedTable, format_number, mark, tr, upper_first
from posture.present.verdict import (
    SYMBOLS,
    headline,
    line_title,
    line_words,
    next_step,
    people_sentence,
)
from posture.present.wording import (
    NO_PAIR,
    STANDINGS,
    has_number,
    likeliest_hints,
    number,
    printable,
    tier_words,
    title,
    typical_range,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from posture.analysis.types import Analysis, Combined
    from posture.assess.assessment import Answer, Assessment, Finding, Imbalance
    from posture.assess.verdict import State
    from posture.body.remarks import Refusal
    from posture.errors import PostureError
    from posture.measure.measurement import Measurement

TIER_STYLES = {
    "typical": "green",
    "mild": "yellow",
    "moderate": "dark_orange",
    "marked": "bold dark_orange",
    "cannot_tell": "dim",
}
STATE_STYLES: dict[State, str] = {
    "typical": "green",
    "no_concern": "green",
    "beyond": "dark_orange",
    "open": "dim",
    "not_measured": "dim",
}
_FACING = TranslatedTable({"left": mark("Facing left"), "right": mark("Facing right")})
_GIVEN: TranslatedTable[Answer] = TranslatedTable(
    {"yes": mark("Your answer: yes."), "no": mark("Your answer: no.")}
)
_WIDEST = 110
_MOST_HINTS = 4
_WIDEST_CELL = {4: 16, 5: 13}
"""Letters of a number or a tier on one line, by the number of columns."""


def console(stderr: bool = False) -> Console:
    """Console for the current streams, so that redirected output is followed."""
    made = Console(stderr=stderr, highlight=False)
    # Long lines are hard to read on a very wide terminal.
    made.width = min(made.width, _WIDEST)
    return made


def note(text: str) -> None:
    """Print one line in a dim style."""
    console().print(Text(text, style="dim"))


def files(paths: Iterable[Path | str]) -> None:
    """The files that were written."""
    listed = [printable(str(path)) for path in paths]
    if listed:
        out = console()
        out.print(Rule(Text(tr("Files")), align="left", style="dim"))
        # Whole on one line each, so that a path can be copied.
        out.print(Text("\n".join(f"  {path}" for path in listed)), soft_wrap=True)


def unreadable(path: Path, error: PostureError) -> None:
    """A file that cannot be read as a picture."""
    lines = [Text(error.message)]
    if error.remedy:
        lines.append(Text(f"→ {error.remedy}", style="bold"))
    _panel(tr("{name}: cannot be read").format(name=printable(str(path))), lines, "red")


def refusal(result: Refusal) -> None:
    """Every reason with what to do about it."""
    lines: list[Text] = []
    for reason in result.reasons:
        lines.append(Text(f"• {tr(reason.text)}"))
        lines.append(Text(f"  → {tr(reason.remedy)}", style="bold"))
    heading = tr("{name}: this photo cannot be analysed")
    _panel(heading.format(name=printable(result.photo_name)), lines, "yellow")


def analysis(result: Analysis) -> None:
    """The whole analysis: picture, findings, imbalances, screening questions, plan."""
    body, photo = result.body, result.photo
    size = tr("{width} × {height} pixels").format(width=photo.width, height=photo.height)
    head = [Text(f"{_FACING[body.facing]} · {size}")]
    for notice in result.notices:
        head.append(Text(f"• {tr(notice.text)}"))
        if notice.remedy:
            head.append(Text(f"  → {tr(notice.remedy)}", style="dim"))
    _panel(printable(photo.name), head, "cyan")
    _assessment(result.assessment, result.measurements)


def combined(result: Combined) -> None:
    """Several photos of one person: medians, their spread, and what follows."""
    names = ", ".join(printable(one.photo.name) for one in result.analyses)
    head = [
        Text(
            tr("The median of {count} photos: {names}").format(
                count=len(result.analyses), names=names
            )
        ),
        Text(tr("Spread: half the range over the photos."), style="dim"),
    ]
    _panel(tr("All photos together"), head, "cyan")
    _assessment(result.assessment, result.measurements, result.spread)


def _assessment(
    assessment: Assessment,
    measurements: Mapping[str, Measurement],
    spread: Mapping[str, float] | None = None,
) -> None:
    out = console()
    out.print(_verdict(assessment))
    out.print(_findings(assessment.findings, measurements, spread))
    for item in _settle(assessment.findings):
        out.print(item)
    if assessment.pattern is not None:
        out.print(
            Text(
                tr("{title} (low confidence)").format(title=assessment.pattern.title), style="bold"
            )
        )
        out.print(Padding(Text(assessment.pattern.text), (0, 2)))
    for item in _imbalances(assessment.imbalances):
        out.print(item)
    for item in plan_lines(assessment.plan):
        out.print(item)


def _verdict(assessment: Assessment) -> Group:
    """The headline and the four lines, with what stands behind each."""
    lines = find_verdict(assessment)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for line in lines:
        style = STATE_STYLES[line.state]
        said = Text(upper_first(line_words(line)), style=style)
        more = (f(part) for part in line.parts for f in (people_sentence, next_step))
        for sentence in filter(None, more):
            said.append(f"\n{sentence}", style="dim")
        table.add_row(Text(SYMBOLS[line.state], style=style), Text(line_title(line), "bold"), said)
    return Group(Text(headline(lines), style="bold"), Text(), table, Text())


def _findings(
    findings: Iterable[Finding],
    measurements: Mapping[str, Measurement],
    spread: Mapping[str, float] | None,
) -> Table:
    heads = [tr("What"), tr("Value ± error"), tr("Most people"), tr("Tier")]
    rows: list[list[Text]] = []
    for finding in findings:
        measurement = measurements[finding.measurement]
        row = [
            _finding_cell(finding),
            Text(number(measurement)),
            Text(typical_range(finding, measurement)),
            Text(tier_words(finding), style=TIER_STYLES[finding.tier]),
        ]
        if spread is not None:
            row.insert(2, Text(_spread(spread.get(finding.measurement), measurement)))
        rows.append(row)
    if spread is not None:
        heads.insert(2, tr("Spread"))
    return findings_table(heads, rows)


def findings_table(heads: Sequence[str], rows: Sequence[Sequence[Text]]) -> Table:
    """A table whose names stay readable on a terminal of 80 columns.

    Parameters
    ----------
    heads : sequence of str
        Of the columns: name, numbers, tier.
    rows : sequence of sequence of Text
    """
    table = Table(box=box.SIMPLE_HEAD, title=tr("Findings, strongest first"), title_justify="left")
    table.title_style = "bold"
    table.caption = tr("A tier allows for the error of the photo; the number is as measured.")
    table.caption_justify = "left"
    table.add_column(heads[0])
    for place, head in enumerate(heads[1:], 1):
        # All others are as wide as they need and no wider: the rest is left to the name.
        lines = (line for row in rows for line in row[place].split())
        longest = max((line.cell_len for line in lines), default=0)
        words = max(map(len, head.split()))
        last = place == len(heads) - 1
        table.add_column(
            head,
            width=max(words, min(longest, _WIDEST_CELL[len(heads)])),
            justify="left" if last else "right",
        )
    for row in rows:
        table.add_row(*row)
    return table


def _finding_cell(finding: Finding) -> Text:
    cell = Text(title(finding.measurement), style="bold")
    if finding.tier not in ("typical", "cannot_tell"):
        cell.append(f"\n{finding.text}", style="not bold")
    return cell


def _spread(value: float | None, measurement: Measurement) -> str:
    if value is None or math.isnan(value) or not has_number(measurement):
        return ""
    return with_unit(format_number(value, 1), measurement.unit)


def _settle(findings: Iterable[Finding]) -> Iterable[RenderableType]:
    """What would help with most findings that the photo cannot tell."""
    hints = likeliest_hints(findings, _MOST_HINTS)
    if hints:
        yield Text(tr("What would help most where this photo cannot tell"), style="bold")
        yield Padding(Text("\n".join(f"• {hint}" for hint in hints)), (0, 2, 1, 2))


def _imbalances(found: Iterable[Imbalance]) -> Iterable[RenderableType]:
    """The muscle pairs that something points to; one sentence where nothing does."""
    pairs = suggested(found)
    if not pairs:
        yield Text(tr(NO_PAIR))
        return
    yield heading(tr("Muscle pairs that these findings may point to"))
    note = tr("Hypotheses to test, not results: a photo cannot measure muscles.")
    yield Text(note, "dim")
    yield from map(_imbalance, pairs)


def _imbalance(imbalance: Imbalance) -> RenderableType:
    lines = [
        Text(imbalance.summary),
        _labelled(tr("Often described as short and tense"), ", ".join(imbalance.short_side)),
        _labelled(tr("Often described as long and weak"), ", ".join(imbalance.long_side)),
        _labelled(tr("How it is said to arise"), imbalance.arises),
        _labelled(tr("What people may notice"), imbalance.notice),
        _labelled(tr("For"), " ".join(imbalance.evidence_for)),
        _labelled(tr("Against"), " ".join(imbalance.evidence_against)),
        *(
            _question(tr("Self-check"), f"{check.title}. {check.question}", check.answer, check.id)
            for check in imbalance.self_checks
        ),
        _question(tr("Tense or not"), imbalance.tense_question, imbalance.tense, imbalance.id),
    ]
    grade = tr("evidence grade {grade}").format(grade=imbalance.grade)
    head = Text.assemble(
        (imbalance.title, "bold"),
        f"  {STANDINGS[imbalance.standing]} · {grade}",
    )
    return Group(head, Padding(Group(*lines), (0, 2, 1, 2)))


def _question(label: str, text: str, answer: Answer | None, id: str) -> Text:
    """A question, its answer if given, and its id in an answers file."""
    given = f" {_GIVEN[answer]}" if answer else ""
    return Text.assemble((f"{label}: ", "dim"), f"{text}{given}", (f" [{id}]", "dim"))


def _labelled(label: str, text: str) -> Text:
    return Text.assemble((f"{label}: ", "dim"), text)


def _panel(name: str, lines: Iterable[Text], style: str) -> None:
    console().print(Panel(Group(*lines), title=Text(name), title_align="left", border_style=style))
