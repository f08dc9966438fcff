"""The accuracy page: what a reader has to know first, from ``accuracy.json`` alone."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from posture.errors import InputError
from posture.present.wording import title

from groundtruth.real.pages.section import section
from groundtruth.real.pages.tables import every_table
from groundtruth.score.pages.everyday_section import garments
from groundtruth.score.pages.everyday_section import section as everyday_section
from groundtruth.score.pages.markdown import UNITS, fixed, table
from groundtruth.score.pages.published import dated
from groundtruth.score.people import METRIC_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Accuracy = dict[str, Any]

_DETECTOR = (
    "Mostly errors of the detector: with faultless landmarks, outline and roll the same network "
    "would reach the target ([decision 26](adr/0026-where-the-information-ends.md))."
)
_DEPTH = (
    "The acromion is half a shoulder width nearer to the camera than C7: one degree of body "
    "rotation changes this angle by about three, and a photo shows the rotation only roughly."
)
_TWO_PHOTOS = (
    "Posture and camera differ between two photos, and so does the error: even a first photo whose "
    "true value is known leaves 2.6° ([decision 26](adr/0026-where-the-information-ends.md))."
)
REASONS = {
    "shoulder_c7, wide, RMSE": _DEPTH,
    "shoulder_c7, wide, stickers, RMSE": _DEPTH,
    "shoulder_c7, life, stickers, RMSE": _DEPTH,
    "lordosis, wide, RMSE": _DETECTOR,
    "trunk_lean, wide, RMSE": _DETECTOR,
    "change of pelvic_tilt, life, personal calibration, RMSE": _TWO_PHOTOS,
}
"""Why a figure misses its target, as far as experiments showed it."""

REAL_TABLES = "real.md"
"""File of every table of the real photographs, beside the appendix."""

EVERYDAY_TABLES = "everyday.md"
"""File of the people in everyday clothes by garment, there too."""

OUTSIDE = ("cva", "shoulder_c7", "kyphosis", "lordosis", "sacral_slope", "pelvic_tilt")
"""Measurements whose truth the outside check knows."""


def page(found: Accuracy, appendix: str) -> str:
    """Write the page.

    Parameters
    ----------
    found : dict
        As :func:`groundtruth.score.pages.published.published` gives it.
    appendix : str
        Link to the appendix with every table.

    Returns
    -------
    str
        Markdown; the same bytes for the same arguments.
    """
    parts = [
        "# How far off the numbers are",
        "A command wrote this page from measured results. Errors are *estimate less truth*; *RMSE* "
        "is the root mean square error: about two values in three are nearer to the truth than "
        "this. The order below is the order of trust: real photographs first, then pictures of "
        "another renderer, then the people rendered here.",
        *section(found.get("real", {}), found["photographs"], _beside(appendix, REAL_TABLES)),
        *_outside(found["sets"]),
        *everyday_section(found.get("everyday", {}), _beside(appendix, EVERYDAY_TABLES)),
        *_rendered(found),
        *_limits(),
        *_short(found["figures"]),
        *_made(found, appendix),
    ]
    return "\n\n".join(parts) + "\n"


def write_page(found: Accuracy, path: Path) -> None:
    """Write the page, and the tables of the real photographs into the folder of its appendix.

    Parameters
    ----------
    found : dict
        As for :func:`page`.
    path : Path
        Of the page; the folder has its name without the ending.
    """
    folder = path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(page(found, f"{folder.name}/appendix.md"), "utf-8")
    if found.get("real"):
        (folder / REAL_TABLES).write_text(every_table(found["real"]), "utf-8")
    if found.get("everyday"):
        (folder / EVERYDAY_TABLES).write_text(garments(found["everyday"]), "utf-8")


def check_files(json_file: Path | None, page_file: Path | None) -> None:
    """Refuse a page without the ``accuracy.json`` from which it is written.

    Parameters
    ----------
    json_file, page_file : Path, optional

    Raises
    ------
    InputError
        A page is asked for alone.
    """
    if page_file is not None and json_file is None:
        raise InputError("A page is written from accuracy.json: name it with --json.")


def rewrite(json_file: Path | None, page_file: Path | None, blocks: Mapping[str, Any]) -> None:
    """Replace blocks of an ``accuracy.json``, and write the page anew from it.

    Parameters
    ----------
    json_file, page_file : Path, optional
        Nothing is written without the first.
    blocks : mapping of str to dict
        By name; all others stay.
    """
    if json_file is None:
        return
    found = json.loads(json_file.read_text("utf-8")) | dict(blocks)
    json_file.write_text(json.dumps(found, indent=1, allow_nan=False) + "\n", "utf-8")
    if page_file is not None:
        write_page(found, page_file)


def _beside(appendix: str, file: str) -> str:
    """Link to another file in the folder of the appendix."""
    return f"{appendix.rpartition('/')[0]}/{file}".removeprefix("/")


def _outside(sets: Mapping[str, Any]) -> Iterator[str]:
    yield "## Outside check: pictures of another renderer"
    there = {name: sets[name] for name in ("outside life", "outside wide") if name in sets}
    if not there:
        yield "Not run: the pictures of the outside check were not given to this run."
        return
    pictures = sum(each["pictures"] for each in there.values())
    people = sum(each["people"] for each in there.values())
    yield (
        f"{pictures} pictures of {people} people, made by a generator that is not part of this "
        "project. Nothing was trained, fitted or chosen on them. Their truth is the mean of left "
        "and right where ours is the near side, so a small part of the difference is one of "
        "definition. In *life* people differ as adults do, in *wide* much more."
    )
    header = ["Measurement", "RMSE here, life"]
    for name in there:
        header += [f"{name}: RMSE", "mean error", "95 % interval contains the truth"]
    yield table(
        header,
        [
            [
                title(metric),
                _value(sets, "life", metric, "rmse"),
                *(
                    _value(sets, name, metric, statistic)
                    for name in there
                    for statistic in ("rmse", "bias", "cover_95")
                ),
            ]
            for metric in OUTSIDE
        ],
    )


def _value(sets: Mapping[str, Any], name: str, metric: str, statistic: str) -> str:
    value = sets.get(name, {}).get("metrics", {}).get(metric, {}).get(statistic)
    if value is None:
        return fixed(math.nan)
    if statistic == "skill":
        return fixed(100.0 * max(value, 0.0), 0, " %")
    if statistic.startswith("cover"):
        return fixed(value, 0, " %")
    return fixed(value, 1, UNITS[metric])


def _rendered(found: Accuracy) -> Iterator[str]:
    sets, counts = found["sets"], found["rendered"]
    yield "## People rendered here"
    covers = [
        each["cover_95"]
        for each in sets.get("life", {}).get("metrics", {}).values()
        if each["cover_95"] is not None
    ]
    held = (
        f" The 95 % interval contains the truth in {fixed(min(covers), 0)} to "
        f"{fixed(max(covers), 0, ' %')} of the pictures, depending on the measurement."
        if covers
        else ""
    )
    yield (
        f"{counts['pictures']} pictures of {counts['people']} people of known angles, dressed and "
        "photographed with ordinary errors of camera and light; "
        f"{counts['refused']} pictures were refused. Nobody in them was learnt from. "
        f"{_percent(counts['cannot_tell'])} of the findings say *cannot tell*; of the others "
        f"{_percent(counts['correct'])} are correct.{held}"
    )
    yield (
        "The detector puts landmarks elsewhere in rendered people than in real ones (eye and ear "
        "by 0.3 to 0.5 % of the stature, hips and toes by 1.2 %). The weights expect real people "
        "([decision 31](adr/0031-real-people-in-what-is-learnt.md)), so rendered people in fitted "
        "clothes, here and in the outside check, read worse than they would with weights for them."
    )
    header = (
        "Measurement",
        "RMSE, people as in life",
        "RMSE, wide spreads",
        "skill",
        "RMSE with stickers",
    )
    yield table(
        header,
        [
            [
                title(metric),
                _value(sets, "life", metric, "rmse"),
                _value(sets, "wide", metric, "rmse"),
                _value(sets, "life", metric, "skill"),
                _value(sets, "stickers life", metric, "rmse"),
            ]
            for metric in METRIC_NAMES
        ],
    )
    yield (
        "*Skill* is `1 - MSE / Var(truth)`: 100 % would be exact, 0 % is no better than giving "
        "everybody the average. A dash: not in the pictures of this run, or none of its points can "
        "have a sticker."
    )


def _percent(value: float | None) -> str:
    return fixed(math.nan if value is None else value, 0, " %")


def _limits() -> Iterator[str]:
    yield "## Limits"
    yield "\n".join(
        (
            "- Most errors that the program states were set on rendered people; those of ear, eye, "
            "shoulder and knee, and those under hair, were adjusted on the photographs above. "
            "Skin, cloth, hair, shoes and light are simpler there than in life, and all bodies "
            "come from one parametric model.",
            "- The truth is read from fixed places on the skin of that model, not from bones. How "
            "well somebody palpates a point on a real person is not included.",
            "- How much people differ rests on published norms, some of them weak. Skill depends "
            "on them; RMSE hardly does.",
            "- How much one person's posture varies from minute to minute comes on top.",
            "- Nothing here says anything about health or pain. It says how far a number lies from "
            "the angle that it measures.",
        )
    )


def _short(figures: list[dict[str, Any]]) -> Iterator[str]:
    short = [figure for figure in figures if not figure["holds"]]
    yield "## Targets that are missed"
    yield (
        f"{len(figures) - len(short)} of {len(figures)} figures reach their target. The targets "
        "were set before anything was measured and are never loosened; they are about rendered "
        "people."
    )
    by_reason: dict[str, list[str]] = {}
    for figure in short:
        reason = REASONS.get(figure["name"], "Not examined yet.")
        value = math.nan if figure["value"] is None else figure["value"]
        shown = fixed(value, 2, f" {figure['unit']}".rstrip())
        by_reason.setdefault(reason, []).append(
            f"`{figure['name']}` is {shown} (target {figure['target']})"
        )
    if by_reason:
        yield "\n".join(f"- {'; '.join(which)}. {why}" for why, which in by_reason.items())


def _made(found: Accuracy, appendix: str) -> Iterator[str]:
    weights = found["provenance"].get("estimator_sha256", "")
    yield "## How it was made"
    yield (
        f"{dated(found['date'])}Command: `{found['command']}`. Weights: "
        f"`{found['provenance'].get('estimator', 'unknown')}`, SHA-256 `{weights[:16]}`. "
        f"[Every table]({appendix}): all figures with a target, all statistics by set, by clothing "
        "and build, changes between two photos, stickers, other programs' formulas."
    )
