"""The accuracy page: prose for a trainer first, then every table; all numbers are computed."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from posture.present.wording import title

from groundtruth.score import sections, tables
from groundtruth.score.figures import figures, get
from groundtruth.score.learning import learning
from groundtruth.score.markdown import UNITS, fixed, table
from groundtruth.score.reach import reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Scores = dict[str, Any]


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
    calibration : mapping
        The calibration's own report; empty where there is none.
    """

    command: str
    date: str
    sets: Mapping[str, tuple[int, str]]
    provenance: Mapping[str, str]
    calibration: Mapping[str, Any] = field(default_factory=dict[str, Any])


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
        *reach(scores, made.calibration),
        *sections.sets(scores, plots),
        *sections.sharpness(scores),
        *sections.tiers(scores),
        *sections.changes(scores, made.calibration),
        *sections.stickers(scores),
        *sections.camera(scores),
        *sections.peers(scores),
        *sections.mirror(scores),
        *sections.outside(scores),
        *learning(made.calibration),
        *_limits(),
        *_made(made),
    ]
    return "\n\n".join(parts) + "\n"


def _summary(scores: Scores) -> Iterator[str]:
    yield "# How far off the numbers are"
    yield (
        "This page is written by a command; nobody typed a result into it. People whose true "
        "angles are known were made on a computer, dressed, photographed from the side with "
        "ordinary errors of camera and light, and given to the same program that you use. None of "
        "them had any part in its making."
    )
    inside = sections.inside(scores)
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
