"""Errors that say what is wrong, where, and how to repair it.

Every error the study raises on purpose is a `StudyError`; faults found in data are collected as `Fault` and raised together as
`Faults`. What is checked, and when, lives with the thing that is checked.
"""

from __future__ import annotations

import difflib
import errno
import re
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ALL_SHOWN, FIRST_SHOWN = 20, 3
"""Faults of one kind that are all listed, and how many are if there are more."""


class StudyError(Exception):
    """One thing that is wrong.

    Parameters
    ----------
    what
        What is wrong, as a sentence without a full stop.
    where
        The file, row, key or cell it was found in; empty if there is none.
    repair
        What to do about it, as an instruction; empty only if nothing can be done.

    >>> print(StudyError("edition '2091' is unknown", where="data/raw/editions", repair="use one of: '2017', '2019'"))
    data/raw/editions: edition '2091' is unknown
      repair: use one of: '2017', '2019'
    """

    def __init__(self, what: str, *, where: str = "", repair: str = "") -> None:
        self.what = what
        self.where = where
        self.repair = repair
        super().__init__(what, where, repair)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes whole: Python would call the class with what is given by name alone."""
        return _made_again, (type(self), self.args), self.__dict__

    def __str__(self) -> str:
        """Read as `where: what` and, on a line of its own, the repair."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  repair: {self.repair}" if self.repair else head


def _made_again(kind: type[StudyError], arguments: tuple[Any, ...]) -> StudyError:
    return kind.__new__(kind, *arguments)


@dataclass(frozen=True, order=True)
class Fault:
    """One fault in a file of figures.

    Parameters
    ----------
    file
        Path from the top of the repository, with forward slashes.
    row
        Line of the file as an editor counts it (the header is line 1); 0 if the fault is the whole file's.
    column
        Column or key; empty if the fault is the whole row's.
    value
        The value as it stands in the file.
    what, repair
        As in `StudyError`.
    more
        Further rows of the same kind, which are counted and not listed.
    """

    file: str
    row: int
    column: str
    value: str
    what: str
    repair: str
    more: int = 0

    @property
    def said(self) -> str:
        """What is wrong, with place and value."""
        place = (
            self.file
            + (f":{self.row}" if self.row else "")
            + (f" [{self.column}]" if self.column else "")
        )
        value = f" {self.value!r}" if self.value else ""
        return f"{place}{value}: {self.what}"

    def __str__(self) -> str:
        """Read as one line: place, value, what and repair."""
        rest = f" (and {self.more:,} more of the kind)" if self.more else ""
        return f"{self.said} - {self.repair}{rest}"


class Faults(StudyError):  # noqa: N818 - a report of many, not an error of its own kind
    """Everything that was found wrong in one go; nothing was written.

    >>> fault = Fault("data/raw/a.csv", 3, "share", "130", "above 100", "give a share from 0 to 100")
    >>> print(Faults([fault]))
    data/raw: 1 fault, nothing was written
      data/raw/a.csv:3 [share] '130': above 100 - give a share from 0 to 100
    """

    def __init__(self, faults: Iterable[Fault], where: str = "data/raw") -> None:
        self.faults = tuple(sorted(set(faults)))
        count = sum(1 + fault.more for fault in self.faults)
        super().__init__(
            f"{count:,} fault{'' if count == 1 else 's'}, nothing was written", where=where
        )

    @property
    def shown(self) -> list[Fault]:
        """The faults to be read: of those that are alike but for row and value the first few, with how many more there are."""
        kinds: dict[tuple[str, str, str], list[Fault]] = {}
        for fault in self.faults:
            kinds.setdefault((fault.file, fault.column, fault.what), []).append(fault)
        return sorted(fault for kind in kinds.values() for fault in shorten(kind))

    def __str__(self) -> str:
        """Read as a line for the whole and one for each fault."""
        return "\n".join([super().__str__(), *(f"  {fault}" for fault in self.shown)])


def shorten(kind: Sequence[Fault]) -> list[Fault]:
    """Faults of one kind; of very many the first, the last of which says how many more there are.

    >>> many = [Fault("a.csv", row, "share", "x", "is not a number", "mend it") for row in range(2, 1002)]
    >>> print(shorten(many)[-1])
    a.csv:4 [share] 'x': is not a number - mend it (and 997 more of the kind)
    """
    if len(kind) <= ALL_SHOWN:
        return list(kind)
    more = sum(1 + fault.more for fault in kind[FIRST_SHOWN:])
    last = kind[FIRST_SHOWN - 1]
    return [*kind[: FIRST_SHOWN - 1], replace(last, more=last.more + more)]


