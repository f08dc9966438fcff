"""Takes whoever uses this machine out of a text: home folder, user name, name of the machine."""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
import re
from pathlib import Path

_LEAST = 3
"""Shorter names are words of their own everywhere."""


def scrub(text: str) -> str:
    """The text without home folder, user name and name of the machine."""
    for private, shown in _private():
        text = re.sub(rf"(?<!\w){re.escape(private)}(?!\w)", shown, text, flags=re.IGNORECASE)
    return text


def _private() -> list[tuple[str, str]]:
    """What is private and what stands in its place, the longest first."""
    names = {os.environ.get(one, "") for one in ("USER", "LOGNAME", "USERNAME", "SUDO_USER")}
    with contextlib.suppress(OSError, KeyError):
        names.add(getpass.getuser())
    names |= _of_the_account()
    homes = {str(Path.home()), os.environ.get("HOME", ""), os.environ.get("USERPROFILE", "")}
    found = [(home, "<home>") for home in homes if len(home) > _LEAST]
    found += [(name, "<user>") for name in names if len(name) >= _LEAST and name != "root"]
    found += [(host, "<host>") for host in (platform.node(),) if len(host) >= _LEAST]
    return sorted(found, key=lambda pair: len(pair[0]), reverse=True)


def _of_the_account() -> set[str]:
    """Full name of the account, whole and in parts."""
    try:
        import pwd

        told = pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0]
    except (ImportError, KeyError, AttributeError):
        return set()
    return {told, *told.split()} if told != "root" else set()
