"""All texts that a language needs words for, by the catalogue that they belong to, with the places where they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quire.core.project import STUDY, Project
from quire.languages.blocks import list_blocks
from quire.text.languages import AND, TO

MAPPING = "locale/babel.cfg"
"""Where messages are looked for; see the documentation of Babel."""

KEYWORDS: Mapping[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
COUNTED = re.compile(r'counted\("([^"]+)"(?:, "([^"]+)")?\)')
"""The filter of templates that counts: its nouns are no call, which Babel looks for."""

OWN = (AND, TO, "yes", "no", "not known")
"""Words of the press that stand in no call."""


@dataclass(frozen=True)
class Entry:
    """A text that a language needs words for.

    Attributes
    ----------
    text, many
        As it is asked for, and, if its words depend on a number, for any number but one.
    where
        The file that it is written in, from the top of the repository.
    """

    text: str
    where: str
    many: str = ""


Catalogues = Mapping[str, Iterable[Entry]]


def collect_messages(project: Project) -> Iterator[Entry]:
    """The messages of code and templates."""
    for file, message in _extract(project, KEYWORDS):
        one, many = message if isinstance(message, tuple) else (message, "")
        yield Entry(one, file, many)
    irregular = [(file, *message) for file, message in _extract(project, {"counted": (2, 3)})]
    for file, one, many in irregular:
        yield from _count(file, one, many)
    known = {one for _file, one, _many in irregular}
    for file, message in _extract(project, {"counted": (2,)}):
        if isinstance(message, str) and message not in known:
            yield from _count(file, message)
    for path in sorted((project.authored / "templates").glob("*")):
        for found in COUNTED.finditer(path.read_text("utf-8")):
            yield from _count(project.relative(path), found[1], found[2] or "")
    for text in OWN:
        yield Entry(text, "src/quire/text/languages.py")


def collect_pages(project: Project) -> Iterator[Entry]:
    """The blocks of pages that people write, and of the prose of notebooks."""
    pages = [*sorted(project.authored.glob("*.md")), project.root / "docs" / "methodology.md"]
    for path in filter(Path.is_file, pages):
        for block in list_blocks(path.read_text("utf-8")):
            yield Entry(block, project.relative(path))
    notebooks = [project.notebooks.glob(f"{each}/[0-9]*.ipynb") for each in ("edition", STUDY)]
    for path in sorted(path for each in notebooks for path in each):
        for cell in json.loads(path.read_bytes())["cells"]:
            if cell["cell_type"] == "markdown":
                for block in list_blocks("".join(cell["source"])):
                    yield Entry(block, project.relative(path))


def _count(file: str, one: str, many: str = "") -> Iterator[Entry]:
    """A noun that is counted: none of it is a text of its own."""
    several = many or f"{one}s"
    yield Entry(one, file, several)
    yield Entry(f"no {several}", file)


def _extract(
    project: Project, keywords: Mapping[str, Any]
) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """What Babel finds for some keywords, with the file."""
    from babel.messages.extract import extract_from_dir
    from babel.messages.frontend import parse_mapping_cfg

    with (project.root / MAPPING).open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, MAPPING)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        project.root, method_map=methods, options_map=options, keywords=dict(keywords)
    )
    for name, _line, message, _comments, _context in found:
        yield name, message
