"""The page "Check a photo": a picture in; findings, questions and a plan out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import streamlit as st

from posture import pipeline
from posture.assess.assessment import Subject
from posture.body.body import Refusal
from posture.errors import PostureError
from posture.options import AGE, HEIGHT_CM
from posture.photo.load import load
from posture.present.overlay import draw
from posture.present.style import Layers
from posture.ui import cards, questions
from posture.ui.downloads import show as show_downloads
from posture.ui.text import plain

if TYPE_CHECKING:
    from posture.analysis import Analysis
    from posture.photo.photo import Photo

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
"""Present in a checkout; an installed package has none."""

TYPES = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp", "heic", "heif", "avif"]

LAYERS = {
    "points": "Points",
    "angles": "Angles",
    "plumb": "Plumb line",
    "profile": "Back profile",
    "grid": "Grid",
}
SHOWN_AT_FIRST = ["points", "angles", "plumb", "profile"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture as it came in."""

    name: str
    data: bytes

    @property
    def token(self) -> str:
        """Short name of this very picture; widgets of another picture never share their state."""
        return hashlib.sha256(self.data).hexdigest()[:12]


def page() -> None:
    """Draw the page from top to bottom."""
    st.title("Check a photo")
    st.caption(
        "One photo from the side in, an honest reading out: every number comes with its error. "
        "The photo stays on this machine."
    )
    subject = _subject()
    upload = _upload()
    if upload is None:
        _how_to()
        return
    try:
        photo, result = _analysed(upload, subject)
    except PostureError as error:
        st.error(plain(error.message))
        if error.remedy:
            st.markdown(f"→ {plain(error.remedy)}")
        return
    if isinstance(result, Refusal):
        _refused(result)
        return
    # Answers live in the widgets further down; their state is known before they are drawn.
    analysis = pipeline.answer(result, questions.collect(result, upload.token))
    _analysis(photo, analysis, upload.token)


def _subject() -> Subject:
    with st.sidebar:
        st.subheader("About the person")
        st.caption("All of it is optional; it sharpens what is typical.")
        age = st.number_input("Age, years", *AGE, value=None, step=1.0, format="%g")
        sex: Literal["female", "male"] | None = st.radio(
            "Sex", ["female", "male"], index=None, horizontal=True, format_func=str.capitalize
        )
        height = st.number_input("Stature, cm", *HEIGHT_CM, value=None, step=1.0, format="%g")
    return Subject(age=age, sex=sex, height_cm=height)


def _upload() -> Upload | None:
    """The uploaded picture, else the chosen sample, else nothing."""
    left, right = st.columns(2)
    with left:
        file = st.file_uploader("A photo from the side, head to feet", type=TYPES)
    samples = sorted(SAMPLES.glob("*.jpg"))
    sample = None
    if samples:
        with right:
            sample = st.selectbox(
                "Or try a sample",
                samples,
                index=None,
                format_func=lambda path: path.stem.replace("_", " ").capitalize(),
                placeholder="Choose a picture",
            )
    if file is not None:
        return Upload(file.name, file.getvalue())
    if sample is not None:
        return Upload(sample.name, sample.read_bytes())
    return None


def _how_to() -> None:
    st.info(
        "Stand side-on, barefoot, arms relaxed and a little forward so that the back is free, in a "
        "tight top or none. Put the camera upright at hip height, 3 to 4 metres away, with head "
        "and feet in the picture."
    )


def _analysed(upload: Upload, subject: Subject) -> tuple[Photo, Analysis | Refusal]:
    """Analyse once per picture and subject; later runs of the page take what is there."""
    key = (upload.token, upload.name, subject)
    kept = st.session_state.get("analysed")
    if kept is not None and kept[0] == key:
        return kept[1], kept[2]
    with st.spinner("Looking at the photo …"):
        photo = load(upload.data, name=upload.name)
        result = pipeline.analyze_photo(photo, subject=subject)
    st.session_state["analysed"] = (key, photo, result)
    return photo, result


def _refused(refusal: Refusal) -> None:
    st.warning("This photo cannot be analysed. A new one will do:")
    for reason in refusal.reasons:
        with st.container(border=True):
            st.markdown(plain(reason.text))
            st.markdown(f"→ **{plain(reason.remedy)}**")


def _analysis(photo: Photo, analysis: Analysis, token: str) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        _picture(photo, analysis)
    with right:
        st.subheader("Findings, strongest first")
        cards.notices(analysis.body.notices)
        cards.findings(analysis)
    st.subheader("Muscle pairs that these findings may point to")
    st.caption("Hypotheses to test, not results: a photo cannot measure muscles.")
    cards.pattern(analysis.assessment.pattern)
    for imbalance in analysis.assessment.imbalances:
        cards.imbalance(imbalance, token)
    questions.goal(analysis.assessment.imbalances, token)
    questions.screening(analysis.assessment.plan, token)
    cards.plan(analysis.assessment.plan)
    st.subheader("Take it with you")
    show_downloads(photo, analysis)


def _picture(photo: Photo, analysis: Analysis) -> None:
    chosen = st.pills(
        "Show",
        list(LAYERS),
        selection_mode="multi",
        default=SHOWN_AT_FIRST,
        format_func=lambda name: LAYERS[name],
        key="layers",
    )
    original = st.toggle("Colours as they are", key="original")
    layers = Layers(original=original, **{name: name in chosen for name in LAYERS})
    # Answers run the page anew and change no mark, and drawing costs a third of a second.
    key = (analysis.photo, analysis.body.placed, analysis.subject, layers)
    kept = st.session_state.get("drawn")
    if kept is None or kept[0] != key:
        kept = st.session_state["drawn"] = (key, draw(photo, analysis, layers=layers))
    st.image(kept[1], width="stretch")
    st.caption(f"{plain(analysis.photo.name)}, facing {analysis.body.facing}")
