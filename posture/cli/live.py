"""``posture live``: guided captures with this machine's camera, with or without a window."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from posture.analysis.options import stop_on, subject_faults
from posture.analysis.options import subject as make_subject
from posture.cli import show
from posture.errors import CameraError, StorageError
from posture.i18n.language import language, mark, tr
from posture.installation import require
from posture.live.guidance.state import Aim
from posture.live.start import new_pump, new_session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from posture.live.outcome import Outcome
    from posture.live.pump import Pump
    from posture.live.status import Utterance

DONE, REFUSED = 0, 3
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
    height_cm, age : float or None
    sex : str or None
    """

    source: str = "0"
    headless: bool = False
    record: Path | None = None
    out: Path | None = None
    desk: bool = False
    height_cm: float | None = None
    age: float | None = None
    sex: str | None = None


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
    stop_on(subject_faults(request.age, request.sex, request.height_cm))
    subject = make_subject(request.age, request.sex, request.height_cm)
    aim, spoken = Aim(desk=request.desk or None), language()
    pump = new_pump(request.source, lambda: new_session(subject=subject, aim=aim, language=spoken))
    try:
        recorder = _Recorder(request.record) if request.record is not None else None
        try:
            _watch(pump, request.headless, recorder)
        finally:
            if recorder is not None:
                recorder.close()
    except KeyboardInterrupt:
        show.note(tr("Stopped."))
    finally:
        pump.stop()
    if pump.error is not None:
        raise pump.error
    outcome = pump.session.status().outcome
    return _end(outcome, pump, request)


def _watch(pump: Pump, headless: bool, recorder: _Recorder | None) -> None:
    """Show, record and caption every picture until the run ends."""
    number, said = 0, 0
    while True:
        shown = pump.wait(after=number)
        said = _captions(pump.session.spoken(), said, bell=sys.stdout.isatty())
        if shown is not None:
            number = shown.number
            if recorder is not None:
                recorder.write(shown.picture)
            if not headless and not _window(shown.picture):
                return
        if pump.session.status().outcome is not None or (shown is None and not pump.running):
            return


def _captions(spoken: tuple[Utterance, ...], before: int, *, bell: bool) -> int:
    """Print new captions, with the terminal bell as cue."""
    for said in spoken:
        if said.id > before and said.text:
            show.console().print(said.text, style="bold", markup=False)
            if bell:
                sys.stdout.write("\a")
                sys.stdout.flush()
    return spoken[-1].id if spoken else before


def _window(picture: NDArray[np.uint8]) -> bool:
    """Show one picture; False once Escape or q was pressed."""
    try:
        cv2.imshow(WINDOW, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        pressed = cv2.waitKey(1) & 0xFF
    except cv2.error as error:
        raise CameraError(tr("No window can be opened here."), tr(_NO_WINDOW)) from error
    return pressed not in (_ESCAPE, ord("q"))


def _end(outcome: Outcome | None, pump: Pump, request: LiveRequest) -> int:
    if outcome is None:
        taken = pump.session.status().shots
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
        from posture.present.report.report import write_report

        show.files(write_report(outcome.photo, outcome.analysis, request.out).values())
    if request.record is not None:
        show.files([request.record])
    return DONE


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
