"""One ZIP of the reports of a day."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from posture.errors import InputError
from posture.studio.reports.material import Material
from posture.studio.reports.report import ReportChoice, make_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from posture.studio.group.day import Person
    from posture.studio.reports.pages import Audience
    from posture.studio.reports.report import ReportFile
    from posture.studio.store.repository import Repository


def bundle(files: Iterable[ReportFile]) -> bytes:
    """A ZIP of reports; two of one name are told apart by a number."""
    out = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for file in files:
            made.writestr(_free(file.name, taken), file.data)
    return out.getvalue()


def day_reports(
    records: Repository,
    people: Iterable[Person],
    on: date,
    *,
    audience: Audience = "client",
    report: Callable[[int], None] = lambda _done: None,
) -> bytes:
    """The ZIP of everybody's report, each in their language.

    Parameters
    ----------
    records : Repository
    people : iterable of Person
        Whose visits are confirmed; those without a side photo are left out.
    on : date
    audience : {"client", "professional"}
    report : callable
        Told how many are done.
    """
    profile, own = records.profile(), records.own_exercises()
    files: list[ReportFile] = []
    for person in people:
        if person.visit is None or person.visit.draft:
            continue
        visits = (person.visit,)
        material = Material(person.client, visits, profile, own, records.photo, on)
        try:
            files.append(make_report(material, ReportChoice("visit", (person.visit.id,), audience)))
        except InputError:
            # Without a photo from the side there is nothing to report.
            continue
        report(len(files))
    return bundle(files)


def _free(name: str, taken: set[str]) -> str:
    path, number = PurePosixPath(name), 1
    free = path.name
    while free.casefold() in taken:
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    taken.add(free.casefold())
    return free
