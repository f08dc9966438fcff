"""The summary of a batch as one web page that stands alone."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from posture.assess.knowledge import knowledge
from posture.batch.summary.cards import card_of, quantity
from posture.batch.summary.drawings import shares_svg
from posture.batch.summary.photos import MADE_WITH, TOP
from posture.batch.table.rows import MEASURED
from posture.i18n.language import TranslatedTable, format_day, language, mark, mid_sentence, tr
from posture.intervals import HOLDS_95
from posture.present.report.html import template
from posture.present.wording import printable, title

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from posture.assess.verdict import State
    from posture.batch.summary.people import People
    from posture.batch.summary.photos import Photos
    from posture.batch.table.rows import Status

_NAMED = 4
"""Measurements in which a photo differs that are named on the page."""
_HASH = 12
"""Characters of a hash that are shown."""

_REPEATS = 10
"""With fewer the SD within a person may be wrong by half of it or more."""

_STATUSES: TranslatedTable[Status] = TranslatedTable(
    {
        "analysed": mark("analysed"),
        "refused": mark("not suitable"),
        "unreadable": mark("unreadable"),
        "failed": mark("stopped by an error"),
    }
)
_STATES: TranslatedTable[State] = TranslatedTable(
    {
        "typical": mark("typical"),
        "no_concern": mark("no concern"),
        "beyond": mark("worth a look"),
        "open": mark("open"),
        "not_measured": mark("not measured"),
    }
)
_VIEWS = TranslatedTable(
    {"side": mark("from the side"), "front": mark("from the front"), "back": mark("from the back")}
)


def render(photos: Photos, people: People, *, other_groups: int, on: date | None) -> str:
    """Write the summary.

    Parameters
    ----------
    photos : Photos
    people : People
    other_groups : int
        Groups that are not shown because they are small or many.
    on : date or None
        Shown at the head.

    Returns
    -------
    str
        HTML that loads nothing, runs no script, and allows no style but its own.
    """
    style = template("style.css").render() + template("batch.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    measured = [name for name, tally in people.tallies.items() if tally.all.values.count]
    retest = list(_retest(people))
    return template("batch.html.j2").render(
        tr=tr,
        language=language(),
        style=Markup(style),
        style_hash=digest,
        date=format_day(on) if on else "",
        top=TOP,
        counts=_counts(photos, people),
        views=_listed(photos.views, _VIEWS),
        reasons=[
            (count, *map(printable, photos.words[code]))
            for code, count in photos.reasons.most_common(TOP)
        ],
        failed=[tuple(map(printable, one)) for one in photos.failed],
        failed_count=photos.total - photos.states["analysed"],
        lines=[_line(region, states) for region, states in people.lines.items() if states],
        first=[(printable(one.name), printable(one.group), one.headline) for one in people.first],
        cards=[card_of(name, people.tallies[name], people.groups) for name in measured],
        groups=people.groups,
        other_groups=other_groups,
        unjudged=_unjudged(people),
        retakes=[(printable(one.path), one.why, one.lost) for one in photos.retakes],
        odd=[(printable(who), printable(path), _titles(names)) for who, path, names in people.odd],
        retest=retest,
        retest_few=any(repeats < _REPEATS for _, repeats, *_ in retest),
        repeats_needed=_REPEATS,
        several_days=people.several_days,
        nameless=people.nameless,
        printable=printable,
        taken=_taken(photos),
        made_with=sorted(map(_made_with, photos.made_with)),
        footer=knowledge().programme.footer,
    )


def _taken(photos: Photos) -> str:
    """When the photos were taken, as far as it is known."""
    if photos.days is None:
        return ""
    first, last = map(format_day, photos.days)
    return first if first == last else tr("{first} to {last}").format(first=first, last=last)


def _made_with(values: tuple[str, ...]) -> str:
    """Program, model, weights, knowledge and settings, as somebody cites them."""
    of = dict(zip(MADE_WITH, values, strict=True))
    settings = json.loads(of["settings"])
    said = tr("posture {version}, pose model {model}, weights {weights}, knowledge {known}").format(
        version=of["version"],
        model=of["model"],
        weights=f"{of['estimator']} {of['estimator_sha256'][:_HASH]}",
        known=of["knowledge_sha256"][:_HASH],
    )
    more = [
        tr("without a look at the mirror image") if not settings.get("mirror", True) else "",
        tr("camera roll given") if settings.get("roll_deg") is not None else "",
    ]
    return ", ".join(filter(None, (said, *more)))


def _counts(photos: Photos, people: People) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = [
        (words, photos.states[status])
        for status, words in _STATUSES.items()
        if status == "analysed" or photos.states[status]
    ]
    return [(tr("photos"), photos.total), *found, (tr("people"), people.count)]


def _listed(counts: Counter[str], words: TranslatedTable[str]) -> str:
    return ", ".join(f"{counts[key]} {said}" for key, said in words.items() if counts[key])


def _line(region: Any, states: Counter[str]) -> dict[str, Any]:
    total = states.total()
    said = [(key, words, states[key]) for key, words in _STATES.items() if states[key]]
    alt = ", ".join(f"{words} {count}" for _, words, count in said)
    return {
        "title": knowledge().verdict[region].title,
        "drawing": Markup(shares_svg([(key, count / total) for key, _, count in said], alt)),
        "states": said,
    }


def _titles(names: str | None) -> str:
    """The first measurements by name; ``people.csv`` has them all."""
    listed = [mid_sentence(title(name)) for name in (names or "").split()]
    return ", ".join(listed[:_NAMED]) + (" …" if len(listed) > _NAMED else "")


def _unjudged(people: People) -> int:
    """People under 18: they have values and no typical range."""
    return max(
        (
            tally.all.values.count - int(tally.bins.sum())
            for name, tally in people.tallies.items()
            if knowledge().metric(name).norm is not None
        ),
        default=0,
    )


def _retest(people: People) -> Iterable[tuple[str, int, str, str]]:
    """Of each measurement: differences counted, SD within a person, and 95 % of differences."""
    for name, unit in MEASURED.items():
        tally = people.tallies[name]
        if tally.freedom:
            sd = math.sqrt(tally.retest / tally.freedom)
            within = HOLDS_95 * math.sqrt(2.0) * sd
            shown = quantity(within, unit) if tally.freedom >= _REPEATS else ""
            yield title(name), tally.freedom, quantity(sd, unit), shown
