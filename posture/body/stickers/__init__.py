"""Stickers on the skin: find them, match them to anatomical points, apply them."""
