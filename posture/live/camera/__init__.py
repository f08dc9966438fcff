"""Where frames come from: cameras, video files and browsers."""
