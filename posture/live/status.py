"""State of a live run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posture.live.frames.reading import FrameReading
    from posture.live.guidance.state import Phase
    from posture.live.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Cue:
    """One sentence or sound for the person before the camera.

    Attributes
    ----------
    id : int
        Counts up with every cue.
    code, text, sound : str
    """

    id: int
    code: str
    text: str
    sound: str


@dataclass(frozen=True, slots=True)
class Status:
    """State of a live run, for the terminal and the page.

    Attributes
    ----------
    phase : str
    shots, wanted : int
        Captures taken and wanted.
    recent_cues : tuple of Cue
        The latest cue; within a countdown, every cue from its beginning, so that a caller that
        polls slowly misses no number.
    caption : str
        Text of the latest cue while it still applies; empty otherwise.
    missing : tuple of str
        What still prevents a capture; never the opposite of what was said.
    countdown : int or None
        Seconds until the capture, while they are counted.
    reading : FrameReading or None
    steady : bool
        Whether the person holds still; numbers are shown only then.
    outcome : Outcome or None
        The result, once there is one.
    """

    phase: Phase
    shots: int
    wanted: int
    recent_cues: tuple[Cue, ...]
    caption: str
    missing: tuple[str, ...]
    countdown: int | None
    reading: FrameReading | None
    steady: bool
    outcome: Outcome | None

    @property
    def last_cue(self) -> Cue | None:
        """The latest cue, if any."""
        return self.recent_cues[-1] if self.recent_cues else None
