"""Documents of older schema versions, step by step into that of today.

Each step takes the plain JSON values that the steps before it left and gives those of the next. A
step is never changed once a version was released: it must go on reading what that version wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from posture.errors import DocumentError
from posture.files.documents.records import VERSION
from posture.i18n.language import mark, tr

Raw = dict[str, Any]

_FEATURES_OF_VERSION_1 = 217
"""How many features the first definition has; version 1 did not name its definition."""

STICKER_NOTICES = ("stickers_used", "no_stickers")
"""Codes of the notice that follows from the placed points and is no longer kept."""

_REFERENCE_SETTINGS = {
    "same_body": "reference",
    "same_body_points": "reference_points",
    "same_body_share_sha256": "reference_share_sha256",
}

_CALIBRATION_NOTICES = {
    "same_body": "personal_calibration",
    "same_body_unused": "personal_calibration_unused",
}

SENTENCES = (
    mark("An arm hides this part of the back."),
    mark("The outline of the back was not found."),
    mark(
        "The earlier photo was not used: only one of the two photos shows the whole person, so "
        "their points were estimated in different ways."
    ),
    mark("Use two photos that show the person from head to feet."),
)
"""Sentences that no analysis of today holds but stored ones do: they are still translated."""

_CAMERA_ERRORS = {
    "roll_deg": "roll_sd_deg",
    "yaw_deg": "yaw_sd_deg",
    "distance": "distance_sd",
    "scale": "scale_sd",
    "pitch_deg": "pitch_sd_deg",
}


@dataclass(frozen=True, slots=True)
class Migration:
    """One step.

    Attributes
    ----------
    version : int
        Schema version of the documents that it is for.
    name : str
        What it does.
    apply : callable
    """

    version: int
    name: str
    apply: Callable[[Raw], Raw]


def migrate(document: Raw) -> Raw:
    """Bring a document to the schema version of today.

    Parameters
    ----------
    document : dict
        Plain JSON values; not changed.

    Returns
    -------
    dict

    Raises
    ------
    DocumentError
        It is of a later version, names none that ever was, or lacks what its version had.
    """
    version = document.get("schema_version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise DocumentError(
            tr("This document has no known schema version."),
            tr("Use a file that this program wrote, unchanged."),
        )
    if version > VERSION:
        raise DocumentError(
            tr(
                "This document was written by a later version of the program: its schema version "
                "is {version}, and this program reads up to {known}."
            ).format(version=version, known=VERSION),
            tr("Update the program."),
        )
    for step in MIGRATIONS:
        if step.version < version:
            continue
        try:
            document = step.apply(document)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
            raise DocumentError(
                tr(
                    "This document of schema version {version} lacks something ({step}: {error})."
                ).format(version=version, step=step.name, error=error),
                tr("Use a file that this program wrote, unchanged."),
            ) from error
    return document | {"schema_version": VERSION}


def _name_measurements(document: Raw) -> Raw:
    """Measurements are stored with their name."""
    if not document.get("measurements"):
        return document
    named = {name: {"name": name, **one} for name, one in document["measurements"].items()}
    return document | {"measurements": named}


def _move_spread(document: Raw) -> Raw:
    """The spread over combined photos stands beside the measurements, not inside."""
    if document.get("status") != "combined":
        return document
    measurements = {
        name: {key: value for key, value in one.items() if key != "spread"}
        for name, one in document["measurements"].items()
    }
    spread = {name: one["spread"] for name, one in document["measurements"].items()}
    analyses = [migrate(one) for one in document.get("analyses", ())]
    return document | {"measurements": measurements, "spread": spread, "analyses": analyses}


def _name_refused_photo(document: Raw) -> Raw:
    """A refusal names the hash of its photo; the size was never known."""
    if document.get("status") != "refused":
        return document
    kept = {key: value for key, value in document.items() if key != "photo_info"}
    return kept | {"photo_sha256": document["photo_info"]["sha256"]}


def _add_dates(document: Raw) -> Raw:
    """Version 1 kept neither the date of the photo nor that of the analysis."""
    if document.get("status") == "analysed":
        document = document | {"photo_info": document["photo_info"] | {"taken": None}}
    if document.get("status") in ("analysed", "combined"):
        document = document | {"provenance": document["provenance"] | {"analysed_on": None}}
    return document


def _geometry_to_body(document: Raw) -> Raw:
    """The geometry becomes the body: camera errors, framing and features each in one block."""
    if document.get("status") != "analysed":
        return document
    old = document["geometry"]
    cut = {notice["code"] for notice in document["notices"]}
    errors = {"pitch_sd_deg": 6.0, **old}
    body = {
        "facing": document["facing"],
        "near_side": old["near_side"],
        "camera": {"pitch_deg": 0.0, **old["camera"]},
        "detected": {key: old[key] for key in ("positions", "covariance", "sources", "missing")},
        "placed": old["placed"],
        "depths": old["depths"],
        "depth_sds": old["depth_sds"],
        "camera_errors": {new: errors[name] for new, name in _CAMERA_ERRORS.items()},
        # Version 1 said only in its notices where the picture cuts the body.
        "framing": {
            "hips": "hips_cut_off" not in cut,
            "knees": not cut & {"hips_cut_off", "knees_cut_off"},
            "feet": not cut & {"hips_cut_off", "knees_cut_off", "feet_cut_off"},
        },
        "stature_cm": old["stature_cm"],
        "looseness": old["looseness"],
        "occluded": old["occluded"],
        "notices": [one for one in document["notices"] if one["code"] not in STICKER_NOTICES],
        "shared": old.get("shared"),
        "features": _features(old.get("features")),
    }
    kept = {key: value for key, value in document.items() if key != "geometry"}
    return kept | {"nodes": old["nodes"], "body": body}


def _name_stature(document: Raw) -> Raw:
    """The person's stature is called so."""
    if document.get("status") != "analysed":
        return document
    old = document["subject"]
    kept = {key: value for key, value in old.items() if key != "height_cm"}
    return document | {"subject": kept | {"stature_cm": old.get("height_cm")}}


