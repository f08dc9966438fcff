"""``posture live``: guided captures with this machine's camera, with or without a window."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from posture.analysis.options import Options
from posture.analysis.options import subject as make_subject
from posture.cli.exits import DONE, REFUSED
from posture.cli.photos import places, show
from posture.cli.photos.names import numbered
from posture.errors import CameraError, StorageError
from posture.files.tables import STANDARD, csv_dialect
from posture.i18n.language import language, mark, tr
from posture.installation import require
from posture.live.guidance.state import CaptureGoal
from posture.live.start import open_session, start_camera_run

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from posture.analysis.types import Analysis
    from posture.files.tables import CsvDialect
    from posture.live.camera_run import CameraRun
    from posture.live.outcome import Outcome
    from posture.live.status import Cue
    from posture.photo.photo import Photo

WINDOW = "posture live"
_ESCAPE = 27
_RECORD_FPS = 12.0
_NO_WINDOW = mark("Run it with --headless; the captions are printed either way.")


@dataclass(frozen=True, slots=True)
class LiveRequest:
    """Arguments of the command, as typed.

    Attributes
    ----------
    source : str
        Camera number or video file.
    headless : bool
        No window.
    record : Path or None
        Annotated video to write.
    out : Path or None
        Folder for the report of the middle capture.
    desk : bool
        Measure head and shoulders only.
    stature_cm, age : float or None
    sex : str or None
    csv_dialect : str
        Of the table in ``out``.
    """

    source: str = "0"
    headless: bool = False
    record: Path | None = None
    out: Path | None = None
    desk: bool = False
    stature_cm: float | None = None
    age: float | None = None
    sex: str | None = None
    csv_dialect: str = STANDARD


def run(request: LiveRequest) -> int:
    """Guide one person to three captures and print the result.

    Returns
    -------
    int
        0 done, 3 no capture could be analysed or the pictures ended too early.

    Raises
    ------
    InputError, CameraError, ModelError
    """
    if request.out is not None:
        require("report")
    csv_dialect(request.csv_dialect)
    options = Options(subject=make_subject(request.age, request.sex, request.stature_cm))
    goal, code = CaptureGoal(desk=request.desk or None), language()
    live = start_camera_run(
        request.source, lambda: open_session(options=options, goal=goal, language=code)
    )
    try:
        recorder = _Recorder(request.record) if request.record is not None else None
        try:
            _watch(live, request.headless, recorder)
        finally:
            if recorder is not None:
                recorder.close()
    except KeyboardInterrupt:
        show.note(tr("Stopped."))
    finally:
        live.stop()
    if live.error is not None:
        raise live.error
    outcome = live.session.status().outcome
    return _end(outcome, live, request)


def _watch(live: CameraRun, headless: bool, recorder: _Recorder | None) -> None:
    """Show, record and caption every picture until the run ends."""
    number, last = 0, 0
    while True:
        shown = live.wait(after=number)
        last = _captions(live.session.cues(), last, bell=sys.stdout.isatty())
        if shown is not None:
            number = shown.number
            if recorder is not None:
                recorder.write(shown.picture)
            if not headless and not _window(shown.picture):
                return
        if live.session.status().outcome is not None or (shown is None and not live.running):
            return


def _captions(cues: tuple[Cue, ...], last: int, *, bell: bool) -> int:
    """Print new cues; the terminal bell as cue for sounds."""
    for cue in cues:
        if cue.id > last and cue.text:
            show.console().print(cue.text, style="bold", markup=False)
            if bell:
                sys.stdout.write("\a")
                sys.stdout.flush()
    return cues[-1].id if cues else last


def _window(picture: NDArray[np.uint8]) -> bool:
    """Show one picture; False once Escape or q was pressed."""
    try:
        cv2.imshow(WINDOW, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        pressed = cv2.waitKey(1) & 0xFF
    except cv2.error as error:
        raise CameraError(tr("No window can be opened here."), tr(_NO_WINDOW)) from error
    return pressed not in (_ESCAPE, ord("q"))


def _end(outcome: Outcome | None, live: CameraRun, request: LiveRequest) -> int:
    if outcome is None:
        taken = live.session.status().shots
        ended = tr("The pictures ended before there was a result ({taken} of 3 captures).")
        show.note(ended.format(taken=taken))
        return REFUSED
    for refusal in outcome.refusals:
        show.refusal(refusal)
    if outcome.combined is not None:
        show.combined(outcome.combined)
    elif outcome.analysis is not None:
        show.analysis(outcome.analysis)
    if outcome.analysis is None or outcome.photo is None:
        return REFUSED
    if request.out is not None:
        _write(outcome.photo, outcome.analysis, request.out, csv_dialect(request.csv_dialect))
    if request.record is not None:
        show.files([request.record])
    return DONE


def _write(photo: Photo, analysis: Analysis, out: Path, dialect: CsvDialect) -> None:
    """Write picture, report and data; those of other captures and photos are left alone."""
    from posture.present.report.report import NAMES, write_report

    place, before = places.folder_for(
        out,
        lambda _: (out / name for name in numbered("live")),
        (analysis.photo.sha256,),
        NAMES["json"],
        NAMES.values(),
    )
    written = write_report(photo, analysis, place, dialect=dialect)
    places.say_moved(out, place, before, as_json=False)
    show.files(written.values())


class _Recorder:
    """Writes annotated pictures to a video of the size of the first one."""

    def __init__(self, path: Path) -> None:
        if not path.parent.is_dir():
            raise StorageError(
                tr("There is no folder {path}.").format(path=path.parent), tr("Make it first.")
            )
        self._path = path
        self._writer: cv2.VideoWriter | None = None

    def write(self, picture: NDArray[np.uint8]) -> None:
        height, width = picture.shape[:2]
        if self._writer is None:
            code = "VP80" if self._path.suffix.lower() == ".webm" else "mp4v"
            four = cv2.VideoWriter.fourcc(*code)
            self._writer = cv2.VideoWriter(str(self._path), four, _RECORD_FPS, (width, height))
            if not self._writer.isOpened():
                raise StorageError(
                    tr("{path} cannot be written.").format(path=self._path),
                    tr("Give a name that ends in .mp4 or .webm."),
                )
        self._writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))

    def close(self) -> None:
        if self._writer is not None:
            self._writer.release()
