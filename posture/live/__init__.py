"""Frames with time stamps in, pictures worth analysing out."""
