"""Whether a running app answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from typer.testing import CliRunner

from posture.cli.main import app

RUNNER = CliRunner()


class App(BaseHTTPRequestHandler):
    """Answers as it is told."""

    answer = b"ok"
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/_stcore/health" else 404)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), App)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_an_app_that_answers_is_well(port: int, monkeypatch: pytest.MonkeyPatch):
    # A proxy of the environment is not asked.
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert RUNNER.invoke(app, ["health", f"http://127.0.0.1:{port}/"]).exit_code == 0


def test_the_port_of_this_computer_is_the_servers(port: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", str(port))
    said = RUNNER.invoke(app, ["health"])
    assert said.exit_code == 0
    assert f"http://localhost:{port}" in said.output


@pytest.mark.parametrize(("status", "answer"), [(503, b"ok"), (200, b"starting"), (404, b"")])
def test_any_other_answer_is_none(
    port: int, status: int, answer: bytes, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(App, "status", status)
    monkeypatch.setattr(App, "answer", answer)
    said = RUNNER.invoke(app, ["health", f"http://127.0.0.1:{port}"])
    assert said.exit_code == 1
    assert "No app answers" in said.output


def test_where_nothing_listens_it_says_so(port: int):
    said = RUNNER.invoke(app, ["health", f"https://127.0.0.1:{port}"])
    assert said.exit_code == 1
    assert "No app answers" in said.output


@pytest.mark.parametrize("address", ["file:///etc/passwd", "localhost", "ftp://x", "http://", "["])
def test_what_is_no_address_is_refused(address: str):
    said = RUNNER.invoke(app, ["health", address])
    assert said.exit_code == 2
    assert "is no address of an app" in said.output
