"""The page "Left and right": a photo from the front or the back in, levels out."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from posture.analysis import frontal
from posture.analysis.options import Options
from posture.body.body import Refusal
from posture.errors import PostureError
from posture.i18n.language import begin, language, tr
from posture.photo.load import load
from posture.present.overlay.frontal import draw_frontal
from posture.present.wording import STANDINGS, tier_words, title
from posture.ui.check import intake
from posture.ui.check import subject as about
from posture.ui.check.cards import TIER_COLOURS, heading_number
from posture.ui.shared import theme
from posture.ui.shared.drawings import drawing
from posture.ui.shared.text import plain
from posture.ui.shared.worded import worded

if TYPE_CHECKING:
    from pathlib import Path

    from posture.analysis.frontal import FrontalAnalysis
    from posture.assess.assessment import Finding
    from posture.assess.frontal import LevelDifference
    from posture.body.frontal.view import FrontalSide
    from posture.photo.photo import Photo

SAMPLES = intake.SAMPLES / "sides"

HANDED_OVER = "sides_upload"
"""Where another page leaves a picture for this one: (name, bytes) in the session."""

_AUTO, _FRONT, _BACK = "auto", "front", "back"


def page() -> None:
    """Draw the page from top to bottom."""
    theme.style()
    st.title(tr("Left and right"))
    st.caption(
        tr(
            "One photo from the front or the back: how level are head, shoulders and pelvis, and "
            "how sure is that? The photo stays on this machine."
        )
    )
    picture = _picture_in()
    if picture is None:
        _how_to()
        return
    view, mirrored = _options()
    # Under 18 nothing is judged; the age given on another page counts here too.
    about.show()
    try:
        photo, result = _read(picture, view, mirrored)
    except PostureError as error:
        st.error(plain(tr(error.message)))
        if error.remedy:
            st.markdown(f"→ {plain(tr(error.remedy))}")
        return
    if isinstance(result, Refusal):
        _refused(photo, result)
        return
    _sides(photo, result)


def _picture_in() -> tuple[str, bytes] | None:
    """What was uploaded, taken or chosen here, else what another page handed over."""
    upload, camera = st.tabs([tr("Upload a photo"), tr("Use the camera")])
    with upload:
        left, right = st.columns(2)
        with left:
            file = st.file_uploader(
                tr("A photo from the front or the back"), type=intake.PHOTOS, key="sides_file"
            )
        with right:
            sample = _sample()
    with camera:
        st.caption(tr("Put the device on a shelf, 3 to 4 m away; somebody else may press."))
        if st.toggle(tr("Switch the camera on"), key="sides_camera_on"):
            shot = st.camera_input(tr("A photo from the front or the back"), key="sides_camera")
        else:
            shot = None
    if file is not None:
        st.session_state.pop(HANDED_OVER, None)
        return file.name, file.getvalue()
    if shot is not None:
        st.session_state.pop(HANDED_OVER, None)
        return shot.name, shot.getvalue()
    if sample is not None:
        return sample.name, sample.read_bytes()
    handed = st.session_state.get(HANDED_OVER)
    if handed is not None:
        st.info(tr("This is the photo that you gave on the other page."))
    return handed


def _sample() -> Path | None:
    """The chosen sample; None without one, or where there are none."""
    names = {"front": tr("From the front"), "back": tr("From the back")}
    samples = [SAMPLES / f"{name}.jpg" for name in names]
    samples = [path for path in samples if path.is_file()]
    if not samples:
        return None
    return st.selectbox(
        tr("Or try a sample"),
        samples,
        index=None,
        format_func=lambda path: names[path.stem],
        placeholder=tr("Choose a picture"),
        key=worded("sides_sample"),
    )


def _how_to() -> None:
    straight = tr("Chest or back straight to the camera, weight even on both feet.")
    drawing("photo_front_back", straight, width=420)
    st.info(
        tr(
            "Stand with the chest or the back straight to the camera, barefoot, knees straight, "
            "weight even on both feet, arms relaxed. Put the camera level on a shelf at hip "
            "height, 3 to 4 metres away, with head and feet and, if you can, a door frame in the "
            "picture: without anything upright to go by, the camera's own tilt limits every number."
        )
    )


def _options() -> tuple[FrontalSide | None, bool]:
    """What the reader knows better than the program."""
    names = {_AUTO: tr("Find out"), _FRONT: tr("From the front"), _BACK: tr("From the back")}
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            tr("The photo shows the person"),
            list(names),
            format_func=lambda key: names[key],
            key=worded("sides_view"),
        )
    with right:
        mirrored = st.toggle(
            tr("The photo is a mirror image"),
            help=tr("Many selfies are: writing in the picture then reads backwards."),
            key="sides_mirrored",
        )
    view: FrontalSide | None = None
    if chosen == _FRONT:
        view = "front"
    elif chosen == _BACK:
        view = "back"
    return view, mirrored


def _read(
    picture: tuple[str, bytes], view: FrontalSide | None, mirrored: bool
) -> tuple[Photo, FrontalAnalysis | Refusal]:
    """Read once per picture and option; later runs of the page take what is there."""
    name, data = picture
    key = (hashlib.sha256(data).hexdigest(), name, view, mirrored)
    kept = st.session_state.get("sides_read")
    if kept is not None and kept[0] == key:
        return kept[1], frontal.retold(kept[2], about.said())
    with st.spinner(tr("Looking at the photo …")):
        photo = load(data, name=name)
        result = frontal.analyze_frontal_photo(
            photo, Options(subject=about.said(), view=view, mirrored=mirrored)
        )
    st.session_state["sides_read"] = (key, photo, result)
    return photo, result


def _refused(photo: Photo, refusal: Refusal) -> None:
    st.warning(tr("Left and right cannot be compared in this photo. A new one will do:"))
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.image(photo.pixels, width="stretch", alt=tr("The photo that was given."))  # pyright: ignore[reportCallIssue]
        st.caption(plain(photo.name))
    with right:
        for reason in refusal.reasons:
            with st.container(border=True):
                st.markdown(plain(tr(reason.text)))
                st.markdown(f"→ **{plain(tr(reason.remedy))}**")


def _sides(photo: Photo, sides: FrontalAnalysis) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        _annotated(photo, sides)
    with right:
        st.header(tr("Findings, strongest first"))
        for notice in sides.body.notices:
            st.caption(f"{plain(tr(notice.text))} {plain(tr(notice.remedy))}".strip())
        for finding in sides.assessment.findings:
            with st.container(border=True):
                _finding(finding, sides)
    st.header(tr("What left and right may go with"))
    st.caption(tr("Hypotheses to test, not results: a photo cannot measure muscles."))
    for item in sides.assessment.differences:
        with st.container(border=True):
            _difference(item)
    st.caption(plain(tr(sides.assessment.footer)))


def _annotated(photo: Photo, sides: FrontalAnalysis) -> None:
    key = (language(), sides.photo, sides.body.view, sides.body.seen.mirrored)
    kept = st.session_state.get("sides_drawn")
    if kept is None or kept[0] != key:
        kept = st.session_state["sides_drawn"] = (key, _drawn(photo, sides))
    seen = tr("From the front") if sides.body.view == "front" else tr("From the back")
    shown = tr("The photo with a level line for each of head, shoulders and pelvis.")
    st.image(kept[1], width="stretch", alt=shown)  # pyright: ignore[reportCallIssue]
    st.caption(f"{plain(sides.photo.name)} · {seen}")
    st.download_button(
        tr("Save this picture"), kept[1], "levels.png", "image/png", on_click="ignore"
    )


def _drawn(photo: Photo, sides: FrontalAnalysis) -> bytes:
    out = BytesIO()
    Image.fromarray(draw_frontal(photo, sides)).save(out, "PNG")
    return out.getvalue()


def _finding(finding: Finding, sides: FrontalAnalysis) -> None:
    measurement = sides.measurements[finding.measurement]
    tier = plain(begin(tier_words(finding, measurement)))
    st.markdown(
        f"### {plain(title(finding.measurement))}: {heading_number(measurement)} "
        f":{TIER_COLOURS[finding.tier]}-badge[{tier}]"
    )
    st.markdown(plain(tr(finding.text)))
    st.caption(plain(tr(finding.evidence)))
    if finding.settle:
        with st.expander(tr("What would settle it")):
            st.markdown("\n".join(f"- {plain(tr(hint))}" for hint in finding.settle))


def _difference(item: LevelDifference) -> None:
    st.markdown(f"### {plain(tr(item.title))}")
    st.markdown(f"**{begin(STANDINGS[item.standing])}.** {plain(tr(item.summary))}")
    if item.standing == "not_suggested":
        return
    high, low = st.columns(2)
    high.markdown(f"{_side(item, higher=True)}:\n" + _listed(item.high_side))
    low.markdown(f"{_side(item, higher=False)}:\n" + _listed(item.low_side))
    following = tr("What to look at next:")
    st.markdown(f"**{following}**\n" + _listed(item.look_next))
    with st.expander(tr("How it arises, and what speaks for and against")):
        st.markdown(plain(tr(item.arises)))
        st.markdown(plain(tr(item.notice)))
        st.markdown(_listed(item.evidence_for, tr("For: ")))
        st.markdown(_listed(item.evidence_against, tr("Against: ")))


def _side(item: LevelDifference, *, higher: bool) -> str:
    """Heading of one list; names the side where the photo shows which one is higher."""
    if item.higher == "none":
        return tr("Often named on a higher side") if higher else tr("Often named on a lower side")
    right = (item.higher == "right") == higher
    if higher:
        return tr("Often named on the higher side, here the {side}").format(side=_name(right))
    return tr("Often named on the lower side, here the {side}").format(side=_name(right))


def _name(right: bool) -> str:
    return tr("right") if right else tr("left")


def _listed(lines: tuple[str, ...], lead: str = "") -> str:
    return "\n" + "\n".join(f"- {lead}{plain(tr(line))}" for line in lines)
