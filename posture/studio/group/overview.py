"""The overview of a day: who to look at first, what is open, whose photo to take again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from posture.assess.frontal import assess_frontal
from posture.assess.verdict import beyond_probability, find_verdict
from posture.errors import InputError
from posture.i18n.language import TranslatedTable, mark, tr, upper_first
from posture.present.frontal_wording import frontal_beyond
from posture.present.verdict import headline, line_title
from posture.studio.history.calibration import subject_of
from posture.studio.visits import side_analysis, side_of, stored_frontal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from posture.analysis.types import Analysis
    from posture.studio.group.day import Person
    from posture.studio.records import Visit

State = Literal["waiting", "retake", "check", "done"]

STATES: TranslatedTable[State] = TranslatedTable(
    {
        "waiting": mark("no photo yet"),
        "retake": mark("take the photo again"),
        "check": mark("photo with notices"),
        "done": mark("done"),
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the overview.

    Attributes
    ----------
    client_id, name : str
    visit_id : str
        Empty before the first photo.
    state : {"waiting", "retake", "check", "done"}
        *retake*: the last photo was refused and there is none from the side; *check*: it can be
        used, and its notices tell what would make it better.
    headline : str
        The verdict in a sentence; empty without a side photo.
    beyond : tuple of str
        What stands out: lines of the verdict by name, then the findings from front and back.
    judged : bool
        Whether there is a verdict; without one it is unknown whether a line stands out.
    open : tuple of str
        Lines that the photo leaves open.
    remedies : tuple of str
        What to do about the photo.
    weight : float
        By which the people are ordered: the sum over the lines of the probability that the value
        lies beyond the typical range, on the likelier side; lines of no concern count nothing.
    """

    client_id: str
    name: str
    visit_id: str
    state: State
    headline: str
    beyond: tuple[str, ...]
    judged: bool
    open: tuple[str, ...]
    remedies: tuple[str, ...]
    weight: float


def find_overview(
    people: Iterable[Person], refused: Mapping[str, Sequence[str]] | None = None
) -> tuple[Row, ...]:
    """The rows of the overview, who to look at first at the top.

    Parameters
    ----------
    people : iterable of Person
    refused : mapping of str to sequence of str
        Client id to the remedies of a photo that was refused last.

    Returns
    -------
    tuple of Row
        By how much stands out, then by ``weight``; those without a verdict last,
        in the order of the list.
    """
    rows = [_row(one, (refused or {}).get(one.client.id, ())) for one in people]
    return tuple(sorted(rows, key=lambda one: (-len(one.beyond), -one.weight)))


def next_in_queue(rows: Iterable[Row], order: Sequence[str]) -> str | None:
    """Whose turn it is: the first who waits, then the first whose photo is to be taken again.

    Parameters
    ----------
    rows : iterable of Row
    order : sequence of str
        Ids of the clients in the order of the list.
    """
    state = {one.client_id: one.state for one in rows}
    for wanted in ("waiting", "retake"):
        for one in order:
            if state.get(one) == wanted:
                return one
    return None


def _row(person: Person, refused: Sequence[str]) -> Row:
    client, visit = person.client, person.visit
    analysis = None if visit is None else _analysis(person, visit)
    frontal = () if visit is None else _frontal(person, visit)
    if visit is None or analysis is None:
        state: State = "retake" if refused else "waiting"
        if visit is not None and visit.photos and not refused:
            state = "check"
            refused = (tr("There is no photo from the side."),)
        id = "" if visit is None else visit.id
        return Row(
            client_id=client.id,
            name=client.details.name,
            visit_id=id,
            state=state,
            headline="",
            beyond=frontal,
            judged=False,
            open=(),
            remedies=tuple(refused),
            weight=0.0,
        )
    lines = find_verdict(analysis.assessment)
    beyond = [one for one in lines if one.state == "beyond"]
    # What was refused after a good photo was another view.
    remedies = (*refused, *(tr(one.remedy) for one in analysis.notices if one.remedy))
    return Row(
        client_id=client.id,
        name=client.details.name,
        visit_id=visit.id,
        state="check" if remedies else "done",
        headline=headline(lines),
        beyond=(*map(line_title, beyond), *frontal),
        judged=True,
        open=tuple(line_title(one) for one in lines if one.says_nothing),
        remedies=tuple(dict.fromkeys(remedies)),
        weight=sum(map(beyond_probability, lines)),
    )


def _analysis(person: Person, visit: Visit) -> Analysis | None:
    if side_of(visit) is None:
        return None
    try:
        return side_analysis(visit, subject_of(person.client.details, visit.on))
    except InputError:
        return None


def _frontal(person: Person, visit: Visit) -> tuple[str, ...]:
    """What stands out in the photos from front and back, each said once."""
    subject = subject_of(person.client.details, visit.on)
    said: list[str] = []
    for photo in visit.photos:
        if document := stored_frontal(photo):
            said += frontal_beyond(assess_frontal(document.measurements, subject).findings)
    return tuple(dict.fromkeys(map(upper_first, said)))
