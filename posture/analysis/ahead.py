"""What the first analysis of a process reads and works out, done while a picture is decoded."""

from __future__ import annotations

from functools import cache

import numpy as np

from posture.assess.knowledge import knowledge
from posture.body.estimate.cut_pictures import cut_pictures
from posture.body.estimate.heights import heights
from posture.body.estimate.network import NetworkEstimator
from posture.body.estimate.real_people import real_people
from posture.body.outline.cover import make_colour_tables
from posture.system.beside import Beside


@cache
def begin() -> Beside[None]:
    """Begin on another core, once in a process; nothing is done where none is free.

    Returns
    -------
    Beside
        Nobody need wait for it: an analysis finds what is there, and works out the rest.
    """
    return Beside(_read)


def _read() -> None:
    make_colour_tables()
    NetworkEstimator()
    real_people()
    cut_pictures()
    heights()
    # NumPy imports its generators when they are used first.
    np.random.default_rng(0)
    knowledge()
