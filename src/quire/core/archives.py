"""Files in one zip, the same bytes for the same files."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from quire.core.errors import StudyError

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Day of every file in an archive: the first that the format knows."""

UNIX, READABLE = 3, 0o644 << 16
TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by their path in it; a path that ends with a slash is an empty folder.

    >>> packed({"a.txt": b"a", "b.txt": b"b"}) == packed({"b.txt": b"b", "a.txt": b"a"})
    True
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.create_system, entry.external_attr = (
                zipfile.ZIP_DEFLATED,
                UNIX,
                READABLE,
            )
            file.writestr(entry, data)
    return made.getvalue()


def unpacked(archive: bytes, names: re.Pattern[str], most: int) -> dict[str, bytes]:
    """The files of a zip that somebody else made, as `packed` takes them.

    Parameters
    ----------
    names
        What all paths in it must be like.
    most
        Bytes that they may have together.

    Raises
    ------
    StudyError
        If it is no zip, or anything in it is not as it may be; nothing was written.

    >>> unpacked(packed({"../a.txt": b"a"}), re.compile("[a-z.]+"), 10)
    Traceback (most recent call last):
    quire.core.errors.StudyError: an archive holds what it may not: '../a.txt'
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as file:
            there = [entry.filename for entry in file.infolist()]
            odd = [name for name in there if not names.fullmatch(name)]
            if odd or len(set(there)) < len(there):
                raise StudyError(f"an archive holds what it may not: {(odd or there)[0]!r}")
            size = sum(entry.file_size for entry in file.infolist())
            if size > most:
                raise StudyError(f"an archive holds {size:,} bytes, and may hold {most:,}")
            return {name: file.read(name) for name in there}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error):
        raise StudyError("an archive cannot be read") from None


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their path below a folder, as `packed` takes them."""
    for name, data in files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file and every empty folder below a folder, as `packed` takes them."""
    there = [(path, path.relative_to(folder).as_posix()) for path in folder.rglob("*")]
    files = {name: path.read_bytes() for path, name in there if path.is_file()}
    empty = [name for path, name in there if path.is_dir() and not any(path.iterdir())]
    return files | {f"{name}/": b"" for name in empty}


def without_times(office: bytes) -> bytes:
    """A file of an office program (a zip of XML) without the moment at which it was made, the same bytes for the same content."""
    with zipfile.ZipFile(io.BytesIO(office)) as file:
        return packed({name: TIMES.sub(b"", file.read(name)) for name in file.namelist()})
