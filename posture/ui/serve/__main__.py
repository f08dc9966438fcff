"""Serve the app behind the gate until the process is ended."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from posture import __version__
from posture.errors import PostureError
from posture.i18n.language import ENGLISH, VARIABLE, tr, use_language
from posture.log.events import tell, tell_failure
from posture.log.output import is_json, start_log, take_over_libraries
from posture.studio.access import lan_server, qr
from posture.studio.access.certificate import fingerprint
from posture.studio.access.lan_server import LanServer
from posture.studio.access.logins import LoginRules
from posture.studio.access.serving import PORT, ServeOptions, listen, plan_serving, renew
from posture.studio.access.sign_in import SignIn
from posture.studio.access.web.gate import Gate
from posture.studio.access.web.settings import GateSettings
from posture.studio.store.settings import default_settings
from posture.studio.store.store import open_store
from posture.ui.serve.served import Served, announce

if TYPE_CHECKING:
    import ssl

    from starlette.types import ASGIApp

    from posture.studio.access.serving import Serving

_RENEWED_EVERY_S = 6 * 3600.0
_SHUTDOWN_S = 5


def main() -> int:
    """Serve.

    Returns
    -------
    int
        0 when stopped, 1 where it cannot be served.
    """
    start_log("serve", __version__)
    with use_language(os.environ.get(VARIABLE, ENGLISH)):
        try:
            _serve(_asked())
        except PostureError as error:
            tell_failure("program.failed", error, command="serve")
            if not is_json():
                print(f"posture: {error}", file=sys.stderr)
            return 1
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m posture.ui.serve")
    parser.add_argument("--lan", action="store_true")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--address", default="")
    parser.add_argument("--cert", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--idle-minutes", type=float, default=LoginRules().idle_s / 60)
    parser.add_argument("--longest-hours", type=float, default=LoginRules().longest_s / 3600)
    return parser.parse_args()


def _serve(asked: argparse.Namespace) -> None:
    settings = default_settings()
    rules = LoginRules(asked.idle_minutes * 60, asked.longest_hours * 3600)
    options = ServeOptions(asked.lan, asked.port, asked.address, asked.cert, asked.key)
    with open_store(settings) as store:
        sign_in = SignIn(store.database, rules)
        serving = plan_serving(options, settings.home, owner=sign_in.accounts.has_owner())
        if serving.certificate is None and not sign_in.accounts.exist():
            # The person at this machine alone, as without a server.
            _run(_app(serving), serving, settings.home, guarded=False)
            return
        announce(Served(sign_in))
        _run(_gate(sign_in, serving), serving, settings.home, guarded=True)


def _mark(serving: Serving) -> str:
    """Fingerprint of the authority that a tablet has to trust; empty without one of our own."""
    used = serving.certificate
    return "" if used is None or used.authority is None else fingerprint(used.authority)


def _app(serving: Serving) -> ASGIApp:
    from posture.ui.serve.application import build_app

    return build_app(serving)


def _gate(sign_in: SignIn, serving: Serving) -> ASGIApp:
    from posture.ui.serve.application import StreamlitPolicy
    from posture.ui.serve.provider import streamlit_login

    used = serving.certificate
    gate = GateSettings(
        secure=used is not None,
        hosts=serving.hosts,
        authority=None if used is None else used.authority,
    )
    # Streamlit's settings, which say where its secrets lie, are read with the app.
    app = _app(serving)
    return Gate(app, sign_in, gate, StreamlitPolicy(), streamlit_login())


def _run(app: ASGIApp, serving: Serving, home: Path, *, guarded: bool) -> None:
    import uvicorn

    used = serving.certificate
    config = uvicorn.Config(
        app,
        ssl_certfile=None if used is None else used.chain,
        ssl_keyfile=None if used is None else used.key,
        ws="websockets-sansio",
        ws_max_size=_largest_message(),
        # Whoever asks says nothing of where it comes from: waiting times count by address.
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=_SHUTDOWN_S,
    )
    take_over_libraries()
    with listen(serving) as opened:
        config.load()
        if used is not None:
            lan_server.note(home, LanServer(os.getpid(), serving.url, _mark(serving)))
        if config.ssl is not None:
            _keep_renewed(config.ssl, serving, home)
        _tell(serving)
        tell("server.started", lan=used is not None, tls=used is not None, accounts=guarded)
        uvicorn.Server(config).run(sockets=[opened])


def _largest_message() -> int:
    from streamlit.runtime.runtime_util import get_max_message_size_bytes

    return get_max_message_size_bytes()


def _keep_renewed(context: ssl.SSLContext, serving: Serving, home: Path) -> None:
    """Renew the certificate while the server runs; open connections keep the old one."""

    def keep() -> None:
        while not threading.Event().wait(_RENEWED_EVERY_S):
            used = serving.certificate
            if used is not None and renew(serving, home):
                context.load_cert_chain(used.chain, used.key)

    threading.Thread(target=keep, name="certificate", daemon=True).start()


def _tell(serving: Serving) -> None:
    print(tr("The app is served at {address}").format(address=serving.url), flush=True)
    used = serving.certificate
    if used is None:
        return
    print(qr.for_terminal(serving.url))
    if used.authority is not None:
        told = tr(
            "A tablet has to trust this studio once: open {address}/trust on it. Fingerprint of "
            "the certificate (SHA-256), to compare there:"
        )
        print(told.format(address=serving.url), fingerprint(used.authority), sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
