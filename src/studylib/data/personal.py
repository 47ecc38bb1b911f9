"""Personal data that must not stand under `data/raw`: e-mail addresses, telephone and IP numbers in any text.

What questions ask of persons is left out where exports are read (`studylib.intake.tools`); here is the net below it.
"""

from __future__ import annotations

import csv
import io
import ipaddress
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from quire.core.errors import Fault
from quire.core.project import Project

EMAIL = re.compile(
    r"[^\s@<>()\[\]\"',;:/=?&]@[\w-]+\.[\w-]"
    r"|[\w.+-] ?[(\[{] ?(?:at|arroba|ät) ?[)\]}] ?[\w-]+(?:\.| ?[(\[{] ?(?:dot|punto|ponto) ?[)\]}] ?)\w",
    re.IGNORECASE,
)
"""Also `name (at) city.org`. A domain has a point, so that `photos/123@N00` and `/@41.38,2.17` are none.

Only the last sign of a name is looked for: looking for all of it takes, for a long word, the square of its length.
"""

IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")
IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)

GAP = r"[ \u00a0.()/-]{0,3}"
KEYWORD = r"\b(?:tel(?:e(?:ph|f)on[eo]?|\u00e9fono)?|tfno|t\u00e9l|phone|call|mobile|m\u00f3vil|celular|whatsapp|fax)"
TELEPHONE = re.compile(
    # with the code of a country: a plus sign or 00, and eight digits or more
    rf"(?<![\w.,+-])(?:\+|00(?=[ 1-9])){GAP}\d(?:{GAP}\d){{7,14}}(?!\w)"
    # after a word that announces one
    rf"|{KEYWORD}\b[^\w+\n]{{0,6}}(?:no|nr)?[^\w+\n]{{0,3}}\+?\d(?:{GAP}\d){{5,14}}(?!\w)"
    # with the code of a region: 030 1234567, 01 23 45 67 89, (011) 4567-8901
    r"|(?<![\w.,/+-])\(?0\d{1,4}\)?[ ./-]?\d(?:[ ./-]?\d){6,9}(?![\w./-]*\w)"
    # in the groups of North America, Brazil and Spain
    r"|(?<![\w.,+-])(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w.-]*\d)"
    r"|(?<![\w.,+-])\(\d{2}\) ?9?\d{4}-\d{4}(?!\w)"
    r"|(?<![\w.,+-])(?:\d{2} \d{3}|[6-9]\d{2} \d{2}) \d{2} \d{2}(?! ?\d)",
    re.IGNORECASE,
)
HARMLESS = re.compile(
    r"https?://[^\s<>\"']+"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32,}\b"
    r"|\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b",
    re.IGNORECASE,
)
"""What has many digits and is of nobody: addresses of pages, keys, digests and dates."""

NUMBER = re.compile(r"-?(?:0|[1-9]\d*)?(?:\.\d+)?")

READ = frozenset({".csv", ".yml", ".yaml", ".md", ".txt", ".json"})
REPAIR = "take it out, and look whether it was committed before"


def list_kinds(text: str) -> list[str]:
    """Which kinds of personal data a text holds; none if it holds none.

    >>> list_kinds("Write to ana@city.example.org or call +34 600 000 000")
    ['an e-mail address', 'a telephone number']
    >>> list_kinds("3,200 residents in 2024; SDG 3 4 11 13; https://city.example.org/2024/123456789")
    []
    """
    plain = unicodedata.normalize("NFKC", text)
    kinds = ["an e-mail address"] if EMAIL.search(plain) else []
    plain = HARMLESS.sub(" ", plain)
    kinds += ["a telephone number"] if TELEPHONE.search(plain) else []
    return kinds + (["an IP number"] if any(_addresses(plain)) else [])


def find_personal_data(project: Project) -> list[Fault]:
    """A fault for every cell or line under `data/raw` that holds personal data; its words are not repeated."""
    faults = []
    for path in sorted(project.raw.rglob("*")):
        if path.suffix not in READ or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        # most files hold none, and are seen through as a whole; a cell that is a plain number has none
        cells = {cell for _row, _column, cell in _cells(path, text) if not NUMBER.fullmatch(cell)}
        if list_kinds("\n".join(cells)):
            faults += [
                Fault(project.relative(path), row, column, "", f"holds {kind}", REPAIR)
                for row, column, cell in _cells(path, text)
                for kind in list_kinds(cell)
            ]
    return faults


def _addresses(text: str) -> Iterator[str]:
    """Numbers of machines: four groups below 256, or what the standard takes for its sixth version."""
    for match in IPV4.finditer(text):
        if all(int(group) < 256 for group in match[0].split(".")):
            yield match[0]
    for match in IPV6.finditer(text):
        groups = [group for group in match[0].split(":") if group]
        try:
            ipaddress.IPv6Address(match[0])
        except ValueError:
            continue
        if len(groups) > 1 and any(map(str.isdigit, "".join(groups))):
            yield match[0]


def _cells(path: Path, text: str) -> Iterator[tuple[int, str, str]]:
    """Each cell of a table with its line and column, or each line of another file."""
    if path.suffix != ".csv":
        yield from ((number, "", line) for number, line in enumerate(text.splitlines(), start=1))
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        head = next(reader, [])
        yield from ((1, name, name) for name in head)
        for row in reader:
            for number, cell in enumerate(row):
                yield reader.line_num, head[number] if number < len(head) else "", cell
    except csv.Error:
        # what is wrong with the table is said elsewhere
        yield from ((number, "", line) for number, line in enumerate(text.splitlines(), start=1))
