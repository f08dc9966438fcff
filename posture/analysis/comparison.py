"""What has changed between two photos of one person, and how sure that is.

The two photos are read together where both can be: each shows of the body what the other hides, and
what is the body's own does not count as change. Points placed in one of them tell of the other too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posture.analysis.reference import reference_faults
from posture.assess.knowledge import knowledge
from posture.body.estimate.network import weights
from posture.body.estimate.pairs import read_together
from posture.errors import InputError
from posture.i18n.language import tr
from posture.measure.difference import difference_of_pair
from posture.measure.measure import least_certain, measure
from posture.measure.measurement import PALPATED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from posture.analysis.types import Analysis
    from posture.body.body import PointSource
    from posture.measure.measurement import Measurement, Unit

_TWO_SIDED_95 = 1.96


@dataclass(frozen=True, slots=True)
class Change:
    """How much a measurement differs between two photos.

    Attributes
    ----------
    name : str
        One of the fixed names (``cva``, ``pelvic_tilt``, ...).
    value : float
        Later less earlier photo; NaN where one of them has no value.
    sd : float
        1-sigma error, same unit; NaN where the value is.
    unit : {"deg", "% stature", "% trunk height"}
    source : {"estimated", "eye", "placed", "sticker"}
        The least certain source among the points of both photos.
    read_jointly : bool
        Whether the photos were read together. If not, it is the difference of two readings, and
        ``sd`` is that of two independent ones.
    """

    name: str
    value: float
    sd: float
    unit: Unit
    source: PointSource
    read_jointly: bool

    @property
    def palpated(self) -> bool:
        """Whether every point that it uses was placed by touch or marked by a sticker."""
        return self.source in PALPATED

    @property
    def mdc(self) -> float:
        """Smallest change that counts, same unit; NaN where there is no error.

        1.96 standard errors of the change (MDC95), or the minimal detectable change of the
        knowledge files where that is larger: no two stands of a person are quite the same, and of
        that the error of two pictures knows nothing.
        """
        return max(_TWO_SIDED_95 * self.sd, knowledge().metric(self.name).mdc or 0.0)

    @property
    def exceeds_mdc(self) -> bool:
        """Whether it is larger than that; never where it is not known."""
        return abs(self.value) > self.mdc


def compare(before: Analysis, after: Analysis) -> dict[str, Change]:
    """Compare two photos of one person.

    Parameters
    ----------
    before, after : Analysis
        The earlier and the later photo. Points placed in either are used for both.

    Returns
    -------
    dict of str to Change
        One per measurement, in display order.

    Raises
    ------
    InputError
        The photos do not belong together: other statures or sexes were given, or another version
        or pose model read them. All faults are listed.
    """
    _check(before, after)
    pair = read_together(before.body, after.body) if _readable(before, after) else None
    if pair is None:
        readings = [before.measurements, after.measurements]
        values, sds = _columns(readings)
        return _named(readings, values[1] - values[0], np.hypot(*sds), read_jointly=False)
    bodies = (pair.before, pair.after)
    bare = [measure(replace(body, placed=())) for body in bodies]
    told = [measure(body) if body.placed else one for body, one in zip(bodies, bare, strict=True)]
    (at, sd), (told_at, told_sd) = _columns(bare), _columns(told)
    size = pair.sizes(np.hypot(*sd), at[1] - at[0])
    by_metric = (at.T, sd.T, told_at.T, told_sd.T, size, pair.learnt.alike)
    found = [difference_of_pair(*each) for each in zip(*by_metric, strict=True)]
    value, error = np.array(found).T
    return _named(told, value, error, read_jointly=True)


def _check(before: Analysis, after: Analysis) -> None:
    made = after.provenance
    faults = reference_faults(
        before, after.subject, model=made.model, estimator_sha256=made.estimator_sha256
    )
    if faults:
        raise InputError(tr("The earlier photo does not belong to the later one:"), tuple(faults))


def _readable(before: Analysis, after: Analysis) -> bool:
    """Whether the weights that ship made both estimates; the pair's go with no others."""
    made = {one.provenance.estimator_sha256 for one in (before, after)}
    return made == {weights().sha256}


def _columns(
    readings: Sequence[Mapping[str, Measurement]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Values and errors of both photos, shape (2, M) each."""
    values = np.array([[one.value for one in photo.values()] for photo in readings])
    return values, np.array([[one.sd for one in photo.values()] for photo in readings])


def _named(
    readings: Sequence[Mapping[str, Measurement]],
    value: NDArray[np.float64],
    error: NDArray[np.float64],
    *,
    read_jointly: bool,
) -> dict[str, Change]:
    first, second = readings
    return {
        name: Change(
            name=name,
            value=float(by),
            sd=float(sd),
            unit=one.unit,
            source=least_certain((one.source, second[name].source)),
            read_jointly=read_jointly,
        )
        for (name, one), by, sd in zip(first.items(), value, error, strict=True)
    }
