"""The gate on a real server with TLS: what passes, what does not, and what ends it."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable, Iterator, Mapping

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from posture.studio.access.addresses import find_reach
from posture.studio.access.certificate import Certificate, own_certificate
from posture.studio.access.sign_in import SignIn
from posture.studio.access.throttle import PER_NAME
from posture.studio.access.web.gate import Gate
from posture.studio.access.web.settings import HEADER, GateSettings
from tests.studio.access.conftest import PASSWORD, RULES, Clock
from tests.studio.access.web.serving import Browser, Rules, running, told
from tests.studio.access.web.websocket import socket_of

Opener = Callable[[], Browser]

EVERYTHING = [
    *("/", "/check", "/index.html", "/static/js/index.js", "/media/abc.png", "/favicon.png"),
    *("/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/stream"),
    *("/_stcore/upload_file/a/b", "/component/x/index.html", "/auth/login", "/oauth2callback"),
    *("/login/", "/login/../check", "/trust/../media/abc.png", "//media/abc.png", "/LOGIN"),
]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return own_certificate(tmp_path_factory.mktemp("tls"), find_reach())


@pytest.fixture
def port(sign_in: SignIn, certificate: Certificate) -> Iterator[int]:
    settings = GateSettings(
        secure=True, hosts=find_reach().hosts, authority=certificate.authority, watch_s=0.05
    )
    with running(
        Gate(told(), sign_in, settings, Rules()), certificate.chain, certificate.key
    ) as where:
        yield where


@pytest.fixture
def open_browser(port: int, certificate: Certificate) -> Opener:
    return lambda: Browser(port, certificate.authority)


@pytest.fixture
def visitor(open_browser: Opener, sign_in: SignIn) -> Browser:
    """Nobody is signed in; Anna and Ben could be."""
    sign_in.accounts.add("Anna", PASSWORD, "owner")
    sign_in.accounts.add("Ben", PASSWORD, "trainer")
    return open_browser()


@pytest.fixture
def anna(visitor: Browser) -> Browser:
    assert visitor.sign_in("Anna", PASSWORD).status == 303
    return visitor


def test_nothing_answers_without_a_login(visitor: Browser):
    for path in EVERYTHING:
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
            answer = visitor.ask(method, path)
            assert answer.status == 401, (method, path)
            assert answer.body in (b"sign in first", b"")


def test_a_typed_address_leads_to_the_form(visitor: Browser):
    for path in EVERYTHING:
        answer = visitor.page(path)
        assert answer.status == 303, path
        assert answer.headers["location"].startswith("/login"), path


@pytest.mark.parametrize(
    "cookie", ["", "x", "0" * 43, "'; drop table logins; --", "\u00e4".encode().decode("latin-1")]
)
def test_an_invented_cookie_opens_nothing(visitor: Browser, cookie: str):
    visitor.cookies["__Host-posture"] = cookie
    assert visitor.get("/").status == 401
    with pytest.raises(InvalidStatus), socket_of(visitor):
        pass


def test_without_tls_nothing_answers(port: int):
    with pytest.raises((http.client.HTTPException, OSError)):
        Browser(port).get("/login")
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert b"HTTP" not in raw.recv(100)


def test_signing_in_opens_the_app_and_names_the_login_to_it(anna: Browser, sign_in: SignIn):
    login = sign_in.logins.find(anna.cookies["__Host-posture"])
    assert login is not None
    forged = anna.get("/check", **{HEADER: "f" * 32})
    assert json.loads(forged.body) == {"path": "/check", "login": [login.id]}


def test_the_cookie_is_for_this_server_over_tls_and_not_for_scripts(visitor: Browser):
    answer = visitor.sign_in("Anna", PASSWORD)
    [cookie] = [one for one in answer.cookies if one.startswith("__Host-posture=")]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"httponly", "secure", "samesite=strict", "path=/"}


def test_headers_keep_pages_out_of_frames_and_files_out_of_caches(anna: Browser, sign_in: SignIn):
    login = sign_in.logins.find(anna.cookies["__Host-posture"])
    assert login is not None
    for path in ("/", "/login", f"/media/{login.id}.png"):
        headers = anna.page(path).headers
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    assert anna.get(f"/media/{login.id}.png").headers["cache-control"] == "no-store"
    assert anna.page("/account").headers["cache-control"] == "no-store"


def test_a_file_of_another_login_is_not_there(anna: Browser, open_browser: Opener, sign_in: SignIn):
    ben = open_browser()
    ben.sign_in("Ben", PASSWORD)
    login = sign_in.logins.find(anna.cookies["__Host-posture"])
    assert login is not None
    path = f"/media/{login.id}.png"
    assert anna.get(path).status == 200
    assert ben.get(path).status == 404
    assert ben.get(path).body == ben.get("/media/never.png").body == b"not found"


def test_wrong_passwords_lock(visitor: Browser):
    for _ in range(PER_NAME):
        answer = visitor.sign_in("Anna", "wrong password here")
        assert answer.status == 403
        assert "wrong" in answer.text
    answer = visitor.sign_in("Anna", PASSWORD)
    assert answer.status == 403
    assert "Too many wrong passwords" in answer.text
    assert visitor.get("/").status == 401


def test_what_was_typed_is_text(visitor: Browser):
    answer = visitor.sign_in("<script>alert(1)</script>\"'", "wrong password here")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;" in answer.text


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "", "http://127.0.0.1"])
def test_a_form_of_another_site_is_refused(visitor: Browser, origin: str):
    form = {"form": visitor.secret(), "name": "Anna", "password": PASSWORD}
    assert visitor.post("/login", form, Origin=origin).status == 403
    assert "__Host-posture" not in visitor.cookies


@pytest.mark.parametrize("secret", ["", "other", "\u20ac"])
def test_a_form_without_its_secret_is_refused(visitor: Browser, secret: str):
    visitor.secret()
    form = {"form": secret, "name": "Anna", "password": PASSWORD}
    assert visitor.post("/login", form).status == 403
    visitor.cookies.clear()
    assert visitor.post("/login", form).status == 403
    assert "__Host-posture" not in visitor.cookies


def test_a_form_that_is_too_large_is_refused(visitor: Browser):
    form = {"form": visitor.secret(), "name": "Anna", "password": "x" * 20_000}
    assert visitor.post("/login", form).status == 403


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/live", "/live"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
        ("/logout", "/"),
        ("/media/x", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
    ],
)
def test_signing_in_leads_to_a_page_of_the_app_only(visitor: Browser, asked: str, led: str):
    answer = visitor.sign_in("Anna", PASSWORD, next=asked)
    assert answer.headers["location"] == led


@pytest.mark.parametrize(
    "host",
    ["elsewhere.example", "127.0.0.1.elsewhere.example", "user@127.0.0.1", "", "127.0.0.1/x"],
)
def test_another_name_for_this_machine_is_refused(anna: Browser, host: str):
    """A page elsewhere whose name resolves to this machine cannot read anything."""
    anna.host = host or "x" * 3
    assert anna.get("/").status == 421
    assert anna.page("/login").status == 421


@pytest.mark.parametrize("host", ["localhost:{port}", "LOCALHOST", "127.0.0.1:1", "[::1]:{port}"])
def test_every_name_of_this_machine_is_known(anna: Browser, host: str):
    anna.host = host.format(port=anna.port)
    assert anna.get("/").status == 200


def test_the_websocket_needs_a_login_and_this_origin(anna: Browser, open_browser: Opener):
    with socket_of(anna) as opened:
        opened.send(b"+hello")
        assert opened.receive(5).endswith(b" +hello")
    with pytest.raises(InvalidStatus), socket_of(open_browser()):
        pass
    for origin in ("https://elsewhere.example", f"http://127.0.0.1:{anna.port}", None):
        with pytest.raises(InvalidStatus), socket_of(anna, origin):
            pass


@pytest.mark.parametrize("end", ["sign out", "lock", "expiry", "idle"])
def test_an_open_websocket_ends_with_its_login(
    anna: Browser, sign_in: SignIn, clock: Clock, end: str
):
    with socket_of(anna) as opened:
        opened.send(b"+hello")
        opened.receive(5)
        if end == "sign out":
            secret = anna.secret("/account")
            assert anna.post("/logout", {"form": secret}).status == 200
        elif end == "lock":
            sign_in.accounts.add("Clara", PASSWORD, "owner")
            [account] = [one for one in sign_in.accounts.all() if one.name == "Anna"]
            sign_in.accounts.set_locked(account.id, True)
        else:
            clock.now += RULES.longest_s if end == "expiry" else RULES.idle_s
        with pytest.raises(ConnectionClosed) as closed:
            opened.receive(5)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
    assert anna.get("/").status == 401


def test_a_message_after_the_end_is_not_passed_on(anna: Browser, clock: Clock):
    """Even before the watch looks again."""
    with socket_of(anna) as opened:
        clock.now += RULES.longest_s
        opened.send(b"+too late")
        with pytest.raises(ConnectionClosed):
            opened.receive(5)


def test_only_what_a_person_does_keeps_a_login_alive(anna: Browser, clock: Clock):
    with socket_of(anna) as opened:
        for message in (b"+click", b"-timer"):
            clock.now += RULES.idle_s * 0.6
            opened.send(message)
            assert opened.receive(5).endswith(message)
            assert anna.get("/session").status == 204
        clock.now += RULES.idle_s * 0.5
        assert anna.get("/session").status == 401


def test_signing_out_forgets_the_cookie(anna: Browser):
    token = anna.cookies["__Host-posture"]
    assert anna.get("/logout").headers["location"] == "/account"
    answer = anna.post("/logout", {"form": anna.secret("/account")})
    assert "__Host-posture" not in anna.cookies
    assert '"cache"' in answer.headers["clear-site-data"]
    anna.cookies["__Host-posture"] = token
    assert anna.get("/").status == 401


def test_signing_out_everywhere_ends_other_browsers(anna: Browser, open_browser: Opener):
    other = open_browser()
    other.sign_in("Anna", PASSWORD)
    anna.post("/logout", {"form": anna.secret("/account"), "everywhere": "1"})
    assert other.get("/").status == 401


def test_signing_out_by_another_site_is_refused(anna: Browser):
    form = {"form": anna.secret("/account")}
    assert anna.post("/logout", form, Origin="https://elsewhere.example").status == 403
    assert anna.get("/").status == 200


def test_a_password_that_somebody_else_has_set_is_changed_first(visitor: Browser, sign_in: SignIn):
    sign_in.accounts.add("Clara", PASSWORD, "trainer", temporary=True)
    visitor.sign_in("Clara", PASSWORD)
    assert visitor.get("/media/x").status == 401
    assert visitor.page("/").headers["location"] == "/account"
    with pytest.raises(InvalidStatus), socket_of(visitor):
        pass
    form = {"form": visitor.secret("/account"), "old": PASSWORD}
    new = "velvet harbour ninety"
    assert visitor.post("/account", {**form, "new": new, "again": "other"}).status == 400
    assert visitor.post("/account", {**form, "new": "short", "again": "short"}).status == 403
    assert visitor.get("/").status == 401
    assert visitor.post("/account", {**form, "new": new, "again": new}).status == 200
    assert visitor.get("/").status == 200


def test_the_page_of_the_account_needs_a_login(visitor: Browser):
    assert visitor.page("/account").headers["location"] == "/login"
    assert visitor.post("/account", {"form": visitor.secret(), "old": "x"}).status == 403


def test_trusting_the_studio_is_told_before_a_login(visitor: Browser, certificate: Certificate):
    page = visitor.page("/trust")
    assert page.status == 200
    assert "iPad" in page.text
    assert certificate.authority is not None
    given = visitor.get("/trust/authority.crt")
    assert given.body == certificate.authority.read_bytes()
    assert b"PRIVATE" not in given.body
    assert given.headers["content-type"] == "application/x-x509-ca-cert"


def test_pages_speak_the_language_of_the_browser_or_the_chosen_one(visitor: Browser):
    german = visitor.page("/login", Accept_Language="de-AT,en;q=0.5")
    assert '<html lang="de">' in german.text
    assert '<html lang="en">' in visitor.page("/login", Accept_Language="fr,en;q=0.5").text
    assert '<html lang="en">' in visitor.page("/login?lang=en", Accept_Language="de").text


def test_scripts_cannot_run_on_the_own_pages(visitor: Browser):
    for path in ("/login", "/trust"):
        policy = visitor.page(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "script" not in policy
        assert "unsafe" not in policy


def test_the_authority_of_a_given_certificate_is_not_ours_to_give(
    sign_in: SignIn, certificate: Certificate
):
    settings = GateSettings(secure=True, hosts=find_reach().hosts)
    gate = Gate(told(), sign_in, settings, Rules())
    with running(gate, certificate.chain, certificate.key) as port:
        visitor = Browser(port, certificate.authority)
        assert visitor.get("/trust/authority.crt").status == 404
        assert "somebody else" in visitor.page("/trust").text


def test_on_this_machine_without_tls_it_works_the_same(sign_in: SignIn):
    sign_in.accounts.add("Anna", PASSWORD, "owner")
    settings = GateSettings(secure=False, hosts=frozenset({"127.0.0.1", "localhost"}))
    with running(Gate(told(), sign_in, settings, Rules())) as port:
        visitor = Browser(port)
        assert visitor.get("/").status == 401
        assert visitor.sign_in("Anna", PASSWORD).status == 303
        assert visitor.get("/").status == 200
        visitor.host = "10.0.0.5"
        assert visitor.get("/").status == 421


class Provider:
    """Knows whoever brings the cookie ``back``, and says the address in it."""

    public_paths = frozenset({"/oauth2callback"})
    names = ("Example",)

    def start(self, name: str) -> str | None:
        return "/auth/login?provider=x" if name in self.names else None

    def returned(self, cookies: Mapping[str, str]) -> bool:
        return "back" in cookies

    def email(self, cookies: Mapping[str, str]) -> str | None:
        return cookies["back"] or None

    def spent(self, cookies: Mapping[str, str]) -> tuple[str, ...]:
        return ("back",)


@pytest.fixture
def returning(sign_in: SignIn, certificate: Certificate) -> Iterator[Browser]:
    sign_in.accounts.add("Anna", PASSWORD, "owner", email="anna@studio.example")
    settings = GateSettings(secure=True, hosts=find_reach().hosts)
    gate = Gate(told(), sign_in, settings, Rules(), Provider())
    with running(gate, certificate.chain, certificate.key) as port:
        yield Browser(port, certificate.authority)


def test_a_provider_is_offered_and_reached_before_a_login(returning: Browser):
    assert "Sign in with Example" in returning.page("/login").text
    start = returning.page("/login/provider?name=Example")
    assert start.headers["location"] == "/auth/login?provider=x"
    assert returning.page("/login/provider?name=other").status == 404
    assert returning.get("/oauth2callback").status == 200
    assert returning.get("/").status == 401


def test_a_verified_address_signs_in_to_its_account_and_leaves_nothing_behind(returning: Browser):
    returning.cookies["back"] = "anna@studio.example"
    assert returning.page("/").headers["location"] == "/login/returned"
    page = returning.page("/login/returned")
    assert page.status == 200
    # Not a redirect: the new cookie would not be sent with it.
    assert 'content="0;url=/"' in page.text
    assert "back" not in returning.cookies
    assert returning.get("/").status == 200


@pytest.mark.parametrize("address", ["", "nobody@studio.example"])
def test_an_address_without_an_account_signs_nobody_in(returning: Browser, address: str):
    returning.cookies["back"] = address
    assert returning.page("/login/returned").status == 403
    assert "back" not in returning.cookies
    assert returning.get("/").status == 401


def test_without_a_provider_nobody_comes_back(visitor: Browser):
    visitor.cookies["back"] = "anna@studio.example"
    assert visitor.page("/login/returned").status == 404
    assert visitor.page("/login/provider?name=Example").status == 404
