"""What a single frame shows: landmarks followed over time, posture, camera level."""
