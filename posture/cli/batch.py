"""``posture batch``: analyses many photos and writes one table."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, cast

from tqdm import tqdm

from posture.analysis.options import Options, stop_on
from posture.analysis.view import VIEWS
from posture.batch.batch import Request, run_batch
from posture.batch.listing.manifest import GROUP
from posture.cli.exits import DONE, REFUSED, STOPPED, complain
from posture.cli.photos import show
from posture.errors import InputError
from posture.files.tables import STANDARD
from posture.files.tables import csv_dialect as csv_dialect_of
from posture.i18n.language import tr
from posture.present.wording import printable

if TYPE_CHECKING:
    from posture.analysis.view import View
    from posture.batch.batch import Outcome
    from posture.batch.table.doubts import Doubts

_NAMED = 5
"""Slips of one kind that are listed."""


def run(
    photos: tuple[str, ...],
    out: str,
    *,
    manifest: str | None = None,
    group: str = GROUP,
    view: str | None = None,
    model: str = "full",
    mirror: bool = True,
    workers: int | None = None,
    scheduler: str | None = None,
    csv_dialect: str = STANDARD,
) -> int:
    """Analyse photos, show how far it is, and say what came of it.

    Returns
    -------
    int
        0 the table is complete, 3 no photo could be analysed, 130 stopped by Ctrl-C.

    Raises
    ------
    InputError
        The options or the manifest have faults; all are listed.
    PostureError
        Something that every photo needs is missing.
    """
    request = Request(
        out=out,
        photos=photos,
        manifest=manifest,
        group=group,
        view=cast("View | None", view),
        options=_checked(photos, manifest, group, view, model, mirror, workers),
        workers=workers,
        scheduler=scheduler,
        dialect=csv_dialect_of(csv_dialect),
    )
    progress = _Progress()
    try:
        with progress:
            outcome = run_batch(request, progress)
    except KeyboardInterrupt:
        said = tr(
            "Stopped. {done} of {total} photos are done and kept. Give the same command again to "
            "go on."
        )
        return complain(said.format(done=progress.done, total=progress.total), STOPPED)
    _show(outcome, progress)
    return DONE if outcome.counts.get("analysed") else REFUSED


def _checked(
    photos: tuple[str, ...],
    manifest: str | None,
    group: str,
    view: str | None,
    model: str,
    mirror: bool,
    workers: int | None,
) -> Options:
    faults: list[str] = []
    options = Options()
    try:
        options = Options(model=model, mirror=mirror)
    except InputError as error:
        faults += error.faults
    if view is not None and view not in VIEWS:
        faults.append(
            tr('view is one of {views}, not "{given}"').format(views=", ".join(VIEWS), given=view)
        )
    if not photos and manifest is None:
        faults.append(tr("name photos, folders, or a manifest"))
    if group != GROUP and manifest is None:
        faults.append(
            tr('group names a column of the manifest, so "{group}" needs one').format(group=group)
        )
    if workers is not None and workers < 1:
        faults.append(tr("workers is at least 1"))
    stop_on(faults)
    return options


class _Progress:
    """A bar with rate and time left; nothing where nobody looks on."""

    def __init__(self) -> None:
        self.done = self.total = 0
        self.new = 0
        self._began = time.monotonic()
        self._bar: tqdm[Any] | None = None
        self._looks_on = sys.stderr.isatty()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self._close()

    def unused(self, columns: tuple[str, ...]) -> None:
        said = tr(
            "Columns of the manifest that are not used: {columns}. Known are photo, person, date, "
            "view, age, sex, stature, and the one that --group names."
        )
        show.note(said.format(columns=printable(", ".join(columns))))

    def listed(self, count: int) -> None:
        if self._bar is None:
            self._bar = tqdm(desc=tr("Listing photos"), unit="", disable=None, leave=False)
        self._bar.update(count - self._bar.n)

    def begun(self, total: int, done: int) -> None:
        self._close()
        self.total, self.done = total, done
        self._began = time.monotonic()
        self._bar = tqdm(
            desc=tr("Photos"), total=total, initial=done, unit="", disable=None, smoothing=0.05
        )

    def kept(self) -> None:
        self.done += 1
        self.new += 1
        if self._bar is not None:
            self._bar.update()

    def finishing(self) -> None:
        self.seconds = time.monotonic() - self._began
        self._close()
        if self._looks_on:
            show.note(tr("Writing the table and the summary …"))

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _show(outcome: Outcome, progress: _Progress) -> None:
    counts = outcome.counts
    said = [
        tr("{count} analysed").format(count=counts.get("analysed", 0)),
        tr("{count} refused").format(count=counts.get("refused", 0)),
        tr("{count} unreadable").format(count=counts.get("unreadable", 0)),
    ]
    if counts.get("failed"):
        said.append(tr("{count} failed").format(count=counts["failed"]))
    print(tr("{total} photos: {counts}.").format(total=progress.total, counts=", ".join(said)))
    earlier = progress.total - progress.new
    if earlier:
        show.note(tr("Done by an earlier run: {count}.").format(count=earlier))
    if counts.get("failed"):
        show.note(tr("Photos that failed are tried again when the command is given again."))
    _show_doubts(outcome.doubts)
    show.files(outcome.files)


def _show_doubts(doubts: Doubts) -> None:
    same = tr("The same photo stands under two names: {one} and {other}.")
    spelt = tr("Written in two ways, so counted apart: {one} and {other}.")
    for said, pairs in ((same, doubts.two_names), (spelt, doubts.spellings)):
        for one, other in pairs[:_NAMED]:
            show.note(said.format(one=printable(one), other=printable(other)))
        if len(pairs) > _NAMED:
            show.note(tr("and {count} more").format(count=len(pairs) - _NAMED))
    if doubts.future:
        show.note(
            tr("Dates that have not come yet: {count}, the first in line {line}.").format(
                count=len(doubts.future), line=doubts.future[0]
            )
        )
