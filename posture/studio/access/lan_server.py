"""The server of the local network as a process of its own: started, found and ended.

It outlives the app that started it. Where it is noted lies beside the database, so that every page
finds it, also one that was started by the command line.
"""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.error import HTTPError

from pydantic import TypeAdapter, ValidationError

from posture.errors import AccessError
from posture.files.durable import for_the_owner_alone, write_durably
from posture.i18n.language import VARIABLE, language, tr
from posture.studio.access.direct import direct_opener
from posture.studio.access.serving import PORT, authority_file

if TYPE_CHECKING:
    from pathlib import Path

NAME, LOG = "lan-server.json", "lan-server.log"
_START_S, _END_S, _ANSWER_S = 90.0, 20.0, 2.0
_ASKED_EVERY_S = 0.2
_PORTS = range(PORT + 1, PORT + 50)
"""The first one is left to the app of this computer."""

_UNKNOWN_SIGN_IN = 401
_STARTED: list[subprocess.Popen[bytes]] = []
"""Children of this process, so that an ended one does not stay as a zombie."""


@dataclass(frozen=True, slots=True)
class LanServer:
    """A server of the local network.

    Attributes
    ----------
    pid : int
    url : str
        What to type on a tablet.
    fingerprint : str
        SHA-256 of the authority that a tablet has to trust; empty for somebody else's certificate.
    """

    pid: int
    url: str
    fingerprint: str


_FILE = TypeAdapter(LanServer)


def note(home: Path, server: LanServer) -> None:
    """Keep where a server is found; the server itself does it once it has its port."""
    write_durably(home / NAME, _FILE.dump_json(server))


def find(home: Path) -> LanServer | None:
    """The server that answers now; None where there is none."""
    try:
        noted = _FILE.validate_json((home / NAME).read_bytes())
    except (OSError, ValidationError):
        return None
    return noted if _answers(home, noted) else None


def start(home: Path, address: str = "") -> LanServer:
    """Start a server and wait until it answers.

    Parameters
    ----------
    home : Path
        The studio's folder.
    address : str, optional
        To listen at; all of the network where none is given.

    Raises
    ------
    AccessError
        It ended, or does not answer; its own words are in the file :data:`LOG`.
    """
    found = find(home)
    if found is not None:
        return found
    (home / NAME).unlink(missing_ok=True)
    variables = {**os.environ, VARIABLE: language(), "PYTHONIOENCODING": ":replace"}
    command = [sys.executable, "-m", "posture.ui.serve", "--lan", f"--port={_free_port()}"]
    command += [f"--address={address}"] if address else []
    with open(home / LOG, "wb", opener=for_the_owner_alone) as log:
        running = subprocess.Popen(
            command, env=variables, stdout=log, stderr=log, start_new_session=True
        )
    _STARTED.append(running)
    until = time.monotonic() + _START_S
    while time.monotonic() < until and running.poll() is None:
        found = find(home)
        if found is not None:
            return found
        time.sleep(_ASKED_EVERY_S)
    running.kill()
    running.wait()
    raise AccessError(
        tr("The local network cannot be served."),
        tr("What went wrong stands in {path}.").format(path=home / LOG),
    )


def stop(home: Path) -> None:
    """End the server, if there is one, and wait until it does not answer any more.

    Raises
    ------
    AccessError
        It belongs to somebody else on this computer.
    """
    found = find(home)
    if found is not None:
        try:
            os.kill(found.pid, signal.SIGTERM)
        except OSError as error:
            raise AccessError(
                tr("The server cannot be ended: {reason}").format(reason=error.strerror),
                tr("End it where it was started."),
            ) from error
        if found.pid == os.getpid():
            # This very process, which goes on until the signal is handled.
            return
        _wait_for_end(home, found)
    (home / NAME).unlink(missing_ok=True)


def _wait_for_end(home: Path, server: LanServer) -> None:
    until = time.monotonic() + _END_S
    while _answers(home, server) and time.monotonic() < until:
        time.sleep(_ASKED_EVERY_S)
    for child in [one for one in _STARTED if one.pid == server.pid]:
        try:
            child.wait(_END_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        _STARTED.remove(child)


def _answers(home: Path, server: LanServer) -> bool:
    """Whether it is this studio's gate that answers: only it has a certificate of its authority."""
    context = ssl.create_default_context()
    if server.fingerprint:
        try:
            context.load_verify_locations(authority_file(home))
        except OSError:
            return False
    else:
        # Of somebody else's certificate it is not known here who vouches for it.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    try:
        with direct_opener(context).open(f"{server.url}/session", timeout=_ANSWER_S):
            return False
    except HTTPError as error:
        with error:
            return error.code == _UNKNOWN_SIGN_IN
    except OSError:
        return False


def _free_port() -> int:
    for port in _PORTS:
        with socket.socket() as tried:
            try:
                tried.bind(("0.0.0.0", port))
            except OSError:
                continue
            return port
    raise AccessError(tr("No port is free for the local network."), tr("Close other servers."))
