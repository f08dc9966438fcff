"""Gathers the pages of both languages, has them built, and puts the API reference beside them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

import posture
from tools import reference
from tools.site import commands, links, names, records
from tools.site.pages import (
    COMMANDS,
    DECISIONS,
    LANGUAGES,
    NAVIGATION,
    ROOT,
    Page,
    decisions,
    pages,
    translated,
)

HERE = Path(__file__).parent
GENERATED = {COMMANDS: commands.page, DECISIONS: records.page}
_EXTENSIONS: list[Any] = [
    "tables",
    "attr_list",
    {"toc": {"permalink": True}},
    # No anchor for each line of code: to a screen reader they are links without words.
    {"pymdownx.highlight": {"pygments_lang_class": True}},
    "pymdownx.superfences",
]
_COLOURS = re.compile("\x1b\\[[0-9;]*m")


class SiteError(Exception):
    """The site cannot be built; the text says why."""


def build(folder: Path, *, api: bool = True) -> None:
    """Build the site.

    Parameters
    ----------
    folder : Path
        Replaced.
    api : bool
        Whether the API reference is written too: a quarter of a minute.

    Raises
    ------
    SiteError
        A link or picture leads nowhere, or anything else that the generator warns of.
    """
    with tempfile.TemporaryDirectory(prefix="posture-site-") as made:
        built: dict[str, Path] = {}
        for language in LANGUAGES:
            project = Path(made) / language
            gather(language, project)
            built[language] = _run(project)
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(built["en"], folder)
        shutil.copytree(built["de"], folder / "de")
    if api:
        reference.write(folder / "api")


def gather(language: str, project: Path) -> None:
    """Write what the generator needs for one language.

    Parameters
    ----------
    language : {"en", "de"}
    project : Path
        Gets the configuration and the folder ``pages``.
    """
    here = project / "pages"
    for page in (*pages(language), *(decisions() if language == "en" else ())):
        _write(page, language, here)
    shutil.copytree(HERE / "assets", here / "assets")
    shutil.copytree(HERE / "theme", project / "theme")
    text = yaml.safe_dump(configuration(language), allow_unicode=True, sort_keys=False)
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")


def configuration(language: str) -> dict[str, Any]:
    """The generator's settings: nothing is fetched from a network, and every warning ends it."""
    other = next(one for one in LANGUAGES if one != language)
    up = "../index.html" if other == "en" else f"{other}/index.html"
    to_dark, to_light = ("Dark", "Light") if language == "en" else ("Dunkel", "Hell")
    return {
        "site_name": "posture",
        "site_description": "Measures standing posture from one side photo",
        "copyright": f"posture {posture.__version__} · Apache-2.0",
        "docs_dir": "pages",
        "site_dir": "html",
        "theme": {
            "name": "material",
            "custom_dir": "theme",
            "language": language,
            "font": False,
            "logo": "assets/mark.svg",
            "favicon": "assets/mark.svg",
            "features": [
                "navigation.tabs",
                "navigation.footer",
                "navigation.top",
                "toc.follow",
                "content.code.copy",
                "search.highlight",
            ],
            "palette": [
                _palette("light", "default", "lucide/moon", to_dark),
                _palette("dark", "slate", "lucide/sun", to_light),
            ],
        },
        "nav": _navigation(language),
        "plugins": ["search", "offline"],
        "markdown_extensions": _EXTENSIONS,
        "extra_css": ["assets/site.css"],
        "extra_javascript": ["assets/site.js"],
        "extra": {
            "generator": False,
            "alternate": [{"name": LANGUAGES[other], "link": up, "lang": other}],
            # Search needs a worker, which browsers refuse to pages that are opened as files.
            "polyfills": [_script("assets/iframe-worker.js")],
        },
        "strict": True,
    }


def _palette(theme: str, scheme: str, icon: str, name: str) -> dict[str, Any]:
    return {
        "media": f"(prefers-color-scheme: {theme})",
        "scheme": scheme,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": icon, "name": name},
    }


def _script(path: str) -> dict[str, Any]:
    return {"path": path, "type": "text/javascript", "async": False, "defer": False}


def _navigation(language: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for section, inside in NAVIGATION[language].items():
        listed = [{page.title: page.place} for page in inside]
        alone = next(iter(listed[0].values())) if len(inside) == 1 else ""
        found.append({section: alone or listed})
    return found


def _write(page: Page, language: str, folder: Path) -> None:
    if page in GENERATED:
        text = GENERATED[page]()
    else:
        text = (ROOT / page.source).read_text(encoding="utf-8")
        _copy_pictures(text, page, folder)
        text = links.rewrite(text, page, language)
        if names.PLACE in text:
            text = text.replace(names.PLACE, names.table())
    target = folder / page.place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_head(page, language) + text, encoding="utf-8")


def _copy_pictures(text: str, page: Page, folder: Path) -> None:
    for source, place in links.pictures(text, page).items():
        if not (ROOT / source).is_file():
            raise SiteError(f"{page.source}: there is no picture {source}")
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / source, folder / place)


def _head(page: Page, language: str) -> str:
    """Where the same page stands in the other language, for the choice of language."""
    other = next(one for one in LANGUAGES if one != language)
    same = translated(page, other)
    if same is None:
        return ""
    base = "../" if other == "en" else f"{other}/"
    return f"---\nalternate: {base}{PurePosixPath(same.place).with_suffix('.html')}\n---\n\n"


def _run(project: Path) -> Path:
    """Have the pages of one language built; gives the folder of the result."""
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    told = _COLOURS.sub("", done.stdout + done.stderr)
    if done.returncode != 0:
        raise SiteError(told)
    return project / "html"
