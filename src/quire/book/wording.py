"""Words that a study has decided not to write, found where people write: pages, templates, notebooks, files of YAML.

The study keeps them in `locale/words.csv`, each with what to write instead; a study without that file has none. Words that are made in
code are messages, and a test holds these. What is quoted, in italics or a title is another's, and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quire.core.errors import Fault
from quire.core.project import Project
from quire.pipeline.contents import is_removed
from quire.pipeline.notebooks import Notebook
from quire.tables.csvfiles import read_records
from quire.text.myst import VERBATIM

LIST = "locale/words.csv"

NOT_PROSE = re.compile(
    rf"""
    ^(?P<fence>`{{3,}}|~{{3,}}|:{{3,}})(?:\w|\{{(?:{"|".join(sorted(VERBATIM))})\}}).*?^(?P=fence)
    | \{{\#.*?\#\}} | \{{%.*?%\}} | \{{\{{.*?\}}\}}    # templates
    | <!--.*?--> | <[^<>]*>                             # tags
    | (?<!`)(?P<tick>``?)(?!`)[^`]+(?P=tick)(?!`)    # code, and what roles refer to
    | (?<=\])\([^()\s]*\) | https?://\S+                # addresses
    | (?<![*\w])\*(?![*\s])[^*]+\*(?!\*)                # italics
    | “[^“”]*” | "[^"\n]*"                              # quotations
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
"""What people write beside prose, and the words of others."""

NAMES = frozenset(["title", "publisher", "dataset", "name", "organisation", "terms", "url"])
"""Keys of YAML below which the words are another's."""


@dataclass(frozen=True)
class Avoided:
    """A phrase that is not written, and what is written instead; a `*` at the end of a word stands for any ending."""

    phrase: str
    instead: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrase across lines, with a capital letter only where a sentence begins: elsewhere it is a name."""
        first, rest = self.phrase[0], self.phrase[1:]
        words = re.escape(rest).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
        begins = rf"(?:{first}|(?:(?<=[.:!?|*#>-]\s)|(?<=[*\n])|^){first.upper()})"
        return re.compile(rf"(?<![\w-]){begins}{words}(?![\w-])")


def read_avoided(project: Project) -> list[Avoided]:
    """The phrases of a study's list."""
    path = project.root / LIST
    rows = read_records(path.read_bytes()) if path.is_file() else []
    return [Avoided(row["avoid"], row["write"]) for row in rows]


def find_avoided(text: str, words: Iterable[Avoided]) -> Iterator[tuple[int, str, str]]:
    r"""Lines of a text with the phrase that stands there and what to write instead.

    >>> words = [Avoided("in order to", "to"), Avoided("utilis*", "use")]
    >>> list(find_avoided("They utilised it, in\norder to see `in order to`.", words))
    [(1, 'in\norder to', 'to'), (1, 'utilised', 'use')]
    """
    prose = NOT_PROSE.sub(
        lambda found: re.sub(r"\S", "\N{OBJECT REPLACEMENT CHARACTER}", found[0]), text
    )
    for word in words:
        for hit in word.pattern.finditer(prose):
            yield prose.count("\n", 0, hit.start()) + 1, hit[0], word.instead


def wording_faults(project: Project, notebooks: Iterable[Notebook]) -> list[Fault]:
    """Every phrase of the study's list in its pages, templates, notebooks and files of YAML."""
    words = read_avoided(project)
    if not words:
        return []
    return [
        *(
            _fault(project.relative(path), start + line - 1, "", found, instead)
            for path, start, text in _written(project)
            for line, found, instead in find_avoided(text, words)
        ),
        *(
            _fault(notebook.where, 0, f"cell {number}", found, instead)
            for notebook in notebooks
            for number, cell in enumerate(notebook.data["cells"], start=1)
            if cell["cell_type"] == "markdown" and not is_removed(cell)
            for _, found, instead in find_avoided("".join(cell["source"]), words)
        ),
    ]


def _fault(file: str, row: int, column: str, found: str, instead: str) -> Fault:
    what = "is on the list of words that this study does not write"
    return Fault(file, row, column, " ".join(found.split()), what, f"write: {instead}")


def _written(project: Project) -> Iterator[tuple[Path, int, str]]:
    """Texts that people wrote, with their file and the line at which they begin."""
    for path in sorted({*project.authored.rglob("*.md"), *project.authored.rglob("*.html")}):
        yield path, 1, path.read_text("utf-8", "replace")
    for path in sorted(project.raw.rglob("*.yml")):
        for line, text in _values(path.read_text("utf-8", "replace")):
            yield path, line, text


def _values(text: str) -> Sequence[tuple[int, str]]:
    """What stands in a file of YAML as it is written there; nothing of a file that cannot be read, which is told elsewhere."""
    import yaml

    try:
        return list(_scalars(yaml.compose(text, Loader=yaml.SafeLoader), text))
    except yaml.YAMLError:
        return []


def _scalars(node: object, text: str) -> Iterator[tuple[int, str]]:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.line + 1, text[node.start_mark.index : node.end_mark.index]
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _scalars(part, text)
    elif isinstance(node, yaml.MappingNode):
        for key, part in node.value:
            if key.value not in NAMES:
                yield from _scalars(part, text)
