"""Stickers on the skin: found, matched to points, applied."""
