"""The app as an ASGI application whose files and uploads belong to logins."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.starlette import App
from streamlit.web.bootstrap import load_config_options
from streamlit.web.cache_storage_manager_config import create_default_cache_storage_manager

from posture.studio.access.web.settings import HEADER
from posture.ui.serve.media import ENDPOINT, LoginMedia, keep_login_of_downloads
from posture.ui.serve.served import LOGIN

if TYPE_CHECKING:
    from posture.studio.access.serving import Serving

SCRIPT = Path(__file__).resolve().parents[1] / "main.py"
UPLOADS = "/_stcore/upload_file"
HEALTH = "/_stcore/health"
"""Says "ok" to whoever watches over the server, and no more."""

_CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
"""What tells of the whole server."""

_UPLOAD = re.compile(rf"{UPLOADS}/([^/]+)/[^/]+")


def build_app(serving: Serving) -> App:
    """The app, told what Streamlit would read from its own command line."""
    app = StudioApp(SCRIPT)
    options: dict[str, Any] = {
        # A page that reconnects gets its state back only with the same login.
        "server_trustedUserHeaders": json.dumps({HEADER: LOGIN}),
        "server_fileWatcherType": "none",
        "server_headless": True,
        "server_port": serving.port,
    }
    used = serving.certificate
    if used is not None:
        # Of which only its cookies take notice: for TLS alone.
        options |= {"server_sslCertFile": str(used.chain), "server_sslKeyFile": str(used.key)}
    # After the app, which says where its settings lie.
    load_config_options(options)
    return app


class StudioApp(App):
    """Streamlit's application with a store of files that knows logins."""

    def _create_runtime(self) -> Runtime:
        runtime = Runtime(
            RuntimeConfig(
                script_path=str(SCRIPT),
                media_file_storage=LoginMedia(),
                uploaded_file_manager=MemoryUploadedFileManager(UPLOADS),
                cache_storage_manager=create_default_cache_storage_manager(),
                session_storage=MemorySessionStorage(
                    ttl_seconds=config.get_option("server.disconnectedSessionTTL")
                ),
            )
        )
        keep_login_of_downloads(runtime.media_file_mgr)
        return runtime


class StreamlitPolicy:
    """What of Streamlit's server a login may have."""

    public_paths = frozenset({HEALTH})

    def may_have(self, path: str, login_id: str) -> bool:
        """Its own files and uploads; nothing that tells of others."""
        if path.startswith(f"{ENDPOINT}/"):
            return path.startswith(f"{ENDPOINT}/{login_id}-")
        if path.startswith(f"{UPLOADS}/"):
            upload = _UPLOAD.fullmatch(path)
            return upload is not None and _login_of(upload[1]) == login_id
        return not path.startswith(_CLOSED)

    def is_use(self, message: bytes) -> bool:
        """Whether somebody did something: parts of a page that renew themselves do not count."""
        try:
            told = BackMsg.FromString(message)
        except DecodeError:
            return False
        return told.WhichOneof("type") == "rerun_script" and not told.rerun_script.is_auto_rerun


def _login_of(session_id: str) -> str | None:
    """The login whose browser shows a page; None where there is no such page."""
    client = Runtime.instance().get_client(session_id)
    context = None if client is None else client.client_context
    return None if context is None else dict(context.headers).get(HEADER)
