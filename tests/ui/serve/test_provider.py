"""Coming back from an identity provider: a signed, fresh, verified address, taken once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from posture.ui.serve import provider
from posture.ui.serve.provider import StreamlitLogin, streamlit_login

SECRET = "a long random text of the studio"
AUTH = f"""
[auth]
redirect_uri = "https://studio.example:8501/oauth2callback"
cookie_secret = "{SECRET}"
[auth.example]
client_id = "id"
client_secret = "secret"
server_metadata_url = "https://login.example/.well-known/openid-configuration"
[auth.incomplete]
client_id = "id"
"""


@pytest.fixture(autouse=True)
def _secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    file = tmp_path / "secrets.toml"
    file.write_text(AUTH)
    monkeypatch.setattr("streamlit.config.get_option", _option(str(file)))
    secrets_singleton._reset()
    assert secrets_singleton.load_if_toml_exists()
    yield
    secrets_singleton._reset()


def _option(file: str) -> Callable[[str], Any]:
    from streamlit import config

    known = config.get_option

    def option(name: str) -> Any:
        return [file] if name == "secrets.files" else known(name)

    return option


def cookies(secret: str = SECRET, **told: object) -> dict[str, str]:
    """What Streamlit leaves in a browser that comes back."""
    user = {"email": "anna@studio.example", "email_verified": True, "nonce": "1", **told}
    signed = create_signed_value(secret, "_streamlit_user", json.dumps(user))
    return {"_streamlit_user": signed.decode(), "_streamlit_user_tokens": "x", "other": "y"}


@pytest.fixture
def login() -> StreamlitLogin:
    return StreamlitLogin(("example",))


def test_a_verified_address_is_taken_once(login: StreamlitLogin):
    told = cookies()
    assert login.returned(told)
    assert login.email(told) == "anna@studio.example"
    assert login.email(told) is None
    assert login.email(cookies(nonce="2")) == "anna@studio.example"
    assert set(login.spent(told)) == {"_streamlit_user", "_streamlit_user_tokens"}


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_verified_is_nobodys(login: StreamlitLogin, verified: object):
    assert login.email(cookies(email_verified=verified)) is None


def test_what_somebody_else_has_signed_is_nothing(login: StreamlitLogin):
    assert login.email(cookies("another secret, long enough")) is None
    assert login.email({"_streamlit_user": "made up"}) is None
    assert login.email({}) is None


def test_an_old_return_is_nothing(login: StreamlitLogin, monkeypatch: pytest.MonkeyPatch):
    told = cookies()
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + provider._FRESH_S + 2)
    assert login.email(told) is None


def test_only_providers_that_are_set_up_completely_are_offered(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("importlib.util.find_spec", {"httpx": True}.get)
    found = streamlit_login()
    assert found is not None
    assert found.names == ("example",)
    assert found.start("incomplete") is None
    path = found.start("example")
    assert path is not None
    assert path.startswith("/auth/login?provider=")


def test_without_what_speaks_with_a_provider_none_is_offered(monkeypatch: pytest.MonkeyPatch):
    nothing: dict[str, bool] = {}
    monkeypatch.setattr("importlib.util.find_spec", nothing.get)
    assert streamlit_login() is None
