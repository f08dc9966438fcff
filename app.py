"""Streamlit entry of a checkout: ``streamlit run app.py``."""

from posture.ui.main import main

main()
