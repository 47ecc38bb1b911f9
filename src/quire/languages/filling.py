"""Catalogues are filled with the texts that there are, and held against them.

A text that is new comes in empty; one whose English changed keeps its old words, marked as fuzzy for translators, and is English in the
book until somebody has looked at them; one that is gone goes to the end of its file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from quire.core.errors import Fault, StudyError
from quire.core.project import SOURCE, Project, write_atomically
from quire.languages.catalogues import read_catalogue
from quire.languages.collecting import Catalogues, Entry, collect_messages, collect_pages

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

CODE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
MARKED = re.compile(r"%\((\w+)\)s")
HEAD = """\
# Words of the study: {name}.
# Whoever has read all of them and stands for them writes "yes" into the next line.
# Reviewed: no"""


def list_texts(project: Project, own: Catalogues) -> dict[str, list[Entry]]:
    """All texts that a language needs words for, by catalogue; the study's own among them (`quire.study.Study.texts`)."""
    return {
        "messages": [*collect_messages(project)],
        "pages": [*collect_pages(project)],
        **{name: [*entries] for name, entries in own.items()},
    }


def fill_language(project: Project, id: str, own: Catalogues) -> dict[str, tuple[int, int]]:
    """Bring the catalogues of a language up to date, or begin them.

    Parameters
    ----------
    id
        Code of the language, such as `fr` or `pt_BR`.
    own
        The texts of the study's own catalogues.

    Returns
    -------
    dict
        By catalogue, how many texts it has, and how many of them have no words.

    Raises
    ------
    StudyError
        If it is no language, or a catalogue cannot be read; then nothing is written.
    """
    _check(id)
    made = {}
    for name, entries in list_texts(project, own).items():
        path = project.root / "locale" / id / f"{name}.po"
        made[path] = _filled(project, path, entries)
    for path, catalogue in made.items():
        write_atomically(path, _written(catalogue))
    return {
        path.stem: (len(catalogue), sum(not _has_words(one) for one in catalogue if one.id))
        for path, catalogue in made.items()
    }


def find_lacks(project: Project, id: str, own: Catalogues) -> Iterator[Fault]:
    """What the catalogues of a language lack: words, words that are stale, and placeholders that are not those of the English text."""
    for name, entries in list_texts(project, own).items():
        path = project.root / "locale" / id / f"{name}.po"
        where = project.relative(path)
        there = read_catalogue(project, path) if path.is_file() else None
        for key, entry in _by_text(entries).items():
            message = there.get(entry.text) if there else None
            shown = entry.text if len(entry.text) < 80 else f"{entry.text[:77]}..."
            if message is None or not _has_words(message):
                stale = message is not None and message.fuzzy
                what = "has old words, as its English changed" if stale else "has no words"
                repair = (
                    f"{project.command} language {id}, then write them with Poedit or an editor"
                )
                yield Fault(where, 0, shown, entry.where, what, repair)
            elif (others := _parts(key) ^ _parts(_strings(message))) and not message.fuzzy:
                what = f"other placeholders than in English: {', '.join(sorted(others))}"
                yield Fault(where, 0, shown, entry.where, what, "use those of the English text")


def _check(id: str) -> None:
    from babel import Locale, UnknownLocaleError

    try:
        if not CODE.fullmatch(id) or id == SOURCE:
            raise UnknownLocaleError(id)
        Locale.parse(id)
    except (UnknownLocaleError, ValueError) as error:
        raise StudyError(
            f"{id!r} is no code of a language", repair="such as fr, pt_BR or eu"
        ) from error


def _by_text(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    """Each text once, with its plural, as the key of what must be in it."""
    return {f"{one.text}{one.many}": one for one in reversed([*entries])}


def _filled(project: Project, path: Path, entries: Iterable[Entry]) -> Catalog:
    from babel.messages.catalog import Catalog

    template = Catalog(fuzzy=False)
    for entry in entries:
        text = (entry.text, entry.many) if entry.many else entry.text
        template.add(text, auto_comments=[entry.where])
    if path.is_file():
        catalogue = read_catalogue(project, path)
        for text in [text for text in catalogue.obsolete if template.get(text)]:
            back = catalogue.obsolete.pop(text)
            catalogue[back.id] = back
        before = {message.id: message.previous_id for message in catalogue}
        catalogue.update(template, update_creation_date=False)
        for message in catalogue:
            message.previous_id = message.previous_id or before.get(message.id, [])
        return catalogue
    head = HEAD.format(name=path.stem)
    made = Catalog(locale=path.parent.name, project=project.name, fuzzy=False, header_comment=head)
    made.update(template, update_creation_date=False)
    return made


def _written(catalogue: Catalog) -> bytes:
    from babel.messages.pofile import write_po

    made = io.BytesIO()
    write_po(made, catalogue, width=110, sort_output=True, include_previous=True)
    return made.getvalue()


def _strings(message: Message) -> str:
    return message.string if isinstance(message.string, str) else "".join(message.string or ())


def _has_words(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else message.string
    return bool(strings) and all(strings or ()) and not message.fuzzy


def _parts(text: str) -> set[str]:
    """The placeholders of a message; blocks of pages have braces of their own."""
    marked = set(MARKED.findall(text))
    if "{{" in text or "{%" in text or "`" in text:
        return marked
    try:
        return marked | {name for _, name, _, _ in Formatter().parse(text) if name}
    except ValueError:
        return marked
