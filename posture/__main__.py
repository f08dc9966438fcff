"""The command line as ``python -m posture``, where the folder of scripts is not on the path."""

from posture.cli.main import main

if __name__ == "__main__":
    main()
