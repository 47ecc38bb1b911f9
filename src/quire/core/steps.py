"""One way to say whether a step is up to date, and why not: tables, runs, book and print are all decided here.

A step has a key, all that its result depends on, part by part; its result is files below a folder. A record holds both as they
were. What of them is no longer so is why the step is stale. What belongs into a key is decided by whoever makes the step.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quire.core.project import digest_file, to_json, write_atomically

RECORD = "record.json"
"""Name of a record that lies among the outputs."""

KEPT = frozenset({RECORD, "README.md"})
"""Files among the outputs of a step that are none."""

BESIDE = "_static/print/"
"""What a later step puts among the outputs of one: PDFs of a book, which is made before them."""

ALL = "**/*"
"""Pattern of the files in a folder and below it."""

Key = Mapping[str, Any]
"""Parts by name: each holds named things with their digest or value, or is a list of digests, which are named by their number."""

WORDS = {
    "code": "code cell",
    "environment": "",
    "files": "",
    "inputs": "input",
    "parameters": "parameter",
}
"""How a thing of a part is called where the part's own name does not do."""

DIGEST = re.compile(r"[0-9a-f]{64}|missing")


@dataclass(frozen=True)
class Step:
    """Something that is made of other things.

    Attributes
    ----------
    name
        What people call it: `tables`, `2019/situation`, `book`.
    folder, pattern
        Its outputs: the files below the folder that fit the pattern.
    record
        The file that tells what they were made from.
    key
        What they depend on as of now.
    waits
        Names of stale steps whose results it depends on.
    """

    name: str
    folder: Path
    record: Path
    key: Key = field(repr=False)
    pattern: str = ALL
    waits: tuple[str, ...] = ()

    def why_stale(self) -> tuple[str, ...]:
        """Say why it has to be made again, or for what it waits; empty if it is up to date."""
        return (*self._changes(), *(f"waits for {name}" for name in self.waits))

    def is_whole(self) -> bool:
        """Whether its outputs are as they were noted, whatever they should be by now."""
        record = read_record(self.record)
        return record is not None and not any(self._output_changes(record.outputs))

    def keep_record(self) -> None:
        """Note what the outputs that are there were made from."""
        write_record(self.record, self.key, digest_outputs(self.folder, self.pattern))

    def _changes(self) -> tuple[str, ...]:
        record = read_record(self.record)
        if record is None:
            made = digest_outputs(self.folder, self.pattern)
            return ("its record is gone or cannot be read" if made else "never made",)
        return (*changes(record.key, self.key), *self._output_changes(record.outputs))

    def _output_changes(self, recorded: Mapping[str, str]) -> Iterable[str]:
        now = digest_outputs(self.folder, self.pattern)
        for name in sorted({*recorded, *now}):
            if name not in now:
                yield f"output {name} is gone"
            elif name not in recorded:
                yield f"output {name} was not made by it"
            elif now[name] != recorded[name]:
                yield f"output {name} was edited"


@dataclass(frozen=True)
class Record:
    """What a result was made from, and the SHA-256 of every file of it by path below its folder."""

    key: Key
    outputs: Mapping[str, str]


def read_record(path: Path) -> Record | None:
    """The record of a result; None if there is none that can be read."""
    try:
        data = json.loads(path.read_bytes())
        return Record(dict(data["key"]), dict(data["outputs"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_record(path: Path, key: Key, outputs: Mapping[str, str]) -> None:
    """Write a record, complete or not at all; the last thing of a step, as what has none was never made."""
    write_atomically(path, to_json({"key": dict(key), "outputs": dict(outputs)}))


def digest_outputs(folder: Path, pattern: str = ALL) -> dict[str, str]:
    """SHA-256 of the files below a folder, by path with forward slashes, sorted; without records and what is put beside them."""
    if pattern == ALL:  # walked, as a glob takes longer than the digests of what it finds
        places = os.walk(folder)
        files = [os.path.join(place, name) for place, _, names in places for name in names]
    else:
        files = [str(path) for path in folder.glob(pattern)]
    # all begin alike, so that nothing has to be worked out for each of thousands
    start = len(os.path.join(folder, ""))
    named = {
        path[start:].replace(os.sep, "/"): Path(path)
        for path in sorted(files)
        if os.path.basename(path) not in KEPT and os.path.isfile(path)
    }
    return {name: digest_file(path) for name, path in named.items() if not name.startswith(BESIDE)}


def changes(old: Key, new: Key) -> tuple[str, ...]:
    """Say which things of two keys differ, part by part; empty if none does.

    >>> changes({"parameters": {"least": 3}}, {"parameters": {"least": 4}, "code": ["a"]})
    ('code cell 1 is new', 'parameter least: 3 -> 4')
    """
    said: list[str] = []
    for part in sorted({*old, *new}):
        before, after = (_named(key.get(part, {})) for key in (old, new))
        for name in sorted({*before, *after}, key=lambda name: (not name.isdigit(), name.zfill(4))):
            thing = f"{WORDS.get(part, part)} {name}".strip()
            if name not in after:
                said.append(f"{thing} no longer used")
            elif name not in before:
                said.append(f"{thing} is new")
            elif before[name] != after[name]:
                said.append(f"{thing}{_difference(before[name], after[name])}")
    return tuple(said)


def _named(part: Mapping[str, Any] | list[str]) -> Mapping[str, Any]:
    if isinstance(part, Mapping):
        return part
    return {str(number): value for number, value in enumerate(part, start=1)}


def _difference(old: Any, new: Any) -> str:
    texts = isinstance(old, str) and isinstance(new, str)
    if texts and DIGEST.fullmatch(old) and DIGEST.fullmatch(new):
        return " changed"
    return f": {old} -> {new}" if texts else f": {old!r} -> {new!r}"
