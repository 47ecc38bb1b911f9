"""Catalogues of languages: files of gettext (`locale/<language>/<catalogue>.po`), which Poedit, Weblate and editors open.

How a text is said with them is in `quire.text.languages`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quire.core.errors import StudyError
from quire.core.project import SOURCE, Project, digest_file, to_json, write_atomically
from quire.text.languages import Language

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

REVIEWED = re.compile(r"^# Reviewed: *yes\b", re.MULTILINE | re.IGNORECASE)
"""A line of the comment at the top of a catalogue: whether a person who speaks the language has signed it off."""

NOBODY = "FULL NAME <EMAIL@ADDRESS>"
"""What a file says of its translator before there is one."""

HEADING = re.compile(r"^(#{1,6}) +(.*?)\s*$")
"""A heading of Markdown that is a text of a catalogue; without its marks it is also what its page is called elsewhere."""

BEFORE = "|"
"""How the comments of an entry begin that say what its English was before it changed."""

OBSOLETE = re.compile(r"^#~\|.*$", re.MULTILINE)
"""What the English was of an entry that nobody asks for any more: msgmerge keeps it, and Babel cannot read it."""

LINE = re.compile(
    r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?"(?:[^"\\]|\\.)*"\s*)?'
)
"""A line of a catalogue: a comment, a text with its keyword, more of a text, or nothing."""

GATHERED = "build/languages.json"
"""The words of all catalogues in one file: reading the catalogues takes a second, and a run of a notebook may not read them."""


@dataclass(frozen=True)
class Translation:
    """A language of the book, with what its catalogues say of themselves.

    Attributes
    ----------
    language
        With the words of all its catalogues.
    translators
        Who translated, as the heads of the files say, once each.
    unreviewed
        Catalogues that no person has signed off.
    """

    language: Language
    translators: Sequence[str]
    unreviewed: Sequence[str]


def list_languages(project: Project) -> list[str]:
    """The languages that there are catalogues of, beside that of the source."""
    return sorted({path.parent.name for path in _files(project)})


def list_books(project: Project) -> list[Project]:
    """A project in each language of its published book, that of the source first."""
    return [replace(project, language=id) for id in ("", *list_languages(project))]


def name_languages(project: Project) -> dict[str, str]:
    """What the languages of the published book are called in themselves, by id; only one has nobody to choose from.

    Drafts and the internal book are in that of the source alone.
    """
    ids = [] if project.draft or project.internal else list_languages(project)
    return {id: _name(id) for id in (SOURCE, *ids)} if ids else {}


def _name(id: str) -> str:
    from babel import Locale

    name = Locale.parse(id).get_display_name() or id
    return name[0].upper() + name[1:]


def list_catalogues(project: Project, id: str) -> list[Path]:
    """The files of a language.

    Raises
    ------
    StudyError
        If there is none.
    """
    files = [path for path in _files(project) if path.parent.name == id]
    if not files:
        there = ", ".join(list_languages(project)) or "none"
        raise StudyError(
            f"there is no catalogue of the language {id!r}",
            where="locale",
            repair=f"languages with catalogues: {there}; a new one: {project.command} language {id}",
        )
    return files


def read_translation(project: Project, id: str) -> Translation:
    """A language with its words; entries that are empty, or fuzzy as their English changed, have none.

    Raises
    ------
    StudyError
        If there is no catalogue, or one cannot be read.
    """
    list_catalogues(project, id)
    kept = gather(project)["languages"][id]
    return Translation(_as_language(id, kept["words"]), kept["translators"], kept["unreviewed"])


def language_of(project: Project) -> Language | None:
    """The language of a project's book; none if it is that of the source."""
    return read_translation(project, project.language).language if project.language else None


def read_gathered(data: bytes) -> list[Language]:
    """All languages of the file `GATHERED`."""
    languages = json.loads(data)["languages"]
    return [_as_language(id, kept["words"]) for id, kept in languages.items()]


def gather(project: Project) -> Mapping[str, Any]:
    """Bring the file `GATHERED` up to date; what it holds: by language its words, translators and catalogues not signed off.

    Raises
    ------
    StudyError
        If a catalogue cannot be read.
    """
    key = {project.relative(path): digest_file(path) for path in _files(project)}
    key["code"] = digest_file(Path(__file__))
    path = project.root / GATHERED
    try:
        kept: Mapping[str, Any] = json.loads(path.read_bytes())
        if kept["key"] == key:
            return kept
    except (OSError, ValueError, KeyError, TypeError):
        pass
    languages = {id: _gather(project, id) for id in list_languages(project)}
    data = to_json({"key": key, "languages": languages})
    if languages or path.exists():
        with suppress(OSError):  # whoever only looks has nothing to write
            write_atomically(path, data)
    return dict(json.loads(data))


