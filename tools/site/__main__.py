"""``python -m tools.site FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.site.build import SiteError, build

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    try:
        build(folder)
    except SiteError as error:
        sys.exit(str(error))
    print(folder / "index.html")
