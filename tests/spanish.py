"""Small catalogues for tests, whose Spanish is written down here, and a study of a few texts that they belong to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from quire.core.project import Project
from quire.languages.collecting import Entry
from quire.text.languages import AND, TO, Language
from quire.text.messages import MADE

JOINED = {AND: "{some} y {last}", TO: "{low} a {high}"}
"""What a list and an interval need."""

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n{more}\n'
)

CODE = """
_("In {year}, {n} cities answered.", year=2019, n=3)
ngettext("{n} answer", "{n} answers", 2)
counted(3, "city", "cities")
counted(3, "item")
"""
PAGE = "# Towns\n\n## What rains\n\nRain *falls*.\n\n```bash\nmake rain\n```\n"

OWN = {"labels": [Entry("Housing", "data/raw/areas.csv")]}
"""Texts of the study's own."""

Words = Mapping[str, str | tuple[str, ...]]


def spanish(words: Words | None = None) -> Language:
    """Spanish that can join and knows some words."""
    return Language("es", {**JOINED, **(words or {})})


@pytest.fixture
def nothing_made() -> Iterator[None]:
    """Begin as another process does, which has made no message yet; what this one made comes back."""
    made = dict(MADE)
    MADE.clear()
    yield
    MADE.clear()
    MADE.update(made)


def entry(text: str, words: str | tuple[str, ...], many: str = "", flags: str = "") -> str:
    """An entry of a catalogue as it stands in its file."""
    lines = [f"#, {flags}"] if flags else []
    lines += [f"msgid {_quoted(text)}"]
    if many:
        lines += [f"msgid_plural {_quoted(many)}"]
        lines += [f"msgstr[{form}] {_quoted(each)}" for form, each in enumerate(words)]
    else:
        lines += [f"msgstr {_quoted(str(words))}"]
    return "\n".join([*lines, "", ""])


def write_catalogue(
    project: Project,
    *entries: str,
    id: str = "es",
    name: str = "messages",
    top: str = "",
    more: str = "",
) -> Path:
    """Write a catalogue with a comment at its top and more lines of its head."""
    path = project.root / "locale" / id / f"{name}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(top + HEAD.format(more=more) + "\n".join(entries), encoding="utf-8")
    return path


@pytest.fixture
def tiny(tmp_path: Path) -> Project:
    """A study of one module, one page and one notebook, with no language yet."""
    settings = '[tool.quire]\nstudy = "studylib.study:STUDY"\nname = "tiny"\ncommand = "study"\n'
    cells = [
        {"cell_type": "markdown", "source": ["# Of a notebook\n", "\n", "Its prose."]},
        {"cell_type": "code", "source": ["print('no prose')"]},
    ]
    files = {
        "pyproject.toml": settings,
        "locale/babel.cfg": "[python: code/**.py]\n\n[jinja2: book/templates/**]\n",
        "code/sentences.py": CODE,
        "book/index.md": PAGE,
        "book/templates/places.html": '{% trans %}All places{% endtrans %} {{ n | counted("goose", "geese") }}',
        "notebooks/edition/10_rain.ipynb": json.dumps({"cells": cells}),
    }
    for name, text in files.items():
        path = tmp_path / "tiny" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Project(tmp_path / "tiny")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
