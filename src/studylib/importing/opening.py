"""From the bytes of a file to text: compressed files and archives opened, encodings read, nothing beyond a limit."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import Path

from quire.core.errors import StudyError

LARGEST = 500_000_000
"""Bytes that a file may have when it is unpacked."""
AGAIN = "download it again"
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises
    ------
    StudyError
        If there is none, or it cannot be opened.
    """
    if not path.is_file():
        raise StudyError("is not there", where=str(path), repair="give the name of a file that is")
    try:
        if path.stat().st_size > LARGEST:
            raise StudyError("is too large", where=path.name, repair="choose fewer figures")
        return path.read_bytes()
    except OSError as error:
        repair = "see who may read it, or copy it"
        raise StudyError("cannot be opened", where=path.name, repair=repair) from error


def open_texts(name: str, data: bytes) -> list[tuple[str, str]]:
    """The texts in a file, each with its name: one, or those of an archive.

    Raises
    ------
    StudyError
        If it cannot be unpacked, or is no text.
    """
    if data.startswith(b"\x1f\x8b"):
        return [(name, _decode(name, _gunzip(name, data)))]
    if data.startswith(b"PK"):
        return [(f"{name}/{one}", _decode(one, inside)) for one, inside in _unzip(name, data)]
    return [(name, _decode(name, data))]


def _gunzip(name: str, data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            inside = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise StudyError("is a broken archive", where=name, repair=AGAIN) from error
    if len(inside) > LARGEST:
        raise StudyError("unpacks to too much", where=name, repair="choose fewer figures")
    return inside


def _unzip(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """The tables in an archive; files that describe them (`Metadata_...`) are left."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "[Content_Types].xml" in archive.namelist():
                raise StudyError("is a workbook", where=name, repair="save its sheet as CSV")
            tables = [
                one
                for one in archive.infolist()
                if one.filename.lower().endswith((".csv", ".tsv"))
                and not Path(one.filename).name.startswith(("Metadata_", "."))
            ]
            if sum(one.file_size for one in tables) > LARGEST:
                raise StudyError("unpacks to too much", where=name, repair="choose fewer figures")
            inside = [(Path(one.filename).name, archive.read(one)) for one in tables]
    except StudyError:
        raise
    except Exception as error:  # the reader of archives lets through whatever damaged bytes lead to
        raise StudyError("is a broken archive", where=name, repair=AGAIN) from error
    if not inside:
        raise StudyError("holds no table", where=name, repair="give an archive with a CSV file")
    return inside


def _decode(name: str, data: bytes) -> str:
    code = next((code for mark, code in MARKS if data.startswith(mark)), "utf-8-sig")
    try:
        text = data.decode(code)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise StudyError(f"is no text in UTF-8 (line {line})", where=name, repair=AGAIN) from error
    if not text.strip():
        raise StudyError("is empty", where=name, repair=AGAIN)
    return text
