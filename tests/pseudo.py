"""A language that nobody speaks: each English text with other vowels, so that a word with a plain vowel is one that was not asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from spanish import entry, write_catalogue

from quire.core.project import Project
from quire.languages.collecting import Entry

ID = "ia"
"""A language that Babel knows, and neither Sphinx nor its themes have a catalogue of."""

VOWELS = str.maketrans("aeiouyAEIOUY", "āēīōūŷĀĒĪŌŪŶ")
KEPT = re.compile(
    r"""
    \{\{.*?\}\} | \{%.*?%\} | \{\#.*?\#\}               # of templates
    | ^:[\w-]+:[ ]\S+$ | ^(?:`{3,}|:{3,})[^\n]*$ | ^\([\w-]+\)=$
    | \{[\w:-]+\}`[^`]*` | \{[^{}\n]*\} | %\(\w+\)s    # roles, placeholders
    | (?<=\]\()[^)\s]* | \]\(<[^>]*>\) | </?[a-z][^<>]*>(?!`) | &\#?\w+; | https?://[^\s)>]+
    | (?<!`)`[^`]+`(?!`) | \$[^$\n]+\$
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
"""What is the same in any language: placeholders, mark-up, addresses, code."""


def disguise(text: str) -> str:
    """A text in that language.

    >>> disguise("Of {n} cities: [one](about.md)")
    'Ōf {n} cītīēs: [ōnē](about.md)'
    """
    made, end = "", 0
    for kept in KEPT.finditer(text):
        role, sign, word = kept[0].partition("`")
        same = f"{role}{sign}{word.translate(VOWELS)}" if role == "{term}" else kept[0]
        made += text[end : kept.start()].translate(VOWELS) + same
        end = kept.end()
    return made + text[end:].translate(VOWELS)


Texts = Mapping[str, Iterable[Entry]]


def disguise_all(texts: Texts) -> dict[str, str | tuple[str, ...]]:
    """The words of its catalogues for all texts, with those of headings where they stand alone."""
    words: dict[str, str | tuple[str, ...]] = {}
    for one in (each for entries in texts.values() for each in entries):
        heading = re.fullmatch(r"#+ (.*)", one.text)
        if heading:
            words.setdefault(heading[1], disguise(heading[1]))
        said = disguise(one.text)
        words[one.text] = (said, disguise(one.many)) if one.many else said
    return words


def write_catalogues(project: Project, texts: Texts) -> None:
    """Write its catalogues."""
    for name, entries in texts.items():
        each = {one.text: one for one in entries}.values()
        words = disguise_all({name: each})
        made = [entry(one.text, words[one.text], one.many) for one in each]
        write_catalogue(project, *made, id=ID, name=name)
