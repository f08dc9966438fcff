"""``posture health``: whether a running app answers, for whoever watches over a server."""

from __future__ import annotations

import os
import ssl
import sys
from http.client import HTTPException
from urllib.parse import urlsplit

import typer

from posture.cli.exits import FAILED
from posture.cli.logged import speaks
from posture.errors import InputError
from posture.i18n.language import tr
from posture.studio.access.direct import direct_opener
from posture.studio.store.settings import default_settings

PATH = "/_stcore/health"
PORT = 8501
SECONDS = 5.0
_LARGEST = 100


def run(address: str | None) -> int:
    """Ask and say what was found.

    Parameters
    ----------
    address : str or None
        Of the app; None is this computer, with or without TLS.

    Returns
    -------
    int
        0 where it answers, else 1.

    Raises
    ------
    InputError
        The address is none of a web page.
    """
    asked = _addresses() if address is None else (_checked(address),)
    for one in asked:
        if is_well(one):
            typer.echo(tr("The app at {address} answers.").format(address=one))
            return 0
    if speaks():
        said = tr("No app answers at {addresses}.").format(addresses=", ".join(asked))
        print(f"posture: {said}", file=sys.stderr)
    return FAILED


def is_well(address: str) -> bool:
    """Whether an app answers, without a proxy; its certificate has to be one that is trusted.

    The authority of this computer's own studio is trusted too.
    """
    trusted = ssl.create_default_context()
    authority = default_settings().home / "certificate" / "authority.pem"
    if authority.is_file():
        trusted.load_verify_locations(cafile=authority)
    try:
        with direct_opener(trusted).open(f"{address}{PATH}", timeout=SECONDS) as answer:
            return answer.status == 200 and answer.read(_LARGEST) == b"ok"
    except (OSError, HTTPException, ValueError):
        return False


def _addresses() -> tuple[str, ...]:
    port = os.environ.get("STREAMLIT_SERVER_PORT", "") or str(PORT)
    return (f"http://localhost:{port}", f"https://localhost:{port}")


def _checked(address: str) -> str:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise InputError(
            tr('"{given}" is no address of an app.').format(given=address),
            remedy=tr("Give one such as http://localhost:8501."),
        )
    return address.rstrip("/")
