"""The app as it is served to a local network: what one login may have, another one may not.

A real server with TLS on loopback; the test speaks Streamlit's own protocol.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from posture.cli.machine.health import is_well
from posture.studio.access.accounts import Accounts
from posture.studio.consent import COVERS, consent
from posture.studio.records import LOCAL, ClientDetails, Visit
from posture.studio.visits import new_visit, side_photo, with_photo
from tests.fixtures.analysed import BEFORE, analysed
from tests.fixtures.lan import PASSWORD, Lan, served_lan
from tests.studio.access.web.serving import Browser
from tests.studio.access.web.websocket import Socket, socket_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lan]:
    with served_lan(tmp_path_factory.mktemp("lan")) as served:
        yield served


def browser_of(lan: Lan, name: str) -> Browser:
    """A browser in which somebody has signed in, with the cookie of Streamlit's own forms."""
    opened = Browser(int(lan.address.rsplit(":", 1)[1]), lan.authority)
    assert opened.sign_in(name, PASSWORD).status == 303
    assert opened.get("/_stcore/health").status == 200
    return opened


@pytest.fixture
def anna(lan: Lan) -> Browser:
    return browser_of(lan, "Anna")


@pytest.fixture
def ben(lan: Lan) -> Browser:
    return browser_of(lan, "Ben")


@dataclass
class Page:
    """A page that a browser shows.

    Attributes
    ----------
    session : str
        Streamlit's own name of it.
    drawn : bytes
        Everything that was drawn.
    """

    session: str
    drawn: bytes
    socket: Socket

    @property
    def files(self) -> set[str]:
        return {one.decode() for one in re.findall(rb"/media/[0-9a-f-]+\.\w+", self.drawn)}

    @property
    def text(self) -> str:
        return self.drawn.decode("utf-8", "replace")


@contextmanager
def page(browser: Browser, query: str = "", name: str = "", resume: str = "") -> Generator[Page]:
    """Open a page of the app and wait until it is drawn."""
    told = ("streamlit", browser.cookies["_streamlit_xsrf"], resume)
    with socket_of(browser, subprotocols=[one for one in told if one]) as socket:
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = name
        socket.send(message.SerializeToString())
        session, drawn = "", b""
        while True:
            data = socket.receive(60)
            got, drawn = ForwardMsg.FromString(data), drawn + data
            session = got.new_session.initialize.session_id or session
            # The first run opens the main page, and leads on to the page that was asked for.
            if got.WhichOneof("type") == "script_finished":
                break
        yield Page(session, drawn, socket)


def test_pictures_are_had_by_the_login_for_which_they_were_drawn(
    lan: Lan, anna: Browser, ben: Browser
):
    with page(anna) as of_anna, page(ben) as of_ben:
        assert of_anna.files
        assert of_ben.files
        assert of_anna.files.isdisjoint(of_ben.files)
        for path in of_anna.files:
            assert anna.get(path).status == 200
            assert ben.get(path).status == 404
            assert browser_of(lan, "Olga").get(path).status == 404
            assert Browser(anna.port, anna.trusted).get(path).status == 401
            content = path.rsplit("-", 1)[1]
            for guess in (f"/media/{content}", f"/media/-{content}"):
                assert ben.get(guess).status == 404
    [owner] = {path.split("/")[2].split("-")[0] for path in of_anna.files}
    for path in of_ben.files:
        content = path.rsplit("-", 1)[1]
        assert ben.get(f"/media/{owner}-{content}").status == 404


def test_a_page_is_taken_up_again_by_its_own_login_only(anna: Browser, ben: Browser):
    with page(anna) as first:
        session = first.session
    with page(ben, resume=session) as other:
        assert other.session != session
    with page(anna, resume=session) as again:
        assert again.session == session


def test_a_page_that_is_open_is_not_taken_over(anna: Browser, ben: Browser):
    with page(anna) as first, page(ben, resume=first.session) as other:
        assert other.session != first.session


def upload(browser: Browser, session: str) -> int:
    part = 'Content-Disposition: form-data; name="file"; filename="a.jpg"'
    body = f"--x\r\n{part}\r\n\r\ndata\r\n--x--\r\n"
    return browser.ask(
        "PUT",
        f"/_stcore/upload_file/{session}/7",
        body,
        Content_Type="multipart/form-data; boundary=x",
        X_Xsrftoken=browser.cookies["_streamlit_xsrf"],
    ).status


def test_a_file_is_uploaded_to_ones_own_page_only(anna: Browser, ben: Browser):
    with page(anna) as opened:
        assert upload(ben, opened.session) == 404
        assert upload(anna, opened.session) == 204
        assert ben.ask("DELETE", f"/_stcore/upload_file/{opened.session}/7").status == 404
    assert upload(anna, "nobody") == 404


SECRET = "Xaveria Quellenhof"


