"""The page "Check" with a frontal photo: how level head, shoulders and pelvis are in it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import frontal
from posture.analysis.options import Options
from posture.body.frontal.gate import SIDE_ON
from posture.body.remarks import Refusal
from posture.errors import PostureError
from posture.i18n.language import language, tr
from posture.photo.load import load
from posture.present.encode import encode_png
from posture.present.frontal_wording import frontal_headline
from posture.present.overlay.frontal import draw_frontal
from posture.present.scale import SCALE_KEY, find_scale
from posture.present.wording import NO_PAIR, STANDINGS
from posture.ui.check.findings import show_meaning, show_notices, show_on_scale
from posture.ui.check.photo.uploads import (
    Upload,
    clear_queue,
    queue_uploads,
    queued_uploads,
    show_upload,
)
from posture.ui.check.questions.subject import entered_subject, show_subject
from posture.ui.check.start_over import show_another_photo
from posture.ui.check.verdict import focus_result
from posture.ui.check.view import FRONTAL_UPLOAD, choose_view, show_view_choice
from posture.ui.frontal_level import show_level, stated_vertical
from posture.ui.frontal_session import (
    AUTO,
    MIRRORED,
    VIEW,
    Settings,
    last_read,
    remember_read,
)
from posture.ui.serve.guard import show_where_photos_go
from posture.ui.shared import theme
from posture.ui.shared.images import show_drawing
from posture.ui.shared.language_choice import key_in_language
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.analysis.frontal import FrontalAnalysis
    from posture.assess.frontal import LevelDifference
    from posture.body.frontal.view import FrontalSide
    from posture.photo.photo import Photo

_FRONT, _BACK = "front", "back"


def page() -> None:
    """Draw the page from top to bottom."""
    theme.apply_style()
    picture = _picture_in()
    show_view_choice()
    if picture is None:
        _start()
        return
    show_another_photo()
    view, mirrored = _settings()
    try:
        photo, result = _read(picture, view, mirrored)
    except PostureError as error:
        st.error(escape(tr(error.message)))
        if error.remedy:
            st.markdown(f"→ {escape(tr(error.remedy))}")
        return
    if isinstance(result, Refusal):
        _refused(photo, result, Upload(*picture))
        _show_settings()
    else:
        _result(photo, result)
    # Under 18 nothing is judged; the age given for a side photo counts here too.
    show_subject()


def _picture_in() -> tuple[str, bytes] | None:
    """The photo that was given last."""
    for upload in queued_uploads()[:1]:
        st.session_state[FRONTAL_UPLOAD] = (upload.name, upload.data)
    clear_queue()
    return st.session_state.get(FRONTAL_UPLOAD)


def _start() -> None:
    """Draw the page before the first photo."""
    st.title(tr("How do you stand?"))
    st.markdown(
        tr(
            "One photo from the front or the back: how level are head, shoulders and pelvis, and "
            "with which errors? The photo stays on this computer. For a reload it is kept there "
            "for up to a day; *Another photo* deletes it."
        )
    )
    show_where_photos_go()
    show_upload("front")
    show_subject()
    with st.expander(
        tr("How to take the photo"), expanded=True, icon=":material/photo_camera:", key="how_to"
    ):
        _how_to()


def _how_to() -> None:
    straight = tr("Chest or back straight to the camera, weight even on both feet.")
    show_drawing("photo_front_back", straight, width=420)
    st.markdown(
        tr(
            "Barefoot, knees straight, weight even on both feet, arms relaxed. The camera stands "
            "level at hip height, 3 to 4 metres away. A door frame in the picture shows the tilt "
            "of the camera, which otherwise limits the accuracy."
        )
    )


def _settings() -> tuple[FrontalSide | None, bool]:
    """The view (None to find out) and whether the photo is mirrored.

    The widgets are drawn below the picture, but their state is known already.
    """
    chosen = st.session_state.get(key_in_language(VIEW))
    view: FrontalSide | None = None
    if chosen == _FRONT:
        view = "front"
    elif chosen == _BACK:
        view = "back"
    return view, bool(st.session_state.get(MIRRORED))


def _show_settings() -> None:
    """Draw the choice of the view and of a mirror image."""
    names = {AUTO: tr("Find out"), _FRONT: tr("From the front"), _BACK: tr("From the back")}
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        st.selectbox(
            tr("The photo shows the person"),
            list(names),
            format_func=lambda key: names[key],
            key=key_in_language(VIEW),
            persist_state="session",
        )
    with right:
        st.toggle(
            tr("The photo is a mirror image"),
            help=tr("Many selfies are: writing in the picture then reads backwards."),
            key=MIRRORED,
            persist_state="session",
        )


def _read(
    picture: tuple[str, bytes], view: FrontalSide | None, mirrored: bool
) -> tuple[Photo, FrontalAnalysis | Refusal]:
    """Analyse the photo; cached between runs of the page."""
    name, data = picture
    sha256 = hashlib.sha256(data).hexdigest()
    vertical = stated_vertical(sha256)
    settings = Settings(sha256, name, view, mirrored, vertical)
    kept = last_read()
    if kept is not None and kept[0] == settings:
        return kept[1], frontal.reassessed(kept[2], entered_subject())
    with st.spinner(tr("Analysing the photo …")):
        photo = load(data, name=name)
        options = Options(subject=entered_subject(), view=view, mirrored=mirrored)
        if vertical is not None:
            options = replace(options, roll_deg=vertical.roll_deg, roll_sd_deg=vertical.sd_deg)
        result = frontal.analyze_frontal_photo(photo, options)
    remember_read(settings, photo, result)
    return photo, result


def _refused(photo: Photo, refusal: Refusal, upload: Upload) -> None:
    st.warning(tr("Left and right cannot be compared in this photo. Take a new one:"))
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.image(photo.pixels, width="stretch", alt=tr("The photo that was given."))  # pyright: ignore[reportCallIssue]
        st.caption(escape(photo.name))
    with right:
        for reason in refusal.reasons:
            with st.container(border=True):
                st.markdown(escape(tr(reason.text)))
                st.markdown(f"→ **{escape(tr(reason.remedy))}**")
        if any(reason.code == SIDE_ON for reason in refusal.reasons):
            st.button(
                tr("Look at it as a side photo instead"),
                type="primary",
                on_click=_show_side_photo,
                args=(upload,),
            )


def _show_side_photo(upload: Upload) -> None:
    del st.session_state[FRONTAL_UPLOAD]
    queue_uploads((upload,))
    choose_view("side")


def _result(photo: Photo, result: FrontalAnalysis) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        _annotated(photo, result)
    with right, st.container(key="verdict"):
        st.title(escape(frontal_headline(result.assessment)), anchor="result")
        st.header(tr("Findings, strongest first"))
        for finding in result.assessment.findings:
            measured = result.measurements[finding.measurement]
            with st.container(border=True):
                show_on_scale(finding, measured)
                with st.expander(tr("What it means")):
                    show_meaning(finding)
                    if find_scale(finding, measured):
                        st.caption(escape(tr(SCALE_KEY)))
    focus_result(photo.sha256)
    show_notices(result.body.notices)
    _show_settings()
    show_level(photo, result.body.roll)
    _differences(result.assessment.differences, result.assessment.footer)


def _differences(found: Sequence[LevelDifference], footer: str) -> None:
    """Draw what differences may be related to, what the photo suggests first; all folded."""
    if any(one.standing == "suggested" for one in found):
        caution = tr("Hypotheses to test, not results: a photo cannot measure muscles.")
    else:
        caution = tr(NO_PAIR)
    with st.expander(tr("What differences may be related to")):
        st.markdown(caution)
        for standing in ("suggested", "cannot_tell"):
            for item in found:
                if item.standing == standing:
                    with st.container(border=True):
                        st.markdown(f"**{escape(tr(item.title))}** · {escape(STANDINGS[standing])}")
                        _difference(item)
                        _evidence(item)
        st.caption(escape(tr(footer)))


def _annotated(photo: Photo, result: FrontalAnalysis) -> None:
    key = (language(), result.photo, result.body.view, result.body.seen.mirrored, result.body.roll)
    kept = st.session_state.get("frontal_drawn")
    if kept is None or kept[0] != key:
        kept = st.session_state["frontal_drawn"] = (key, frontal_png(photo, result))
    seen = tr("From the front") if result.body.view == "front" else tr("From the back")
    shown = tr("The photo with a level line for each of head, shoulders and pelvis.")
    with st.container(key="frontal_picture"):
        st.image(kept[1], width="stretch", alt=shown)  # pyright: ignore[reportCallIssue]
    st.caption(f"{escape(result.photo.name)} · {seen}")
    st.download_button(
        tr("Save this picture"), kept[1], "frontal.png", "image/png", on_click="ignore"
    )


def frontal_png(photo: Photo, result: FrontalAnalysis) -> bytes:
    """The photo with its level lines, as PNG."""
    return encode_png(draw_frontal(photo, result))


def _difference(item: LevelDifference) -> None:
    """Draw what the photo shows, what is often named on either side, and what to look at next."""
    st.markdown(escape(tr(item.summary)))
    high, low = st.columns(2)
    high.markdown(f"{_side(item, higher=True)}:\n" + _listed(item.high_side))
    low.markdown(f"{_side(item, higher=False)}:\n" + _listed(item.low_side))
    following = tr("What to look at next:")
    st.markdown(f"**{following}**\n" + _listed(item.look_next))


def _evidence(item: LevelDifference) -> None:
    st.markdown(escape(tr(item.arises)))
    st.markdown(escape(tr(item.notice)))
    st.markdown(_listed(item.evidence_for, tr("For: ")))
    st.markdown(_listed(item.evidence_against, tr("Against: ")))


def _side(item: LevelDifference, *, higher: bool) -> str:
    """Heading of one list; names the side if the photo shows which one is higher."""
    if item.higher == "none":
        return tr("Often named on a higher side") if higher else tr("Often named on a lower side")
    right = (item.higher == "right") == higher
    if higher:
        return tr("Often named on the higher side, here the {side}").format(side=_name(right))
    return tr("Often named on the lower side, here the {side}").format(side=_name(right))


def _name(right: bool) -> str:
    return tr("right") if right else tr("left")


def _listed(lines: tuple[str, ...], lead: str = "") -> str:
    return "\n" + "\n".join(f"- {lead}{escape(tr(line))}" for line in lines)
