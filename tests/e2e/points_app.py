"""The page "Adjust points" with a sample already analysed; run by Streamlit in the browser test."""

from pathlib import Path

import streamlit as st

from posture.analysis.pipeline import analyze_photo
from posture.analysis.types import Analysis
from posture.photo.load import load
from posture.ui.points.page import page
from posture.ui.shared import state

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "standing_tall.jpg"

st.set_page_config(layout="wide")
if state.current_photo() is None:
    photo = load(SAMPLE)
    analysis = analyze_photo(photo)
    assert isinstance(analysis, Analysis)
    state.set_current_photo(state.CurrentPhoto("sample", SAMPLE.read_bytes(), photo, analysis))
page()
