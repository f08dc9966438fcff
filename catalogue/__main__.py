"""``make catalogue``: write the template and bring every language up to date."""

from __future__ import annotations

from catalogue.extract import template
from catalogue.files import update

if __name__ == "__main__":
    made = template()
    print(f"{len(made)} sentences")
    for language, waiting in update(made).items():
        print(f"{language}: {waiting} wait for a translation")
