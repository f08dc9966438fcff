"""The gate's own pages as HTML: plain, without scripts, in the colours of the app."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from posture.i18n.language import LANGUAGES, language, tr

_STYLE = """
:root { color-scheme: light dark; --ink: #0c191e; --ground: #fcfdfd; --card: #eef4f3;
  --line: #76878d; --press: #0c655d; --on-press: #ffffff; --link: #0b5f8a; --warn: #8a3b00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eff0; --ground: #0f181c; --card: #18252a;
  --line: #7f9299; --press: #3fb5a8; --on-press: #0f181c; --link: #7cc4ee; --warn: #f5b68a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 "Source Sans", "Source Sans 3", system-ui, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 3rem 1rem; }
main.wide { max-width: 46rem; }
h1 { font-size: 1.9rem; line-height: 1.2; } h2 { font-size: 1.25rem; margin-top: 2rem; }
a { color: var(--link); }
form { background: var(--card); border-radius: 0.6rem; padding: 1.25rem; margin: 1.25rem 0; }
label { display: block; margin: 0 0 1rem; }
input { display: block; width: 100%; font: inherit; color: inherit; background: var(--ground);
  border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.6rem 0.75rem;
  margin-top: 0.25rem; }
button, a.button { display: inline-block; font: inherit; border: 0; border-radius: 0.6rem;
  padding: 0.6rem 1.1rem; background: var(--press); color: var(--on-press); text-decoration: none;
  cursor: pointer; }
button.quiet { background: none; color: var(--ink); border: 1px solid var(--line); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
[role=alert], [role=status] { border-left: 4px solid var(--press); padding: 0.5rem 0.9rem;
  background: var(--card); }
[role=alert] { border-color: var(--warn); }
code { overflow-wrap: anywhere; font-size: 0.9rem; }
nav { text-align: right; font-size: 0.9rem; }
"""

POLICY = (
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
)
"""Content security policy of these pages: nothing but their own style."""


def page(title: str, body: str, *, path: str, wide: bool = False, refresh: str = "") -> str:
    """A whole page.

    Parameters
    ----------
    title : str
        As text.
    body : str
        HTML.
    path : str
        Of the page, for the choice of language.
    wide : bool
    refresh : str, optional
        Path that is opened at once.
    """
    leads = f'<meta http-equiv="refresh" content="0;url={escape(refresh)}">' if refresh else ""
    choice = " · ".join(
        f"<span>{name}</span>"
        if code == language()
        else f'<a href="{escape(path)}?lang={code}" lang="{code}" hreflang="{code}">{name}</a>'
        for code, name in LANGUAGES.items()
    )
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8">{leads}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – Posture</title><style>{_STYLE}</style></head>"
        f"<body><main{' class=wide' if wide else ''}><nav>{choice}</nav>"
        f"<h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def login(secret: str, following: str, name: str, complaint: str, providers: dict[str, str]) -> str:
    """The form to sign in.

    Parameters
    ----------
    secret : str
        That the form repeats.
    following : str
        Path that is opened afterwards.
    name : str
        As it was typed.
    complaint : str
        Why the last try was refused; may be empty.
    providers : dict of str to str
        Name to path.
    """
    words = tr("Sign in with {provider}")
    others = [
        _link(words.format(provider=provider), path, button=True)
        for provider, path in providers.items()
    ]
    form = _form(
        f"/login?lang={language()}",
        secret,
        _hidden("next", following),
        _field(tr("Name"), "name", "text", "username", name),
        _field(tr("Password"), "password", "password", "current-password"),
        _button(tr("Sign in")),
    )
    how = tr("The browser warns of this page? How to trust this studio")
    body = [
        _text(tr("This studio keeps records of people. Sign in to go on.")),
        _alert(complaint),
        form,
        *others,
        _link(how, f"/trust?lang={language()}"),
    ]
    return page(tr("Sign in"), "".join(body), path="/login")


def account(secret: str, name: str, complaint: str, done: str, *, must_change: bool) -> str:
    """The page of one's own account: password, signing out."""
    hint = tr("Somebody else has set your password. Choose one that only you know.")
    change = _form(
        f"/account?lang={language()}",
        secret,
        # For the browser's store of passwords.
        f'<input hidden autocomplete="username" value="{escape(name)}">',
        _field(tr("Old password"), "old", "password", "current-password"),
        _field(tr("New password"), "new", "password", "new-password"),
        _field(tr("New password once more"), "again", "password", "new-password"),
        _button(tr("Change the password")),
    )
    leave = _form(
        "/logout",
        secret,
        _button(tr("Sign out")),
        " ",
        _button(tr("Sign out everywhere"), 'class="quiet" name="everywhere" value="1"'),
    )
    body = [
        _text(tr("Signed in as {name}.").format(name=name)),
        _text(hint) if must_change else _link(tr("Back to the app"), "/"),
        _alert(complaint),
        _status(done),
        _heading(tr("Change the password")),
        change,
        _heading(tr("Sign out")),
        leave,
    ]
    return page(tr("Your account"), "".join(body), path="/account")


def message(title: str, text: str, *, refresh: str = "", path: str = "/login") -> str:
    """A page of one sentence and a link onwards."""
    body = _text(text) + _link(tr("Go on"), refresh or path)
    return page(title, body, path=path, refresh=refresh)


def trust(fingerprint: str, file: str) -> str:
    """How a tablet comes to trust this studio.

    Parameters
    ----------
    fingerprint : str
        Of the authority; empty where the certificate is somebody else's.
    file : str
        Path of the authority's certificate.
    """
    if not fingerprint:
        text = tr(
            "This studio uses a certificate that somebody else has issued. If the browser warns of "
            "it, ask whoever has set up the studio."
        )
        return page(tr("Trust this studio"), _text(text), path="/trust")
    steps = [
        f"{_heading(system)}<ol>{''.join(f'<li>{escape(step)}</li>' for step in order)}</ol>"
        for system, order in _steps().items()
    ]
    intro = tr(
        "The connection is encrypted. So that the browser knows that it is this studio, and lets "
        "it use the camera, install the studio's certificate once on each tablet or phone."
    )
    compare = tr(
        "Before you install it, compare its SHA-256 fingerprint with the one that the studio's "
        "computer shows where the studio was started. They have to be the same:"
    )
    limit = tr(
        "This certificate vouches for machines of the local network only, for no other website."
    )
    body = [
        _text(intro),
        _link(tr("Load the certificate"), file, button=True),
        _text(compare),
        f"<p><code>{escape(fingerprint)}</code></p>",
        _text(limit),
        *steps,
        _link(tr("Sign in"), "/login"),
    ]
    return page(tr("Trust this studio"), "".join(body), path="/trust", wide=True)


def _steps() -> dict[str, tuple[str, ...]]:
    install = tr("Load the certificate with the button above.")
    again = tr("Close the browser, open it again and open the studio's address.")
    return {
        "iPad, iPhone": (
            tr("Open this page in Safari and load the certificate with the button above."),
            tr("Settings → Profile Downloaded → Install."),
            tr(
                "Settings → General → About → Certificate Trust Settings: switch the studio's "
                "certificate on."
            ),
            again,
        ),
        "Android": (
            install,
            tr(
                "Settings → Security → More security settings → Encryption & credentials → Install "
                "a certificate → CA certificate: choose the loaded file."
            ),
            again,
        ),
        "Windows": (
            install,
            tr(
                "Open the file: Install Certificate → Current User → Place all certificates in the "
                "following store → Trusted Root Certification Authorities."
            ),
            again,
        ),
        "macOS": (
            install,
            tr(
                "Open the file: Keychain Access adds it. Open it there, unfold Trust and choose "
                "Always Trust."
            ),
            again,
        ),
        "Firefox": (
            install,
            tr(
                "Settings → Privacy & Security → Certificates → View Certificates → Authorities → "
                "Import: choose the file and tick websites."
            ),
            again,
        ),
    }


def _form(path: str, secret: str, *parts: str) -> str:
    return f'<form method="post" action="{path}">{_hidden("form", secret)}{"".join(parts)}</form>'


def _text(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _link(text: str, path: str, *, button: bool = False) -> str:
    looks = ' class="button"' if button else ""
    return f'<p><a{looks} href="{escape(path)}">{escape(text)}</a></p>'


def _button(text: str, attributes: str = "") -> str:
    return f"<button {attributes}>{escape(text)}</button>"


def _field(label: str, name: str, kind: str, purpose: str, value: str = "") -> str:
    return (
        f"<label>{escape(label)}"
        f'<input name="{name}" type="{kind}" autocomplete="{purpose}" value="{escape(value)}" '
        'required maxlength="800" autocapitalize="none" spellcheck="false"></label>'
    )


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def _alert(text: str) -> str:
    return f'<p role="alert">{escape(text)}</p>' if text else ""


def _status(text: str) -> str:
    return f'<p role="status">{escape(text)}</p>' if text else ""
