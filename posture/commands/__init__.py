"""What each command does; ``posture.cli`` only declares them, so that help stays quick."""
