"""Which pages the site has, from which file each comes, and where it stands in the navigation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LANGUAGES = {"en": "English", "de": "Deutsch"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes
    ----------
    title : str
        In the navigation.
    source : str
        File in the checkout; empty where the page is generated.
    place : str
        File among the pages of its language.
    """

    title: str
    source: str
    place: str


def _docs(title: str, name: str) -> Page:
    return Page(title, f"docs/{name}", name)


Navigation = dict[str, tuple[Page, ...]]
"""Section and its pages; a section of one page is that page."""

COMMANDS = Page("Command reference", "", "commands.md")
DECISIONS = Page("Decisions", "", "decisions.md")

ENGLISH: Navigation = {
    "Start": (_docs("Start", "index.md"),),
    "Guides": (
        _docs("User guide", "guide.md"),
        _docs("Trainer's guide", "trainer.md"),
        _docs("Command line", "command_line.md"),
        _docs("Many photos", "batch.md"),
        _docs("Several machines", "cluster.md"),
        _docs("Python", "library.md"),
    ),
    "Reference": (
        COMMANDS,
        _docs("JSON", "json.md"),
        _docs("Tables of a batch", "batch_tables.md"),
        Page("Samples", "samples/README.md", "samples.md"),
        _docs("Glossary", "glossary.md"),
    ),
    "Method": (
        _docs("Method", "method.md"),
        _docs("Accuracy", "accuracy.md"),
        _docs("Real photographs", "accuracy/real.md"),
        _docs("Everyday clothes", "accuracy/everyday.md"),
        _docs("All tables", "accuracy/appendix.md"),
        _docs("Performance", "performance.md"),
        _docs("Privacy", "privacy.md"),
    ),
    "Project": (
        Page("Contributing", "CONTRIBUTING.md", "contributing.md"),
        Page("Security", "SECURITY.md", "security.md"),
        Page("Changes", "CHANGELOG.md", "changes.md"),
        DECISIONS,
        Page("Ground truth", "groundtruth/README.md", "groundtruth.md"),
    ),
}

GERMAN: Navigation = {
    "Start": (Page("Start", "docs/de/index.md", "index.md"),),
    "Anleitung": (Page("Anleitung", "docs/de/guide.md", "guide.md"),),
    "Für Trainer": (Page("Für Trainerinnen und Trainer", "docs/de/trainer.md", "trainer.md"),),
}

NAVIGATION = {"en": ENGLISH, "de": GERMAN}


def pages(language: str) -> tuple[Page, ...]:
    """Every page of the navigation of a language."""
    return tuple(page for section in NAVIGATION[language].values() for page in section)


def decisions() -> tuple[Page, ...]:
    """The decision records, oldest first; the page *Decisions* lists them."""
    return tuple(
        Page(heading(path), f"docs/adr/{path.name}", f"adr/{path.name}")
        for path in sorted((DOCS / "adr").glob("*.md"))
    )


def heading(path: Path) -> str:
    """The first heading of a page."""
    return next(
        line.removeprefix("# ")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("# ")
    )


def translated(page: Page, language: str) -> Page | None:
    """The same page in another language, where there is one."""
    return next((one for one in pages(language) if one.place == page.place), None)
