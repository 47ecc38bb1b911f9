"""From the bytes of an export to rows of text: kind of file, encoding, delimiter, workbook, archive.

What the rows mean is `studylib.intake.tools`. Nothing is written, nothing in a file is run or fetched.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from quire.core.errors import Fault
from quire.tables.faults import mark_file
from quire.text.unseen import leave_out_unseen
from studylib.intake.workbooks import Unreadable, read_labelled, read_workbook

DELIMITERS = (",", ";", "\t", "|")
AGAIN = "export it again"
LARGEST = 300_000_000
"""Bytes that a file may have when it is unpacked."""
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True)
class Sheet:
    """Rows of text of one table.

    Attributes
    ----------
    file, digest
        Name of the file it was in, and the SHA-256 of that file.
    name
        The sheet of the workbook, or the stem of the file of text.
    rows
        As wide as the head; the head is not yet told from what stands above it.
    lines
        For each row its line in the file.
    source
        `csv`, `xlsx`, `spss` or `stata`.
    heads
        A second name of each column (the labels of SPSS and Stata), or empty.
    """

    file: str
    digest: str
    name: str
    rows: list[tuple[str, ...]]
    lines: list[int]
    source: str
    heads: tuple[str, ...] = field(default=())


def read_sheets(path: Path) -> tuple[list[Sheet], list[Fault]]:
    """All tables of a file, or what stands in the way.

    >>> read_sheets(Path("nowhere.csv"))[1][0].what
    'is not there'
    """
    if not path.is_file():
        return [], [mark_file(path.name, "is not there", "give the name of a file that is")]
    try:
        data = path.read_bytes()
    except OSError:
        return [], [mark_file(path.name, "cannot be opened", "close it elsewhere, or copy it")]
    digest = hashlib.sha256(data).hexdigest()
    try:
        sheets = _read_bytes(path, path.name, data, digest)
    except Unreadable as error:
        fault = Fault(path.name, error.row, error.column, "", error.what, error.repair)
        return [], [fault]
    # what people paste into a form brings signs along that nobody can see, or take out by hand
    return [replace(sheet, rows=_leave_out_unseen(sheet.rows)) for sheet in sheets], []


def _leave_out_unseen(rows: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    return [tuple(map(leave_out_unseen, row)) for row in rows]


def _read_bytes(path: Path, name: str, data: bytes, digest: str) -> list[Sheet]:
    """Tables by what the bytes are, whatever the file is called."""
    if not data.strip(b"\x00 \r\n\t"):
        raise Unreadable("is empty", AGAIN)
    if len(data) > LARGEST:
        raise Unreadable("is larger than any export", "split it, or export without attachments")
    if data.startswith(b"PK"):
        return _read_zip(name, data, digest)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise Unreadable(
            "is protected by a password" if locked else "is a workbook of Excel before 2007",
            "save it as .xlsx without a password" if locked else "save it as .xlsx",
        )
    for mark, source in ((b"$FL", "spss"), (b"<stata_dta>", "stata")):
        if data.startswith(mark) or (source == "stata" and path.suffix.lower() == ".dta"):
            rows, heads = read_labelled(path, source)
            return [
                Sheet(name, digest, path.stem, rows, list(range(len(rows))), source, tuple(heads))
            ]
    return [read_text(name, path.stem, data, digest)]


def _read_zip(name: str, data: bytes, digest: str) -> list[Sheet]:
    """A workbook, or an archive of files of text (ODK Central)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > LARGEST:
                raise Unreadable("unpacks to more than any export", AGAIN)
            if any(member.flag_bits & 1 for member in members):
                raise Unreadable("is protected by a password", "give it without one")
            if "[Content_Types].xml" in archive.namelist():
                return [
                    Sheet(name, digest, sheet.name, sheet.rows, sheet.lines, "xlsx")
                    for sheet in read_workbook(data)
                ]
            return _read_archive(name, archive, members, digest)
    except Unreadable:
        raise
    except Exception as error:  # the reader of archives lets through whatever damaged bytes lead to
        raise Unreadable("is a broken archive or workbook", AGAIN) from error


