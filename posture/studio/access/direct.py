"""Requests to a server of this computer or its network."""

from __future__ import annotations

import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl


def direct_opener(trusted: ssl.SSLContext) -> urllib.request.OpenerDirector:
    """What opens such addresses, past any proxy that the environment names.

    Parameters
    ----------
    trusted : SSLContext
        Which certificates are accepted.
    """
    return urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusted)
    )