@pytest.fixture(scope="module")
def visit(lan: Lan) -> Visit:
    """A client of Anna with a photo."""
    owner = lan.store.repository(LOCAL)
    client = owner.add_client(ClientDetails(SECRET, notes=f"of {SECRET}"))
    owner.give_consent(client.id, consent(COVERS, date(2026, 11, 29)))
    [anna] = [one for one in Accounts(lan.store.database).all() if one.name == "Anna"]
    owner.share_client(client.id, [anna.id])
    found = analysed(BEFORE)
    photo = side_photo(found.photo, found.data, found.analysis)
    made = with_photo(new_visit(client, date(2026, 11, 29)), photo)
    return owner.save_visit(replace(made, draft=False), {photo.sha256: found.data})


def test_a_client_is_seen_by_whom_it_is_shared_with_and_on_no_page_by_another_trainer(
    lan: Lan, visit: Visit, anna: Browser, ben: Browser
):
    places = [f"client={visit.client_id}", f"visit={visit.id}", "", "room=exchange", "room=group"]
    places += [f"client={visit.client_id}&room=visit", f"room=trail&client={visit.client_id}"]
    seen: list[bool] = []
    for place in places:
        with page(anna, place, "studio") as of_anna, page(ben, place, "studio") as of_ben:
            seen.append(SECRET in of_anna.text)
            assert SECRET not in of_ben.text, place
            assert visit.photos[0].sha256 not in of_ben.text, place
            for path in of_anna.files:
                assert ben.get(path).status == 404
    assert seen[:3] == [True, True, True]
    with page(browser_of(lan, "Olga"), f"client={visit.client_id}", "studio") as of_olga:
        assert SECRET in of_olga.text


def test_a_client_of_another_trainer_is_answered_like_one_that_is_not_there(
    visit: Visit, ben: Browser
):
    told = []
    for client in (visit.client_id, "f" * 32):
        with page(ben, f"client={client}", "studio") as opened:
            told.append(
                re.findall(r"[A-Z][a-z ]+ is not there[^.]*\.|no such [^.]*\.", opened.text)
            )
    assert told[0] == told[1] != []


def test_who_sees_a_client_changes_with_the_next_click(lan: Lan, visit: Visit, ben: Browser):
    owner = lan.store.repository(LOCAL)
    before = owner.shared_with(visit.client_id)
    [account] = [one for one in Accounts(lan.store.database).all() if one.name == "Ben"]
    owner.share_client(visit.client_id, [*before, account.id])
    with page(ben, f"client={visit.client_id}", "studio") as opened:
        assert SECRET in opened.text
    owner.share_client(visit.client_id, before)
    with page(ben, f"client={visit.client_id}", "studio") as opened:
        assert SECRET not in opened.text


def test_accounts_and_trail_are_for_owners(lan: Lan, anna: Browser):
    for room in ("accounts", "trail"):
        with page(anna, f"room={room}", "studio") as of_anna:
            assert "Only an owner of the studio can do this." in of_anna.text
            assert "Olga" not in of_anna.text
        with page(browser_of(lan, "Olga"), f"room={room}", "studio") as of_olga:
            assert "Only an owner" not in of_olga.text
            assert "Olga" in of_olga.text


def test_the_trail_tells_who_saw_a_client(lan: Lan, visit: Visit, anna: Browser):
    with page(anna, f"client={visit.client_id}", "studio"):
        pass
    [account] = [one for one in Accounts(lan.store.database).all() if one.name == "Anna"]
    entries = lan.store.repository(LOCAL).audit(visit.client_id)
    assert (account.id, "client.seen") in {(one.account_id, one.action) for one in entries}


def test_what_tells_of_the_whole_server_is_not_there(anna: Browser):
    for path in ("/_stcore/metrics", "/_stcore/agent/mcp", "/_stcore/script-health-check"):
        assert anna.get(path).status == 404


def test_whoever_watches_over_the_server_learns_that_it_answers_and_no_more(
    lan: Lan, monkeypatch: pytest.MonkeyPatch
):
    nobody = Browser(int(lan.address.rsplit(":", 1)[1]), lan.authority)
    answer = nobody.get("/_stcore/health")
    assert (answer.status, answer.body) == (200, b"ok")
    assert nobody.ask("POST", "/_stcore/health").status in (403, 405)
    assert nobody.get("/_stcore/host-config").status == 401
    # The command trusts the authority of this computer's own studio.
    monkeypatch.setenv("POSTURE_HOME", str(lan.authority.parents[1]))
    assert is_well(lan.address)
    monkeypatch.setenv("POSTURE_HOME", str(lan.authority.parent))
    assert not is_well(lan.address)


def test_everyone_is_who_they_signed_in_as(anna: Browser, ben: Browser):
    with page(anna) as of_anna, page(ben) as of_ben:
        assert "Signed in as Anna" in of_anna.text
        assert "Signed in as Ben" in of_ben.text


def test_cookies_go_over_tls_alone(anna: Browser):
    told = anna.get("/_stcore/health").cookies
    assert told
    assert all("secure" in one.lower() for one in told)