def _read_archive(
    name: str, archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo], digest: str
) -> list[Sheet]:
    sheets = []
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise Unreadable("holds a file that would lie outside its folder", AGAIN)
        if path.suffix.lower() == ".csv" and not path.name.startswith("."):
            inside = f"{name}/{path.name}"
            sheets.append(read_text(inside, path.stem, archive.read(member), digest))
    if not sheets:
        raise Unreadable("holds no CSV file", "export the answers as CSV")
    return sheets


def read_text(name: str, stem: str, data: bytes, digest: str) -> Sheet:
    """A table as text: encoding, delimiter, rows.

    Raises
    ------
    Unreadable
        If it is no table.
    """
    text = decode(data)
    start = text.lstrip()[:200].casefold()
    if start.startswith("<"):
        raise Unreadable(
            "is a page or XML, not a table", "download the export itself, not its page"
        )
    if start.startswith(("{", "[{", "%pdf")):
        raise Unreadable("is no table", "export as CSV or XLSX")
    said = text[4] if start.startswith("sep=") and len(text) > 5 else ""
    if said:
        text = text.split("\n", 1)[-1]
    rows, lines = _split(text, said or sniff_delimiter(text))
    return Sheet(name, digest, stem, rows, [line + bool(said) for line in lines], "csv")


def decode(data: bytes) -> str:
    """Text from bytes: by the mark at its beginning, else UTF-8, else what Excel writes in the west (cp1252).

    >>> decode("Málaga".encode("cp1252")), decode("Málaga".encode("utf-16"))
    ('Málaga', 'Málaga')
    """
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "")
    begin = data[:4000]
    if not encoding and begin.count(0) * 5 > len(begin):
        encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        text = _decode_western(data, error, encoding)
    if any(sign in text for sign in "\x00\x01\x02\x03\x04\x05\x06"):
        raise Unreadable("holds bytes that are no text", AGAIN)
    return text.replace("\ufeff", "")


def _decode_western(data: bytes, error: UnicodeDecodeError, encoding: str) -> str:
    """Single bytes as Excel writes them, unless the file began as UTF-8."""
    if encoding:
        raise Unreadable("breaks off, or is damaged", AGAIN) from error
    if (
        error.start >= len(data) - 4
        and data[:200_000].isascii() is False
        and error.end == len(data)
    ):
        raise Unreadable("breaks off in the middle of a letter", AGAIN) from error
    if not data[: error.start].isascii():
        row = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("is written in two encodings", "save it as CSV UTF-8", row) from error
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as other:
        raise Unreadable("is no text", "export as CSV UTF-8") from other


def sniff_delimiter(text: str) -> str:
    r"""The sign between cells: the one that cuts most of the first rows into equally many cells, and many.

    >>> sniff_delimiter("city;share\nGraz;45,5\nWien;50,1\n")
    ';'
    """
    begin = text[:200_000]

    def measure(delimiter: str) -> int:
        rows = csv.reader(io.StringIO(begin, newline=""), delimiter=delimiter)
        widths: Counter[int] = Counter()
        try:
            for row, _ in zip(rows, range(25), strict=False):
                widths[len(row)] += 1
        except csv.Error:
            pass
        return max(((width - 1) * count for width, count in widths.items()), default=0)

    return max(DELIMITERS, key=measure)


def _split(text: str, delimiter: str) -> tuple[list[tuple[str, ...]], list[int]]:
    """Rows that are not empty, as wide as the widest of the first, with their lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, lines, begin = [], [], 1
    try:
        for row in reader:
            if any(row):
                rows.append(tuple(row))
                lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        what = "holds a cell that is too large" if "limit" in str(error) else "breaks off in a cell"
        repair = "export it again; a quotation mark may be missing"
        raise Unreadable(f"{what} that begins here", repair, begin) from error
    if not rows:
        raise Unreadable("is empty", AGAIN)
    return rows, lines
