"""Signing in by OpenID Connect, through Streamlit's own login and its ``secrets.toml``.

Streamlit speaks with the provider and leaves a signed cookie. It is taken once, within minutes, for
a login of this studio, which alone says who is signed in and until when.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import time
from collections.abc import Mapping
from threading import Lock
from typing import Any

from streamlit.auth_util import (
    encode_provider_token,
    get_cookie_with_chunks,
    get_secrets_auth_section,
    get_signing_secret,
    validate_auth_credentials,
)
from streamlit.errors import StreamlitAuthError
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

_COOKIE, _TOKENS = "_streamlit_user", "_streamlit_user_tokens"
_FRESH_S = 300.0
"""Seconds within which whoever comes back from the provider has to arrive."""

_DEFAULT = "default"
_DAY_S = 86_400.0


class StreamlitLogin:
    """Identity providers as ``[auth]`` of ``secrets.toml`` names them."""

    public_paths = frozenset({"/auth/login", "/oauth2callback"})

    def __init__(self, providers: tuple[str, ...]) -> None:
        self._providers = providers
        self._taken: dict[str, float] = {}
        self._lock = Lock()

    @property
    def names(self) -> tuple[str, ...]:
        """Of the providers; the only one that has no name is OpenID Connect."""
        return tuple("OpenID Connect" if one == _DEFAULT else one for one in self._providers)

    def start(self, name: str) -> str | None:
        """Path that leads to a provider; None where there is none of this name."""
        known = dict(zip(self.names, self._providers, strict=True))
        if name not in known:
            return None
        return f"/auth/login?provider={encode_provider_token(known[name])}"

    def returned(self, cookies: Mapping[str, str]) -> bool:
        """Whether somebody comes back from a provider."""
        return _COOKIE in cookies

    def email(self, cookies: Mapping[str, str]) -> str | None:
        """The verified address of whoever has just come back; each return counts once."""
        found = _signed(cookies)
        if found is None or not self._is_first(found):
            return None
        told: dict[str, Any] = json.loads(found)
        # An address that the provider has not verified can be anybody's.
        return str(told["email"]) if told.get("email_verified") is True else None

    def spent(self, cookies: Mapping[str, str]) -> tuple[str, ...]:
        """Names of the cookies that are of no more use."""
        return tuple(one for one in cookies if one.startswith((_COOKIE, _TOKENS)))

    def _is_first(self, found: bytes) -> bool:
        mark, now = hashlib.sha256(found).hexdigest(), time.monotonic()
        with self._lock:
            self._taken = {one: until for one, until in self._taken.items() if until > now}
            first = mark not in self._taken
            self._taken[mark] = now + 2 * _FRESH_S
        return first


def streamlit_login() -> StreamlitLogin | None:
    """The identity providers that are set up; None where none can be used."""
    section = get_secrets_auth_section()
    if not section or not any(importlib.util.find_spec(name) for name in ("httpx", "httpx2")):
        return None
    named = [name for name, value in section.to_dict().items() if isinstance(value, Mapping)]
    usable = tuple(one for one in [_DEFAULT, *named] if _is_complete(one))
    return StreamlitLogin(usable) if usable else None


def _is_complete(provider: str) -> bool:
    try:
        validate_auth_credentials(provider)
    except StreamlitAuthError:
        return False
    return True


def _signed(cookies: Mapping[str, str]) -> bytes | None:
    """What Streamlit has signed; None for what is not its own, or too old."""

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        if value is None:
            return None
        secret = get_signing_secret()
        return decode_signed_value(secret, name, value.encode("latin-1"), _FRESH_S / _DAY_S)

    return get_cookie_with_chunks(one, _COOKIE)
