"""Frames with time stamps in; guidance, captures and a result out. Knows nothing of Streamlit."""
