"""What has come in, as it was read: every answered questionnaire of every export, kept in a private file of the edition.

Which of them stands is worked out from it, anew each time (`standing`): so it does not matter in which order exports come in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from quire.core.errors import StudyError
from studylib.intake.submissions import Doubt, Export, Submission, Value, Where

FILE = "received.jsonl"
FIELDS = ("file", "digest", "tool", "row", "id", "sent_on", "sent_at", "finished", "language")


@dataclass(frozen=True)
class Reading:
    """One answered questionnaire as one export has it, with the doubts about its cells.

    Doubts are those of all exports that hold it. A tool may write repeats into a file of their own: without it, there are none here.
    """

    submission: Submission
    doubts: tuple[Doubt, ...] = ()

    @property
    def key(self) -> tuple[str, str, int]:
        """Submission, file and row: the same reading again takes the place of the old one."""
        return self.submission.key, self.submission.digest, self.submission.row


@dataclass(frozen=True)
class Received:
    """All readings, in the order of submissions and files; and doubts about whole columns, by the digest of their file."""

    readings: tuple[Reading, ...] = ()
    columns: tuple[tuple[str, Doubt], ...] = ()

    def add(self, export: Export) -> Received:
        """What has come in with an export more; one that was taken in before changes nothing."""
        doubts: dict[str, list[Doubt]] = {}
        for doubt in export.doubts:
            doubts.setdefault(doubt.submission, []).append(doubt)
        new = [Reading(one, tuple(doubts.get(one.key, ()))) for one in export.submissions]
        every = sorted((*self.readings, *new), key=lambda one: one.submission.key)
        by_key = {one.key: one for one in _level(every)}
        columns = [each for each in self.columns if each[0] not in export.digests]
        columns += export.columns
        return Received(
            tuple(sorted(by_key.values(), key=lambda one: one.key)),
            tuple(sorted(columns, key=lambda one: (one[0], one[1].id))),
        )

    def without(self, keys: Iterable[str]) -> Received:
        """The same without some submissions."""
        gone = set(keys)
        kept = tuple(one for one in self.readings if one.submission.key not in gone)
        digests = {one.submission.digest for one in kept}
        return Received(kept, tuple(each for each in self.columns if each[0] in digests))


def read_received(folder: Path) -> Received:
    """What is on record in the folder of an edition.

    Raises
    ------
    StudyError
        If the file was changed by hand so that it cannot be read.
    """
    path = folder / FILE
    if not path.is_file():
        return Received()
    readings: list[Reading] = []
    columns: list[tuple[str, Doubt]] = []
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            doubts = tuple(_doubt(each) for each in data["doubts"])
            if "submission" in data:
                readings.append(Reading(_submission(data["submission"]), doubts))
            else:
                columns += [(data["digest"], doubt) for doubt in doubts]
    except (ValueError, KeyError, TypeError) as error:
        raise StudyError(
            f"cannot be read ({type(error).__name__})",
            where=path.name,
            repair="it is not to be edited: delete it, and take all exports in once more",
        ) from error
    return Received(tuple(readings), tuple(columns))


def write_received(received: Received) -> bytes:
    """The file of what has come in, one line a reading."""
    lines: list[dict[str, Any]] = [
        {"submission": _plain(one.submission), "doubts": [_listed(each) for each in one.doubts]}
        for one in received.readings
    ]
    lines += [{"digest": digest, "doubts": [_listed(doubt)]} for digest, doubt in received.columns]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode()


def _level(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Readings in order, each with the doubts of all readings of its submission, and the repeats of all that are the same."""
    for _, group in groupby(readings, key=lambda one: one.submission.key):
        same = list(group)
        by_id: dict[str, Doubt] = {}
        for doubt in sorted(
            (each for one in same for each in one.doubts), key=lambda each: each.where
        ):
            by_id.setdefault(doubt.id, doubt)
        doubts = tuple(by_id[id_] for id_ in sorted(by_id))
        for one in same:
            repeats = max(
                (each.submission.repeats for each in same if each.key == one.key), key=count_repeats
            )
            yield Reading(replace(one.submission, repeats=repeats), doubts)


def count_repeats(repeats: Mapping[str, Any]) -> tuple[int, str]:
    """How many repetitions there are; of as many, always the same come first."""
    return sum(map(len, repeats.values())), repr(sorted(repeats.items()))


def _plain(submission: Submission) -> dict[str, Any]:
    fields = {name: getattr(submission, name) for name in FIELDS}
    repeats = {name: [_sorted(one) for one in rows] for name, rows in submission.repeats.items()}
    return {**fields, "cells": _sorted(submission.cells), "repeats": _sorted(repeats)}


def _sorted(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cells[name] for name in sorted(cells)}


def _submission(data: dict[str, Any]) -> Submission:
    repeats = {
        name: tuple(_cells(row) for row in rows) for name, rows in data.pop("repeats").items()
    }
    return Submission(cells=_cells(data.pop("cells")), repeats=repeats, **data)


def _cells(data: dict[str, Any]) -> dict[str, Value]:
    return {
        name: tuple(cell) if isinstance(cell, list) else str(cell) for name, cell in data.items()
    }


def _listed(doubt: Doubt) -> list[Any]:
    return [
        *(doubt.id, doubt.kind, list(doubt.where), doubt.value, doubt.suggestion),
        *(list(doubt.options), doubt.submission),
    ]


def _doubt(data: list[Any]) -> Doubt:
    id_, kind, where, value, suggestion, options, submission = data
    return Doubt(id_, kind, Where(*where), value, suggestion, tuple(options), submission)
