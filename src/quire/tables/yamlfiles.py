"""YAML, read in one place and strictly: what stands there is what is read, or every fault is in one report with its line.

Types are those of YAML 1.2, with numbers as JSON writes them: `yes`, `1:24`, `024` and days are text. PyYAML parses; its own
types are those of YAML 1.1, and it keeps the last of two keys and says nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from quire.core.errors import Fault, Faults
from quire.tables.faults import decode_text, mark_odd

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times faster where PyYAML was built with it."""

MOST_ALIASES = 20
"""Aliases of aliases make much of little: twenty come to a thousand values or so, a hundred to more than a memory holds."""
DEEPEST = 50
"""Lists in lists; a reader in C ends the whole program somewhere beyond."""

WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
BROKEN = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?")

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """What a file of YAML holds, and on which line each of its keys and list items stands."""

    data: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of a key, or of what it is in if there is no such key."""
        inside = (place[:end] for end in range(len(place), -1, -1))
        return next((self.lines[part] for part in inside if part in self.lines), 0)


def load_yaml(path: Path, where: str) -> Any:
    """What a file of YAML holds, for those who need no model.

    Raises
    ------
    Faults
        With every fault of the file.
    """
    document, faults = read_yaml(path, where)
    if document is None:
        raise Faults(faults, where=where)
    return document.data


def read_yaml(path: Path, where: str) -> tuple[Document | None, list[Fault]]:
    """Read a file, whatever lies there.

    Returns
    -------
    tuple
        The document, or None with the faults that stand in its way.
    """
    if odd := mark_odd(path, where):
        return None, odd
    text, faults = decode_text(path.read_bytes(), where)
    return (None, faults) if faults else parse_yaml(text, where)


def parse_yaml(text: str, where: str) -> tuple[Document | None, list[Fault]]:
    r"""Read a text.

    >>> document, _ = parse_yaml("open: yes\nfrom: 024\nrows: 24\n", "a.yml")
    >>> document.data, document.line(("rows",))
    ({'open': 'yes', 'from': '024', 'rows': 24}, 3)
    >>> [str(fault) for fault in parse_yaml("rows: 1\nrows: 2\n", "a.yml")[1]]
    ["a.yml:2 [rows] '2': the key is there twice, first in line 1 - keep one of them"]
    """
    reading = _Reading(where)
    try:
        for event in yaml.parse(text, LOADER):
            if reading.take(event):
                return None, reading.faults
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        line = mark.line + 1 if mark else 0
        at = text.splitlines()[line - 1 : line] if line else []
        repair = (
            "write blanks in place of the tab"
            if any("\t" in words for words in at)
            else "look for a missing colon, quote or indentation"
        )
        return None, [*reading.faults, Fault(where, line, "", "", "is not valid YAML", repair)]
    if reading.faults:
        return None, reading.faults
    return Document(reading.top.data.get("", None), reading.lines), []


@dataclass
class _Collection:
    """Keys or a list under way, with the place where they stand; `key` waits for its value."""

    data: Any
    place: Place
    anchor: str | None = None
    key: str | None = None
    first: dict[str | float, int] = field(default_factory=dict)

    @property
    def wants_key(self) -> bool:
        """Whether a key comes next."""
        return isinstance(self.data, dict) and self.key is None


class _Reading:
    """A document while its events come in; nothing in it calls itself, so that no depth ends the program."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[Fault] = []
        self.lines: dict[Place, int] = {}
        self.top = _Collection({}, (), key="")
        self._open = [self.top]
        self._anchors: dict[str | None, Any] = {}
        self._aliases = self._documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Take one event in; whether it makes no sense to go on."""
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.CollectionEndEvent):
            ended = self._open.pop()
            self._anchors[ended.anchor] = ended.data
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            return self._documents > 1 and self._stop(line, "holds several documents (---)")
        elif isinstance(event, yaml.AliasEvent):
            return self._take_alias(event.anchor, line)
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.tag not in {None, "!"}:
                return self._stop(line, f"has the tag {event.tag}")
            if isinstance(event, yaml.ScalarEvent):
                self._take_scalar(event, line)
            else:
                return self._begin(event, line)
        return False

    def _take_alias(self, anchor: str | None, line: int) -> bool:
        self._aliases += 1
        if self._aliases > MOST_ALIASES:
            return self._stop(line, f"has more than {MOST_ALIASES} aliases (*name)")
        if anchor not in self._anchors:
            return self._stop(line, f"has the alias *{anchor}, which names nothing above")
        if self._open[-1].wants_key:
            return self._stop(line, "has a key that is no word")
        self._put(self._anchors[anchor], line)
        return False

    def _take_scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        inside = self._open[-1]
        if inside.wants_key:
            inside.key = event.value
            inside.first.setdefault(event.value, line)
            return
        value = event.value if event.style else _as_type(event.value)
        self._anchors[event.anchor] = value
        self._put(value, line)

    def _begin(self, event: yaml.CollectionStartEvent, line: int) -> bool:
        if self._open[-1].wants_key:
            return self._stop(line, "has a key that is no word")
        if len(self._open) > DEEPEST:
            return self._stop(line, f"has more than {DEEPEST} lists or keys in one another")
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._open.append(_Collection(value, self._put(value, line), event.anchor))
        return False

    def _put(self, value: Any, line: int) -> Place:
        """Put a value where it belongs, and say where that is."""
        inside = self._open[-1]
        if inside.key is None:
            self._find_twin(inside, value, line)
            place: Place = (*inside.place, len(inside.data))
            inside.data.append(value)
        else:
            key, inside.key = inside.key, None
            place = (*inside.place, key) if inside is not self.top else ()
            if key in inside.data:
                said = "" if isinstance(value, dict | list) else str(value)
                what = f"the key is there twice, first in line {inside.first[key]}"
                self._mark(line, _say(place), said, what, "keep one of them")
            inside.data[key] = value
        self.lines[place] = line
        return place

    def _find_twin(self, inside: _Collection, value: Any, line: int) -> None:
        """A word or whole number that is in a list already."""
        if not isinstance(value, str | int | float):
            return
        # not looked for in the list itself, which would take hours where it is long
        first = inside.first.get(value)
        inside.first.setdefault(value, line)
        if first is not None and isinstance(value, str | int) and not isinstance(value, bool):
            what = f"is there twice, first in line {first}"
            self._mark(line, _say(inside.place), str(value), what, "keep one of them")

    def _mark(self, line: int, key: str, value: str, what: str, repair: str) -> None:
        self.faults.append(Fault(self.where, line, key, value, what, repair))

    def _stop(self, line: int, what: str) -> bool:
        self._mark(line, "", "", what, "write out what is meant")
        return True


def _as_type(text: str) -> Any:
    """The value of a word without quotes."""
    if text in WORDS:
        return WORDS[text]
    if WHOLE.fullmatch(text):
        return int(text)
    if BROKEN.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


def _say(place: Place) -> str:
    return ".".join(map(str, place))
