"""What was forgotten is known again, and cannot be read from its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.core.errors import StudyError
from studylib.intake.memory import FILE, Memory, read_memory, write_memory

SEVEN = "4155ad38f8653e62d06d4510a98a95d4733ae5de0491330eafed4f99215cfb34"
"""SHA-256 of `00`, the sign 1f and `kobo:7`, by `sha256sum`."""


def test_a_submission_is_known_after_it_was_added_and_others_are_not() -> None:
    memory = Memory().add(["kobo:7"]).add(["kobo:8"])
    known = [memory.knows(key) for key in ("kobo:7", "kobo:8", "kobo:9", "odk:7", "")]
    assert known == [True, True, False, False, False]
    assert not Memory().knows("")


def test_the_digest_is_one_of_salt_and_key() -> None:
    assert Memory("00").add(["kobo:7"]) == Memory("00", frozenset({SEVEN}))


def test_two_studies_do_not_share_their_salt() -> None:
    first, second = Memory().add(["kobo:7"]), Memory().add(["kobo:7"])
    assert len(first.salt) == 32
    assert first.salt != second.salt
    assert not first.digests & second.digests


def test_the_file_brings_it_back_and_names_nobody(tmp_path: Path) -> None:
    memory = Memory().add(["kobo:aldavera"])
    written = write_memory(memory)
    (tmp_path / "forgotten.json").write_bytes(written)
    assert read_memory(tmp_path) == memory
    assert b"aldavera" not in written


def test_the_file_is_the_same_whatever_was_forgotten_first() -> None:
    one, other = Memory("00").add(["a:1"]).add("bc"), Memory("00").add("cb").add(["a:1"])
    assert write_memory(one) == write_memory(other)
    lines = write_memory(Memory("00", frozenset({"b", "c", "a"}))).decode().split()
    assert lines[-5:-2] == ['"a",', '"b",', '"c"']


def test_without_a_file_nothing_was_forgotten(tmp_path: Path) -> None:
    assert read_memory(tmp_path) == Memory()


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b'{"salt": "00"}', b'{"submissions": []}', b"\xff"]
)
def test_a_file_that_was_changed_by_hand_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(StudyError, match="cannot be read") as error:
        read_memory(tmp_path)
    assert error.value.where == "forgotten.json"
    assert error.value.repair
