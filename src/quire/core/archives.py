"""Files in one zip, the same bytes for the same files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Day of every file in an archive: the first that the format knows."""

UNIX, READABLE = 3, 0o644 << 16
TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by their path in it.

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


def without_times(office: bytes) -> bytes:
    """A file of an office program (a zip of XML) without the moment at which it was made, the same bytes for the same content."""
    with zipfile.ZipFile(io.BytesIO(office)) as file:
        return packed({name: TIMES.sub(b"", file.read(name)) for name in file.namelist()})
