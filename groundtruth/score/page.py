"""The accuracy page: prose for a trainer first, then every table; all numbers are computed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from groundtruth.score import tables
from groundtruth.score.collect import PLACING_MM
from groundtruth.score.figures import figures, get
from groundtruth.score.markdown import UNITS, fixed, table
from posture.words import title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Scores = dict[str, Any]

SPREADS = {
    "wide": "Wide spreads: postures far beyond what one meets, all drawn independently.",
    "life": "Spreads as in life: pelvic tilt, curves and leans as different as among adults.",
    "decoupled": "Decoupled: wide, and tilt, curves, shoulders and build have nothing to do with "
    "one another, so that nothing can be recited from what usually goes together.",
}
"""What each set is, one sentence."""


@dataclass(frozen=True, slots=True)
class Made:
    """How the page was made.

    Attributes
    ----------
    command : str
        Without machine-dependent paths.
    date : str
        Passed in; "not given" where it was not.
    sets : mapping of str to (int, str)
        Name of each folder: its pictures and their hash.
    provenance : mapping of str to str
        Version, model and estimator, with hashes.
    """

    command: str
    date: str
    sets: Mapping[str, tuple[int, str]]
    provenance: Mapping[str, str]


def page(scores: Scores, made: Made, plots: Mapping[str, str]) -> str:
    """Write the page.

    Parameters
    ----------
    scores : dict
        As ``summarise`` gives them.
    made : Made
    plots : mapping of str to str
        File of each plot as the page links it, by its name: ``estimates wide``, ``coverage life``,
        ``clothing wide``, ...

    Returns
    -------
    str
        Markdown; the same bytes for the same arguments.
    """
    parts = [
        *_summary(scores),
        *_targets(scores),
        *_sets(scores, plots),
        *_tiers(scores),
        *_changes(scores),
        *_stickers(scores),
        *_peers(scores),
        *_mirror(scores),
        *_outside(scores),
        *_limits(),
        *_made(made),
    ]
    return "\n\n".join(parts) + "\n"


def _inside(scores: Scores) -> dict[str, Scores]:
    return {n: g for n, g in scores["groups"].items() if not n.startswith("outside")}


def _summary(scores: Scores) -> Iterator[str]:
    yield "# How far off the numbers are"
    yield (
        "This page is written by a command; nobody typed a result into it. People whose true "
        "angles are known were made on a computer, dressed, photographed from the side with "
        "ordinary errors of camera and light, and given to the same program that you use. None of "
        "them had any part in its making."
    )
    inside = _inside(scores)
    pictures = sum(g["pictures"] for g in inside.values())
    bodies = sum(g["bodies"] for g in inside.values())
    refused = sum(g["refused_pictures"] for g in inside.values())
    yield (
        f"**In short.** {pictures} pictures of {bodies} people; {refused} were refused. "
        f"{_off(scores, 'cva')}, {_off(scores, 'pelvic_tilt', small=True)}, "
        f"{_off(scores, 'knee_angle', small=True)} on average (root mean square, people as "
        f"different as in life). {_told(scores)} {_covered(scores)}"
    )
    yield "## How wrong, at a glance"
    yield tables.glance(scores)
    yield (
        "*Off by* is the root mean square error: about two readings in three are nearer than "
        "this. *Differences between people that it sees* is the skill, `1 - MSE / Var(truth)`: "
        "100 % would be exact, 0 % is no better than telling everybody the average. A dash: not "
        "in the pictures of this run, or no point of it can wear a sticker."
    )


def _off(scores: Scores, metric: str, *, small: bool = False) -> str:
    value = get(scores, "groups", "life", "metrics", metric, "rmse")
    name = title(metric)
    name = name[0].lower() + name[1:] if small else name
    return f"{name} is off by {fixed(value, 1, UNITS[metric])}"


def _told(scores: Scores) -> str:
    told = get(scores, "groups", "life", "tiers", "all")
    silent, right = get(told, "cannot_tell"), get(told, "right")
    return (
        f"It says *cannot tell* for {fixed(silent, 0, ' %')} of the findings; of those that it "
        f"speaks out, {fixed(right, 0, ' %')} hold."
    )


def _covered(scores: Scores) -> str:
    measured = get(scores, "groups", "life", "metrics")
    if not isinstance(measured, dict):
        return ""
    shares = [a["cover_95"] for a in measured.values() if math.isfinite(a["cover_95"])]
    if not shares:
        return ""
    return (
        f"The stated errors are such that the 95 % range holds the truth in {fixed(min(shares), 0)}"
        f" to {fixed(max(shares), 0, ' %')} of the pictures, depending on the measurement."
    )


def _targets(scores: Scores) -> Iterator[str]:
    found = [f for f in figures(scores) if f.target != "-"]
    held = sum(f.holds for f in found)
    yield "## Targets"
    yield (
        f"{held} of {len(found)} figures hold their target; the others are marked short. The "
        "targets were set before anything was measured and are never loosened."
    )
    yield tables.targets(found)


def _sets(scores: Scores, plots: Mapping[str, str]) -> Iterator[str]:
    yield "## Every measurement"
    yield (
        "*Bias* is the mean error, *slope* that of the estimate on the truth, *covers* the share "
        "of truths inside the stated 50, 80 and 95 % ranges. Ranges of RMSE and skill are "
        "bootstrapped over people. *Missing*: refused pictures, and points that could not be seen."
    )
    for name, group in _inside(scores).items():
        yield f"### {name}: {group['pictures']} pictures of {group['bodies']} people"
        yield SPREADS.get(name, "")
        yield tables.full(group)
        yield _seen(group)
        yield from _plot(plots, f"estimates {name}", f"Estimate against truth, {name}.")
        yield from _plot(plots, f"coverage {name}", f"How many truths the ranges hold, {name}.")
    yield "## By clothing, build, sex, distance and turn"
    yield (
        "RMSE of the measurements that have a target; n is the largest number of pictures in the "
        "row. Distance is from the camera, yaw the turn of the body out of the side view."
    )
    for name, group in _inside(scores).items():
        yield f"### {name}"
        yield tables.by_stratum(group)
        yield from _plot(plots, f"clothing {name}", f"RMSE by what is worn on top, {name}.")


def _seen(group: Scores) -> str:
    codes = ", ".join(f"{code} ({n})" for code, n in group["refused"].items()) or "none"
    return (
        f"Refused: {group['refused_pictures']} pictures; reasons: {codes}. Taken to face the "
        f"other way: {group['facing_wrong']}."
    )


def _plot(plots: Mapping[str, str], name: str, alt: str) -> Iterator[str]:
    if name in plots:
        yield f"![{alt}]({plots[name]})"


def _tiers(scores: Scores) -> Iterator[str]:
    yield "## Tiers"
    yield (
        "The true tier is where the true value lies by the same cut-offs for the same age and sex. "
        "*Spoken and holds*: said to be typical and within both mild cut-offs, or said to be "
        "mild, moderate or marked and at least that far beyond. *Sensitivity*, *specificity* and "
        "*PPV* are about lying beyond a mild cut-off; *cannot tell* counts as not flagged. One "
        "photo never says *marked*."
    )
    for name, group in _inside(scores).items():
        if group["tiers"]:
            yield f"### {name}"
            yield tables.tiers(group)


def _changes(scores: Scores) -> Iterator[str]:
    yield "## Before and after: the change between two photos of one person"
    yield (
        "Two photos of each person, in other postures before other cameras, in the same clothes. "
        "The error stated for a change is that of two independent readings. With *personal "
        "calibration* the palpable points of the first photo were placed where they truly are, "
        f"give or take {PLACING_MM:g} mm, and the later photo was analysed with `--same-body`; a "
        "change is given so only where every point can be palpated, since otherwise one photo "
        "would be corrected and the other not."
    )
    for name, group in _inside(scores).items():
        if group["change"]:
            yield f"### Change, {name}"
            yield tables.changes(scores, name)
        if group["same_body"]:
            yield f"### One later photo with personal calibration, {name}"
            yield tables.personal(scores, name)


def _stickers(scores: Scores) -> Iterator[str]:
    yield "## With stickers, and with points placed by hand"
    if not scores["stickers"]:
        yield "No pictures with stickers were in this run."
    for name, part in scores["stickers"].items():
        yield f"### Stickers, {name}: {part['pictures']} pictures of {part['bodies']} people"
        yield (
            "Stickers were found, matched and measured by the program itself; counted are the "
            "pictures where every sticker concerned was found."
            if part["tried"]
            else "This version of the program does not look for stickers by itself."
        )
        yield tables.finding(part)
        yield tables.stickers(part)
    for name, group in _inside(scores).items():
        if group["placed"]:
            yield f"### Every palpable point placed where it truly is, {name}"
            yield (
                f"Give or take {PLACING_MM:g} mm: what is left is the camera, and the end that "
                "cannot be palpated where there is one."
            )
            yield tables.placed(group)


def _peers(scores: Scores) -> Iterator[str]:
    yield "## Next to the formulas of other programs"
    yield (
        "Formulas published by other programs, rebuilt on the landmarks of our detector; the "
        "programs themselves were not run. Each is read kindly: it is told which way the person "
        "faces and which side is near, its landmarks are steadied by the mirror image, and its "
        "distances are brought to our unit. *Bias taken out*: its mean error on these very "
        "pictures is subtracted, as if somebody had calibrated it on them. Same pictures for all: "
        "those in which ours has a value."
    )
    for name, group in _inside(scores).items():
        if group["peers"]:
            yield f"### {name}"
            yield tables.peers(group)


def _mirror(scores: Scores) -> Iterator[str]:
    yield "## Left and right"
    yield "Root mean square difference between a picture and its mirror image."
    yield tables.mirror(scores)


def _outside(scores: Scores) -> Iterator[str]:
    yield "## Outside check"
    outside = {n: g for n, g in scores["groups"].items() if n.startswith("outside")}
    if not outside:
        yield "Not run: the pictures of the outside check were not given to this run."
        return
    yield (
        "Pictures of another generator, made by others before this one; nothing was trained, "
        "fitted or chosen on them. Their truth is the mean of left and right where ours is the "
        "near side, so a part of the difference is one of definition."
    )
    for name, group in outside.items():
        yield f"### {name}: {group['pictures']} pictures of {group['bodies']} people"
        yield tables.full(group)
        yield _seen(group)
        yield tables.peers(group)
        yield tables.changes(scores, name)
        if group["same_body"]:
            yield tables.personal(scores, name)
        yield tables.placed(group)


def _limits() -> Iterator[str]:
    yield "## Limits of this page"
    yield "\n".join(
        (
            "- The people are rendered. Skin, cloth, hair and light are simpler than in life, and "
            "bodies come from one parametric model: expect to lose something on real photos.",
            "- The truth is read from fixed places on the skin of the model, not from bones. How "
            "well somebody palpates a point on a real person is not in these numbers, beyond the "
            "placing error named above.",
            "- Spreads as in life rest on published norms, some of them weak; skill depends on "
            "them, RMSE hardly does.",
            "- Two photos of one person are in other postures here. How much a person's standing "
            "varies from one minute to the next comes on top.",
            "- None of this says anything about health or pain. It says how far a number lies from "
            "the angle that it is meant to measure.",
        )
    )


def _made(made: Made) -> Iterator[str]:
    yield "## How it was made"
    yield f"Date: {made.date}. Command:"
    yield f"```sh\n{made.command}\n```"
    rows = [[name, str(n), f"`{sha[:16]}`"] for name, (n, sha) in made.sets.items()]
    yield table(("Set", "pictures", "SHA-256, first 16"), rows)
    facts = [
        [name.replace("_", " "), f"`{value[:16]}`" if "sha256" in name else value]
        for name, value in made.provenance.items()
    ]
    yield table(("What", "value"), facts)
