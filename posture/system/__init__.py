"""What every room may ask of the process: work on another core, and quiet on its error output."""
