"""Files as they are downloaded: compressed, in archives, in other encodings, or broken."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from quire.core.errors import StudyError
from studylib.importing import opening
from studylib.importing.opening import open_texts, read_bytes


def packed(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, text in files.items():
            file.writestr(name.replace("__", "."), text)
    return made.getvalue()


def test_a_compressed_file_and_an_archive_hold_the_same_text() -> None:
    assert open_texts("a.tsv.gz", gzip.compress(b"x\t1\n")) == [("a.tsv.gz", "x\t1\n")]
    archive = packed(API__csv="x,1\n", Metadata_Country__csv="no", readme__txt="no")
    assert open_texts("API.zip", archive) == [("API.zip/API.csv", "x,1\n")]
    assert open_texts("a.csv", "é".encode("utf-16")) == [("a.csv", "é")]
    assert open_texts("a.csv", b"\xef\xbb\xbfx") == [("a.csv", "x")]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b"caf\xe9\n", "no text in UTF-8 (line 1)"),
        (gzip.compress(b"x" * 100)[:-9], "broken archive"),
        (b"PK\x03\x04 broken", "broken archive"),
        (packed(readme__txt="x"), "no table"),
        (b"PK" + packed(a__csv="x")[2:40], "broken archive"),
    ],
)
def test_what_cannot_be_opened_says_why(data: bytes, what: str) -> None:
    with pytest.raises(StudyError) as caught:
        open_texts("a", data)
    assert what in caught.value.what


def test_a_workbook_is_named_as_one() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("[Content_Types].xml", "")
    with pytest.raises(StudyError, match="workbook"):
        open_texts("a.xlsx", made.getvalue())


def test_little_that_unpacks_to_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST", 50)
    for data in (gzip.compress(b"x" * 51), packed(a__csv="x" * 30, b__csv="x" * 30)):
        with pytest.raises(StudyError, match="too much"):
            open_texts("a", data)
    assert open_texts("a", gzip.compress(b"x" * 50)) == [("a", "x" * 50)]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(StudyError, match="not there"):
            read_bytes(path)
