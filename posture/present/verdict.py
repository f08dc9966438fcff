"""The verdict in words: a headline, four lines, and probabilities told in people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.assess.knowledge import knowledge
from posture.assess.verdict import PEOPLE
from posture.i18n.language import TranslatedTable, mark, mid_sentence, tr, upper_first
from posture.present.wording import TIERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posture.assess.knowledge.verdict_record import LineMetric
    from posture.assess.verdict import Certainty, Line, Side, State

SYMBOLS: dict[State, str] = {
    "typical": "✓",
    "no_concern": "✓",
    "beyond": "▲",
    "open": "?",
    "not_measured": "–",
}
"""A sign beside the colour of a line."""

NOT_JUDGED = mark("Measured, but not judged: the comparison values are for adults.")
"""The headline under 18."""

TYPICAL_PEOPLE = 7
"""Of ten people lie within one SD of the norm (68 %)."""

LEANS = 6
"""Of ten people: from here on more than half, and *perhaps* says no more than the line."""

_CERTAINTIES: TranslatedTable[Certainty] = TranslatedTable(
    {"very_likely": mark("very likely"), "probably": mark("probably"), "open": mark("open")}
)


def headline(lines: Sequence[Line]) -> str:
    """The result in one or two short sentences (*Mostly typical. Worth a look: head forward.*).

    An open line of which six or more of ten people lie on a side of interest is told as *perhaps*;
    other open lines are named where nothing is worth a look, and lines that are hard to see where
    none is open.

    Parameters
    ----------
    lines : sequence of Line
    """
    if not any(line.judged for line in lines):
        return tr(NOT_JUDGED)
    beyond = [_short(line) for line in lines if line.state == "beyond"]
    perhaps = [_short(line) for line in lines if _leans(line)]
    calm = sum(line.state in ("typical", "no_concern") for line in lines)
    if calm == len(lines):
        start = _all_calm(lines)
    elif calm == len(lines) - 1:
        start = tr("Mostly typical.")
    elif beyond or (calm and perhaps):
        start = ""
    elif calm:
        # First what is open: most of the lines, or half of them.
        return " ".join((_still_open(lines), tr("Nothing else stands out.")))
    else:
        start = tr("This photo leaves all four open.")
    said = [start]
    if beyond:
        said.append(tr("Worth a look: {what}.").format(what=", ".join(beyond)))
    if perhaps:
        said.append(tr("Perhaps: {what}.").format(what=", ".join(perhaps)))
    if calm and not beyond:
        said.append(_still_open(lines) or _hard_to_see(lines))
    return " ".join(filter(None, said))


def _all_calm(lines: Sequence[Line]) -> str:
    """No line is firmer than its headline: most are only probable, and some lie beyond typical."""
    if any(line.state == "no_concern" for line in lines):
        return tr("No concern in any of the four.")
    if all(line.certainty == "very_likely" for line in lines):
        return tr("Typical in all four.")
    return tr("Probably typical in all four.")


def _still_open(lines: Sequence[Line]) -> str:
    """Names of the lines that say nothing yet, not even *perhaps*; an empty string without any."""
    silent = [line for line in lines if line.says_nothing and not _leans(line)]
    return tr("Still open: {what}.").format(what=_titles(silent)) if silent else ""


def _hard_to_see(lines: Sequence[Line]) -> str:
    """Names of the lines of which the photo shows little, where all are calm."""
    hidden = [line for line in lines if line.hard_to_see]
    calm = not any(line.says_nothing for line in lines)
    return tr("Hard to see: {what}.").format(what=_titles(hidden)) if hidden and calm else ""


def _titles(lines: Iterable[Line]) -> str:
    return "; ".join(mid_sentence(line_title(line)) for line in lines)


def _leans(line: Line) -> bool:
    """Whether an open line rather lies on a side that the headline has words for, than not."""
    if line.state != "open" or not _short_words(line):
        return False
    (_, most), *_ = people(line)
    return most >= LEANS


def is_named(line: Line) -> bool:
    """Whether the headline names what the line speaks of."""
    return line.state == "beyond" or _leans(line)


def line_title(line: Line) -> str:
    """Name of the line."""
    return knowledge().verdict[line.region].title


def line_words(line: Line) -> str:
    """What the line says, in a few words (*probably further forward (mild)*)."""
    if line.state == "open":
        return _open_words(line)
    if not line.judged:
        return tr("not judged under 18")
    if line.state == "not_measured":
        return tr("not measured")
    if line.hard_to_see:
        return tr("{words} (hard to see)").format(words=_likely_words(line))
    return _likely_words(line)


def _likely_words(line: Line) -> str:
    certainty = _CERTAINTIES[line.certainty]
    if line.state == "no_concern" and line.side == "typical":
        return tr("{certainty} of no concern").format(certainty=certainty)
    if line.state == "no_concern":
        return _beyond_without_concern(line)
    if line.state == "typical":
        return tr("{certainty} typical").format(certainty=certainty)
    return tr("{certainty} {brief} ({tier})").format(
        certainty=certainty, brief=_brief(line), tier=TIERS[line.tier]
    )


def _beyond_without_concern(line: Line) -> str:
    # The certainty is that of no concern; how sure the side is, the people say.
    if line.likelihood is not None and line.likelihood.people[line.side] <= LEANS:
        return tr("perhaps {brief} than in most people; no concern").format(brief=_brief(line))
    return tr("{brief} than in most people; no concern").format(brief=_brief(line))


def _open_words(line: Line) -> str:
    if line.likelihood is None:
        return _CERTAINTIES["open"]
    (side, count), *_ = people(line)
    if side == "typical":
        return tr("open ({count} of 10 typical)").format(count=count)
    return tr("open ({count} of 10 {brief})").format(count=count, brief=_rest(line, side))


def people_sentence(line: Line) -> str:
    """The probabilities of a line in people; an empty string where there are none."""
    counts = people(line)
    if not counts:
        return ""
    likely = _metric(line).likely
    clauses: dict[Side, str] = {
        "lower": likely.lower,
        "typical": likely.typical,
        "higher": likely.higher,
    }
    (first, most), *others = counts
    if not others:
        return tr("In all 10 people who look like this in a photo, {what}.").format(
            what=clauses[first]
        )
    said = tr("In {count} of 10 people who look like this in a photo, {what}").format(
        count=most, what=clauses[first]
    )
    rest = [
        tr("in {count}, {what}").format(count=count, what=_rest(line, side))
        for side, count in others
    ]
    sentence = "; ".join((said, *rest)) + "."
    if not line.hard_to_see:
        return sentence
    known = tr("This photo shows little of it: of people in general it is {count} in 10.")
    return f"{sentence} {known.format(count=TYPICAL_PEOPLE)}"


def people(line: Line) -> list[tuple[Side, int]]:
    """How many of ten lie on each side, the most first, without those that nobody lies on."""
    if line.likelihood is None:
        return []
    counts = line.likelihood.people
    exact = line.likelihood.of
    order = sorted(counts, key=lambda side: (-counts[side], -exact(side)))
    return [(side, counts[side]) for side in order if counts[side]]


def people_svg(line: Line, *, dark: bool = False) -> str:
    """Ten small figures, filled by side; an empty string where nothing is known.

    Lower is on the left, higher on the right, typical between them; the sides differ by fill:
    typical is solid, the others are outlined and hatched.

    Parameters
    ----------
    line : Line
    dark : bool
        Whether it will stand on a dark ground.
    """
    if line.likelihood is None:
        return ""
    counts = line.likelihood.people
    sides: list[Side] = [s for s in ("lower", "typical", "higher") for _ in range(counts[s])]
    ink = "#b9c6ca" if dark else "#46545a"
    solid = "#4fb3a5" if dark else "#1f7a70"
    other = "#f0b357" if dark else "#a85f00"
    drawn = "".join(
        _figure(9 + 18 * i, solid if side == "typical" else other, side != "typical")
        for i, side in enumerate(sides)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {18 * PEOPLE} 30" '
        f'width="{18 * PEOPLE}" height="30" role="img" stroke="{ink}" stroke-width="0">'
        f"{drawn}</svg>"
    )


def _figure(x: int, colour: str, outlined: bool) -> str:
    paint = f'fill="{"none" if outlined else colour}" stroke="{colour}" stroke-width="1.6"'
    return (
        f'<circle cx="{x}" cy="6" r="3.6" {paint}/>'
        f'<path d="M{x - 5} 27 V16 a5 5 0 0 1 10 0 V27 Z" {paint}/>'
    )


def next_step(line: Line) -> str:
    """What would settle an open line, one sentence; empty where nothing is known."""
    return upper_first(line.settle) if line.state == "open" else ""


def settle_sentence(line: Line) -> str:
    """:func:`next_step` as a sentence that stands alone; empty where it is."""
    step = next_step(line)
    return tr("To settle it: {step}").format(step=step) if step else ""


def _metric(line: Line) -> LineMetric:
    return knowledge().verdict[line.region].spoken[line.measurement]


def _brief(line: Line) -> str:
    brief = _metric(line).brief
    return brief.lower if line.side == "lower" else brief.higher


def _rest(line: Line, side: Side) -> str:
    if side == "typical":
        return tr("about as in most people")
    brief = _metric(line).brief
    return brief.lower if side == "lower" else brief.higher


def _short(line: Line) -> str:
    return _short_words(line) or line_title(line)


def _short_words(line: Line) -> str:
    """Words of the line's side in the headline; an empty string where it is of no concern."""
    short = _metric(line).short
    return {"lower": short.lower, "higher": short.higher}.get(line.side) or ""
