"""A batch from beginning to end: photos are listed, analysed, and put into one table."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from posture.analysis.options import Options
from posture.batch.finish import finish
from posture.batch.listing.entry import Entry
from posture.batch.listing.find import find_photos, look_at
from posture.batch.listing.manifest import (
    GROUP,
    MOST_FAULTS,
    faults_error,
    read_manifest,
    unused_columns,
)
from posture.batch.local import work_here
from posture.batch.places import is_remote, join
from posture.batch.pool.process import processors
from posture.batch.table.choices import Choices
from posture.batch.table.doubts import Doubts, find_doubts, two_sexes
from posture.batch.table.kept import Kept
from posture.batch.table.ledger import Ledger
from posture.batch.table.ledger_file import LEDGER
from posture.errors import InputError
from posture.files.tables import STANDARD
from posture.i18n.language import tr
from posture.installation import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posture.analysis.view import View
    from posture.files.tables import CsvDialect

PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes
    ----------
    out : str
        Folder of the results, or an address of fsspec.
    photos : tuple of str
        Files, folders, patterns, addresses.
    manifest : str or None
        Path or address of a CSV file, see :mod:`posture.batch.listing.manifest`.
    group : str
        Its column that holds groups.
    view : {"side", "front", "back"} or None
        Of photos of which the manifest does not say it; None finds it out.
    options : Options
        The subject is the manifest's.
    workers : int or None
        Processes on this machine; one per processor unless given.
    scheduler : str or None
        Address of a Dask scheduler, whose workers do the work.
    dialect : {"standard", "excel-de"}
        Of the CSV table.
    """

    out: str
    photos: tuple[str, ...] = ()
    manifest: str | None = None
    group: str = GROUP
    view: View | None = None
    options: Options = field(default_factory=Options)
    workers: int | None = None
    scheduler: str | None = None
    dialect: CsvDialect = STANDARD


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a batch.

    Attributes
    ----------
    counts : mapping of str to int
        Photos by status.
    files : tuple of str
        What was written.
    doubts : Doubts
        What is likely a slip of the manifest.
    """

    counts: Mapping[str, int]
    files: tuple[str, ...]
    doubts: Doubts = field(default_factory=Doubts)


class Watcher(Protocol):
    """Who is told how far a batch is."""

    def unused(self, columns: tuple[str, ...]) -> None:
        """Nothing is read from these columns of the manifest."""
        ...

    def listed(self, count: int) -> None:
        """So many photos are listed so far."""
        ...

    def begun(self, total: int, done: int) -> None:
        """Of all photos, so many were done by an earlier run."""
        ...

    def kept(self) -> None:
        """One more photo is done."""
        ...

    def finishing(self) -> None:
        """All photos are done; the table is written."""
        ...


def run_batch(request: Request, watcher: Watcher) -> Outcome:
    """Analyse many photos and write the table; what an earlier run did is not done again.

    Parameters
    ----------
    request : Request
    watcher : Watcher

    Returns
    -------
    Outcome

    Raises
    ------
    InputError
        The manifest has faults, or something that was given leads to no photo: all are listed, and
        nothing was analysed.
    StorageError
        The results cannot be written, or another run writes there.
    PostureError
        Something that every photo needs is missing.
    """
    require("batch" if request.scheduler is None else "cluster")
    choices = Choices.of(request.options)
    with ExitStack() as stack:
        ledger = stack.enter_context(Ledger(_place_of_ledger(request.out, stack)))
        kept = Kept(ledger, join(request.out, PARTS))
        kept.adopt()
        _ask(ledger, request, choices, watcher)
        ledger.settle(twins=request.scheduler is None)
        total = ledger.asked()
        if not total:
            raise InputError(tr("No photos were found."), remedy=tr("Name a folder that has some."))
        watcher.begun(total, total - ledger.left())
        if request.scheduler is None:
            work_here(kept, choices, request.workers or processors(), watcher.kept)
        else:
            from posture.batch.cluster import work_there

            work_there(kept, choices, request.scheduler, watcher.kept)
        watcher.finishing()
        finished = finish(kept.rows, request.out, dialect=request.dialect)
        return Outcome(ledger.counts(), finished.files, find_doubts(ledger))


def _place_of_ledger(out: str, stack: ExitStack) -> Path:
    """Beside the results; those at an address have no place for a file that changes."""
    if not is_remote(out):
        return Path(out) / LEDGER
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="posture-batch-"))
    return Path(folder) / LEDGER


def _ask(ledger: Ledger, request: Request, choices: Choices, watcher: Watcher) -> None:
    """Note every photo of the manifest and of what was given besides."""
    digests = _Digests(choices)
    count = 0
    with ledger.transaction():
        if request.manifest is not None:
            count = _ask_manifest(ledger, request, digests, watcher)
        for found in find_photos(request.photos, skip=request.out):
            entry = Entry(found.path, view=request.view)
            ledger.ask(entry, found, digests.of(entry))
            count += 1
            watcher.listed(count)


def _ask_manifest(ledger: Ledger, request: Request, digests: _Digests, watcher: Watcher) -> int:
    assert request.manifest is not None
    if unused := unused_columns(request.manifest, request.group):
        watcher.unused(unused)
    faults: list[str] = []
    wrong = count = 0
    for listed in read_manifest(request.manifest, request.group):
        said = list(listed.faults)
        if listed.entry is not None:
            entry = replace(listed.entry, view=listed.entry.view or request.view)
            try:
                found = look_at(entry.path)
            except InputError as error:
                # The next one may take as long to fail, so the lines below are not looked at.
                text = tr("Line {line}: {text}").format(line=listed.line, text=error)
                raise faults_error([*faults, *said, text], wrong + len(said) + 1) from error
            before = ledger.ask(entry, found, digests.of(entry), listed.line)
            if before is not None:
                same = tr("Line {line}: the same photo as in line {other}; delete one of them")
                said.append(same.format(line=listed.line, other=before))
        faults += said[: MOST_FAULTS - len(faults)]
        wrong += len(said)
        count += 1
        watcher.listed(count)
    other = tr(
        "Line {line}: {person} has another sex in line {other}; correct one, or give two people "
        "two names"
    )
    for person, first, second in two_sexes(ledger):
        faults.append(other.format(line=second, person=person, other=first))
        wrong += 1
    if wrong:
        raise faults_error(faults, wrong)
    return count


class _Digests:
    """Digests of the choices; most photos of a batch share one."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self._last: tuple[object, str] | None = None

    def of(self, entry: Entry) -> str:
        told = (entry.view, entry.subject)
        if self._last is None or self._last[0] != told:
            self._last = (told, self._choices.digest(entry))
        return self._last[1]
