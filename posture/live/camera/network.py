"""Whether live video through the browser can work here, and by which relay from elsewhere."""

from __future__ import annotations

import os
from typing import Any

import ifaddr

TURN = ("POSTURE_TURN_URL", "POSTURE_TURN_USER", "POSTURE_TURN_PASSWORD")
CAMERA = "POSTURE_CAMERA"
"""Number of the local camera, or a video file in its place."""


def has_network() -> bool:
    """Whether any interface but loopback has an address.

    WebRTC offers no loopback address (aioice), so that without one not even browser and server on
    the same machine find each other. Nothing is sent to find out.
    """
    return any(
        not str(ip.ip if isinstance(ip.ip, str) else ip.ip[0]).startswith(("127.", "::1"))
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    )


def ice_servers() -> list[dict[str, Any]]:
    """Servers that help browser and server to meet.

    Returns
    -------
    list of dict
        Empty by default, so that no outside server hears of the run; a TURN relay where
        ``POSTURE_TURN_URL`` names one, with ``POSTURE_TURN_USER`` and ``POSTURE_TURN_PASSWORD``.
    """
    url, user, password = (os.environ.get(name, "").strip() for name in TURN)
    if not url:
        return []
    server: dict[str, Any] = {"urls": [url]}
    if user:
        server |= {"username": user, "credential": password}
    return [server]


def camera_name() -> str:
    """Which camera of this machine is used: ``POSTURE_CAMERA``, else the first."""
    return os.environ.get(CAMERA, "").strip() or "0"
