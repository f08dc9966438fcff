"""The pinhole camera: roll, yaw, pitch and parallax, and their errors."""
