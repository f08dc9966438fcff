"""Network settings of live video: interfaces, relay server, local camera."""

from __future__ import annotations

import os
from typing import Any

import ifaddr

TURN = ("POSTURE_TURN_URL", "POSTURE_TURN_USER", "POSTURE_TURN_PASSWORD")
CAMERA = "POSTURE_CAMERA"
"""Number of the local camera, or a video file in its place."""


def has_network() -> bool:
    """Whether any interface but loopback has an address; nothing is sent to find out.

    WebRTC (aioice) does not use loopback addresses. Without another address, not even browser and
    server on the same machine can connect.
    """
    return any(
        not str(ip.ip if isinstance(ip.ip, str) else ip.ip[0]).startswith(("127.", "::1"))
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    )


def ice_servers() -> list[dict[str, Any]]:
    """ICE servers for WebRTC.

    Returns
    -------
    list of dict
        Empty by default, so that no outside server is contacted; a TURN relay if
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
    """The camera to use: ``POSTURE_CAMERA``, else the first of this machine."""
    return os.environ.get(CAMERA, "").strip() or "0"
