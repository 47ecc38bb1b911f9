"""Drawings in other languages: drawn once for each in the same run, as the room that words need decides where things stand.

A run notes which words of a catalogue its drawings asked for. So it is made anew when one of these is changed, and for no other word.
"""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quire.core.project import Project, to_json, write_atomically
from quire.core.reach import VARIABLE as INPUTS
from quire.core.reach import read_table_bytes
from quire.languages.catalogues import GATHERED, gather, read_gathered
from quire.text.languages import Language, said, speaking

if TYPE_CHECKING:
    from matplotlib.text import Text

ASKED = "words.json"
"""File of a run: by language, the words that its drawings asked for, and what they were told."""


@cache
def drawing_languages() -> Sequence[Language]:
    """The languages that a run draws in, beside that of the source; none where a person runs a notebook by hand."""
    path = Project.of_notebook().root / GATHERED
    if GATHERED not in json.loads(os.environ.get(INPUTS, "[]")) or not path.is_file():
        return ()
    return tuple(read_gathered(read_table_bytes(path)))


@contextmanager
def drawing_in(language: Language) -> Iterator[None]:
    """Draw in a language: every text that is put into a drawing is said in it."""
    from matplotlib.text import Text

    set_text = Text.set_text
    say_drawn()
    try:
        with speaking(language):
            yield
    finally:
        Text.set_text = set_text  # type: ignore[method-assign]


def say_drawn() -> None:
    """Let every text that is put into a drawing from now on be said in the language that is spoken then."""
    from matplotlib.text import Text

    set_text = Text.set_text

    def set_said(self: Text, s: Any) -> None:
        set_text(self, _as_lines(s) if isinstance(s, str) else s)

    Text.set_text = set_said  # type: ignore[method-assign]


def _as_lines(text: str) -> str:
    """A text in the language that is spoken; one of several lines in lines that are as wide."""
    lines, told = text.split("\n"), said(text)
    if told == text and text != text.strip():
        return text.replace(text.strip(), _as_lines(text.strip()))
    if len(lines) == 1 or told != text:  # a message may have breaks of its own
        return told
    each, whole = [said(line) for line in lines], " ".join(lines)
    if each != lines:
        return "\n".join(each)
    if said(whole) == whole:  # it was said before it was parted
        return text
    return textwrap.fill(said(whole), max(map(len, lines)) + 2)


def keep_asked(folder: Path) -> None:
    """Note in the folder of a run which words its drawings have asked for up to now."""
    asked = {language.id: language.asked for language in drawing_languages()}
    if asked:
        write_atomically(folder / ASKED, to_json(asked))


def why_stale(project: Project, folder: Path) -> list[str]:
    """Say which words that a run's drawings asked for are others now; nothing of a run that was never made."""
    return list_changed(gather(project)["languages"], folder)


def list_changed(languages: Mapping[str, Any], folder: Path) -> list[str]:
    """The same as `why_stale`, for whoever asks of many runs: with the languages as `catalogues.gather` gave them."""
    try:
        asked: Mapping[str, Mapping[str, Any]] = json.loads((folder / ASKED).read_bytes())
    except (OSError, ValueError):
        asked = {}
    if not any(folder.glob("figures/*.svg")) and not asked:
        return []
    new = [f"language {id} is new" for id in languages if id not in asked]
    gone = [f"language {id} is gone" for id in asked if id not in languages]
    changed = [
        f"word {word!r} ({id})"
        for id, words in asked.items()
        for word, told in words.items()
        if id in languages and languages[id]["words"].get(word) != told
    ]
    return [*new, *gone, *changed]