REPAIRS = {
    errno.EACCES: "give yourself the right to it, or ask whoever owns it",
    errno.EPERM: "give yourself the right to it, or ask whoever owns it",
    errno.EROFS: "work on a disk that can be written to",
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room on the disk",
    errno.EFBIG: "make room on the disk, or raise the limit for the size of files",
    errno.EMFILE: "close other programs, or raise the limit for open files",
    errno.ENAMETOOLONG: "use shorter names",
    errno.ENOTDIR: "move away the file that stands where a folder should",
    errno.EISDIR: "move away the folder that stands where a file should",
    errno.EEXIST: "move away what stands where a folder should",
    errno.ELOOP: "mend the links that lead to one another",
}
"""What to do about a refusal of the system."""


ABSENT = "{} is not installed: do without it, or add it to the dependencies in pyproject.toml and install these anew"
"""What to do about a package that is not there."""


def explain(error: OSError) -> StudyError:
    """A refusal of the system as an error of the study.

    >>> print(explain(PermissionError(errno.EACCES, "Permission denied", "data/raw")))
    data/raw: the system says: permission denied
      repair: give yourself the right to it, or ask whoever owns it
    """
    said = error.strerror or str(error) or type(error).__name__
    repair = REPAIRS.get(error.errno or 0, "look at the place, and try again")
    what = f"the system says: {said[0].lower()}{said[1:]}"
    return StudyError(what, where=str(error.filename or ""), repair=repair)


def as_study_error(error: Exception, root: Path) -> StudyError:
    """Any error as one of the study; one of the program with the last line below a folder that it came through.

    >>> print(as_study_error(ValueError("no bars"), Path("/study")))
    ValueError: no bars
      repair: correct the code, or take back the last change
    """
    if isinstance(error, StudyError):
        return error
    if isinstance(error, OSError):
        return explain(error)
    lines = [(one.filename, one.lineno) for one in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        lines.append((error.filename or "", error.lineno))
    own = [(path, line) for path, line in lines if Path(path).is_relative_to(root)]
    where = f"{Path(own[-1][0]).relative_to(root).as_posix()}:{own[-1][1]}" if own else ""
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    repair = name_circle(error) or "correct the code, or take back the last change"
    if isinstance(error, ModuleNotFoundError) and "." not in str(error.name):
        repair = ABSENT.format(error.name)
    return StudyError(f"{type(error).__name__}: {said}", where=where, repair=repair)


def name_circle(error: BaseException) -> str:
    """What to do about modules that import each other, by the names of these; empty if they do not."""
    half = re.search(r"partially initialized module '([\w.]+)'", str(error))
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    modules = [
        str(one.f_globals.get("__name__")) for one in frames if one.f_code.co_name == "<module>"
    ]
    if half is None or half[1] not in modules:
        return ""
    circle = modules[modules.index(half[1]) :]
    if len(circle) == 1:
        return f"{circle[0]} imports itself: leave the import out"
    names = f"{', '.join(circle[:-1])} and {circle[-1]}"
    return f"{names} import each other: import inside the function, or move what both need to a module of its own"


MANY = 12
"""Words that a message lists; more are not read."""


def nearest(word: str, valid: Iterable[str]) -> str:
    """Say which valid word was probably meant, and which there are: of many the former, of a few numbers the latter alone.

    >>> nearest("governence", ["economy", "governance"])
    "did you mean 'governance'? (valid: 'economy', 'governance')"
    >>> nearest("column-7x", [f"column-{number}" for number in range(20)])
    "did you mean 'column-7'?"
    """
    words = sorted(valid)
    if not words:
        return "add it there first, where there is none yet"
    many = len(words) > MANY
    # of a few years none is nearer than the rest
    guess = many or not word.isdigit()
    close = difflib.get_close_matches(word, words, n=1) if guess else []
    shown = ", ".join(f"'{name}'" for name in words[:MANY]) + (", ..." if many else "")
    if not close:
        return f"use one of: {shown}"
    return f"did you mean '{close[0]}'?" + ("" if many else f" (valid: {shown})")
