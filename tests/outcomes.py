"""Live runs that have ended, made by hand."""

from __future__ import annotations

import numpy as np

from posture.analysis import Combined
from posture.live.outcome import Outcome
from posture.live.session import Status, Utterance
from posture.photo.photo import Photo
from tests.analyses import ANALYSIS, MEASUREMENTS, REFUSAL

PHOTO = Photo(np.zeros((40, 30, 3), np.uint8), (30, 40), 1.0, None, "capture 1", "ab" * 32)
SPREAD = dict.fromkeys(MEASUREMENTS, 1.5)
COMBINED = Combined((ANALYSIS,) * 3, MEASUREMENTS, SPREAD, ANALYSIS.assessment)
GOOD = Outcome((PHOTO,) * 3, (ANALYSIS,) * 3, COMBINED, 1)
BAD = Outcome((), (), None, 0, (REFUSAL,))
HELLO = Utterance(1, "hello", "Hello. I will tell you how to stand.", "ready")
WAITING = Status("seek", 0, 3, (HELLO,), HELLO.text, ("Hold still",), None, False, None)