def read_catalogue(project: Project, path: Path) -> Catalog:
    """A file of gettext.

    Raises
    ------
    StudyError
        If it is none, with the line.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        lines = OBSOLETE.sub("", path.read_text("utf-8")).split("\n")
        catalogue = read_po(lines, locale=path.parent.name, abort_invalid=True)
        _check_quotes(lines)
    except (PoFileError, ValueError) as error:
        raise StudyError(
            f"this is no catalogue that can be read: {error}",
            where=project.relative(path),
            repair="open it with Poedit or another editor for catalogues, which names the line",
        ) from error
    for message in catalogue:
        _read_before(message)
    return catalogue


def _check_quotes(lines: Iterable[str]) -> None:
    """Refuse lines that Babel takes for empty ones: what they say would be gone once the file is filled."""
    torn = [str(number) for number, line in enumerate(lines, 1) if not LINE.fullmatch(line)]
    if torn:
        where = f"{'line' if len(torn) == 1 else 'lines'} {', '.join(torn)}"
        raise ValueError(f"a quotation mark is missing, or one too many, in {where}")


def _read_before(message: Message) -> None:
    """Take what the English of an entry was out of its comments, where Babel leaves it; once somebody has looked it is of no use."""
    from babel.messages.pofile import unescape

    texts: list[str] = []
    for comment in message.user_comments:
        name, quote, text = comment.partition('"')
        if comment.startswith(BEFORE) and quote:
            texts += [""] if "msgid" in name else []
            texts[-1:] = ["".join([*texts[-1:], unescape(f'"{text}')])]
    message.user_comments = [one for one in message.user_comments if not one.startswith(BEFORE)]
    message.previous_id = texts if message.fuzzy else []


def _files(project: Project) -> list[Path]:
    return sorted(
        path
        for path in (project.root / "locale").glob("*/*.po")
        if path.is_file() and path.parent.name != SOURCE
    )


def _gather(project: Project, id: str) -> dict[str, Any]:
    words: dict[str, str | list[str]] = {}
    translators: list[str] = []
    unreviewed: list[str] = []
    for path in list_catalogues(project, id):
        catalogue = read_catalogue(project, path)
        translators.append(_translator(catalogue))
        unreviewed += [] if REVIEWED.search(catalogue.header_comment) else [path.stem]
        for text, said in _words_of(catalogue).items():
            # forms for numbers serve a text alone, too
            if isinstance(said, list) or not isinstance(words.get(text), list):
                words[text] = said
    words = {**dict(_named(words)), **words}
    known = [one for one in dict.fromkeys(translators) if one]
    return {"words": words, "translators": known, "unreviewed": unreviewed}


def _translator(catalogue: Catalog) -> str:
    """Who translated, as the head of a file says; nothing where it only says where to say it."""
    told = str(catalogue.last_translator or "").removesuffix(" <>")
    return "" if told == NOBODY else told


def read_words(project: Project, id: str, names: Collection[str]) -> dict[str, str]:
    """What some catalogues of a language alone have for texts that depend on no number."""
    files = [path for path in list_catalogues(project, id) if path.stem in names]
    words = [_words_of(read_catalogue(project, path)) for path in files]
    return {one: said for each in words for one, said in each.items() if isinstance(said, str)}


def _words_of(catalogue: Catalog) -> dict[str, str | list[str]]:
    words: dict[str, str | list[str]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy or not message.string:
            continue
        if isinstance(message.id, str) and isinstance(message.string, str):
            words[message.id] = message.string
        elif all(message.string):
            words[message.id[0]] = list(message.string)
    return words


def _as_language(id: str, words: Mapping[str, Any]) -> Language:
    return Language(
        id, {one: said if isinstance(said, str) else tuple(said) for one, said in words.items()}
    )


def _named(words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the headings among some words say without their marks."""
    for one, said in words.items():
        heading, told = HEADING.fullmatch(one), isinstance(said, str) and HEADING.fullmatch(said)
        if heading and told:
            yield heading[2], told[2]