def _name_personal_calibration(document: Raw) -> Raw:
    """Settings name the reference photo, notices personal calibration."""
    if document.get("status") not in ("analysed", "combined"):
        return document
    old = document["provenance"]
    settings = {_REFERENCE_SETTINGS.get(key, key): one for key, one in old["settings"].items()}
    document = document | {"provenance": old | {"settings": settings}}
    if document["status"] == "combined":
        return document
    notices = [
        one | {"code": _CALIBRATION_NOTICES.get(one["code"], one["code"])}
        for one in document["notices"]
    ]
    return document | {"notices": notices}


def _features(values: list[float | None] | None) -> Raw | None:
    if values is None:
        return None
    version = "1" if len(values) == _FEATURES_OF_VERSION_1 else "unknown"
    return {"version": version, "values": values}


def _comparison_terms(document: Raw) -> Raw:
    """Comparisons use the field's terms, and say once whether the photos were read jointly."""
    if document.get("status") != "compared":
        return document
    old = document["changes"]
    changes = {
        name: {
            "name": name,
            **{key: one[key] for key in ("value", "sd", "unit", "source")},
            "palpated": one["source"] in ("placed", "sticker"),
            "mdc": one["least"],
            "exceeds_mdc": one["counts"],
        }
        for name, one in old.items()
    }
    return document | {
        "before_info": None,
        "after_info": None,
        # Version 1 left the verdict open for every change where nothing was judged.
        "judged": any(one["counts"] is not None for one in old.values()),
        "read_jointly": any(one["together"] for one in old.values()),
        "reason_not_joint": None,
        "changes": changes,
    }


def _confirm_screening(document: Raw) -> Raw:
    """Screening questions keep who answered them and when; version 2 kept only the answers."""
    if document.get("status") not in ("analysed", "combined"):
        return document
    plan = document["plan"]
    later = {"by_age": False, "answered_at": None}
    document = document | {"plan": plan | {"screening": [one | later for one in plan["screening"]]}}
    if document["status"] == "combined":
        return document | {"analyses": [migrate(one) for one in document.get("analyses", ())]}
    return document | {"answers": document["answers"] | {"confirmed": {}}}


MIGRATIONS = (
    Migration(1, "measurements get their name", _name_measurements),
    Migration(1, "the spread moves beside the measurements", _move_spread),
    Migration(1, "a refusal keeps the hash of its photo", _name_refused_photo),
    Migration(1, "dates of photo and analysis", _add_dates),
    Migration(1, "same_body becomes the reference", _name_personal_calibration),
    Migration(1, "the geometry becomes the body", _geometry_to_body),
    Migration(1, "height_cm becomes stature_cm", _name_stature),
    Migration(1, "comparisons in the field's terms", _comparison_terms),
    Migration(2, "screening answers get the time of their confirmation", _confirm_screening),
)
"""Every step, the oldest first."""
