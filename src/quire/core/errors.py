"""Errors that say what is wrong, where, and how to repair it.

Every error the study raises on purpose is a `StudyError`; faults found in data are collected as `Fault` and raised together as
`Faults`. What is checked, and when, lives with the thing that is checked.
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

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

    >>> print(StudyError("edition '2091' is unknown", where="data/raw/editions", repair="did you mean '2019'?"))
    data/raw/editions: edition '2091' is unknown
      repair: did you mean '2019'?
    """

    def __init__(self, what: str, *, where: str = "", repair: str = "") -> None:
        self.what = what
        self.where = where
        self.repair = repair
        super().__init__(what, where, repair)

    def __str__(self) -> str:
        """Read as `where: what` and, on a line of its own, the repair."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  repair: {self.repair}" if self.repair else head


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

    def __str__(self) -> str:
        """Read as one line: place, value, what and repair."""
        place = (
            self.file
            + (f":{self.row}" if self.row else "")
            + (f" [{self.column}]" if self.column else "")
        )
        value = f" {self.value!r}" if self.value else ""
        rest = f" (and {self.more:,} more of the kind)" if self.more else ""
        return f"{place}{value}: {self.what} - {self.repair}{rest}"


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


def nearest(word: str, valid: Iterable[str]) -> str:
    """Say which valid word was probably meant, and which there are.

    >>> nearest("governence", ["economy", "governance"])
    "did you mean 'governance'? (valid: 'economy', 'governance')"
    """
    words = sorted(valid)
    if not words:
        return "add it there first, where there is none yet"
    close = difflib.get_close_matches(word, words, n=1)
    guess = f"did you mean '{close[0]}'? " if close else ""
    shown = ", ".join(f"'{each}'" for each in words[:12]) + (", ..." if len(words) > 12 else "")
    return f"{guess}(valid: {shown})" if guess else f"use one of: {shown}"
