"""Write the golden numbers anew: ``python -m tests.golden [set ...]``.

Only where numbers are meant to change, and then the commit says which and why.
"""

from __future__ import annotations

import json
import sys

from tests.golden import store
from tests.golden.cases import BESIDE, QUICK, fingerprint


def main(wanted: list[str]) -> None:
    """Write the named sets, or all whose pictures are on this machine."""
    store.FOLDER.mkdir(exist_ok=True)
    store.DETECTOR.write_text(json.dumps({"standing_tall.jpg": fingerprint()}, indent=1) + "\n")
    for name, cases in (QUICK | BESIDE).items():
        if wanted and name not in wanted:
            continue
        if not cases:
            print(f"{name}: no pictures beside the checkout, left as it is")
            continue
        store.save(name, {picture: store.plain(case()) for picture, case in cases.items()})
        print(f"{name}: {len(cases)} cases, {store.path(name).stat().st_size // 1024} kB")


main(sys.argv[1:])
