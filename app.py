"""Streamlit entry: ``streamlit run app.py``."""

from posture.ui.main import main

main()
