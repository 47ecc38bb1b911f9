"""Where the things of the study are, and how files are digested and written.

Only places and bytes: what the files mean lives in the modules that read them.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from numbers import Integral
from pathlib import Path
from typing import Any

from quire.core import folders
from quire.core.errors import StudyError
from quire.core.folders import write_together

STUDY = "study"
"""Where the one run of a notebook across editions lies, beside the folders of the editions. No edition may be called so."""

NEXT = "next"
"""The edition in preparation, whichever that is: the default of notebooks that need one. No edition may be called so."""

HELD = "held.json"
"""The one processed file that tells which editions have no tables, and why; not there if all have theirs."""

RUNNING = Path(__file__).parents[2]
"""Where the code that is running lies: the press, for a study that keeps none of its own."""

SOURCE = "en"
"""The language of the code and of all that is authored."""

SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")

SETTLED_S = 2
"""Seconds after which a file that changes once more is certain to bear another time: clocks of file systems tick slowly."""

LONGEST_ID = 60
"""Letters of an id: it becomes part of longer names, and file systems take no more than 255."""


@dataclass(frozen=True)
class Project:
    """A checkout of a study, by its top folder.

    Attributes
    ----------
    internal
        Whether its book is the one for those who make the study, which lies elsewhere and is never published.
    draft
        Whether its book is a draft: made of whatever there is, with what is not right marked, elsewhere again.
    language
        The language of its book, if it is not that of the source.
    """

    root: Path
    internal: bool = False
    draft: bool = False
    language: str = ""

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Find the project that `start` (the working folder by default) lies in.

        Raises
        ------
        StudyError
            If neither the folder nor one above it holds a `pyproject.toml` with `[tool.quire]`, or it was removed.
        """
        try:
            start = (start or Path.cwd()).resolve()
        except FileNotFoundError:
            what, repair = "the working folder is gone", "change into the repository"
            raise StudyError(what, repair=repair) from None
        for folder in (start, *start.parents):
            project = cls(folder)
            if project.settings:
                return project
        raise StudyError(
            "this folder is not inside a checkout of a study",
            where=str(start),
            repair="change into the repository (the folder whose pyproject.toml has [tool.quire])",
        )

    @classmethod
    def of_notebook(cls) -> Project:
        """The project that a notebook reads: the one around the working folder, or else that of the code that is running.

        Papermill starts a kernel wherever it was started itself.
        """
        try:
            return cls.find()
        except StudyError:
            own = cls(RUNNING.parent)
            if not own.settings:
                raise
            return own

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """What stands below `[tool.quire]` in `pyproject.toml`; see `quire.study`."""
        path = self.root / "pyproject.toml"
        if not path.is_file():
            return {}
        settings = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get("quire", {})
        return settings if isinstance(settings, dict) else {}

    @property
    def command(self) -> str:
        """What people type to use the press on this study."""
        return str(self.settings.get("command", "quire"))

    @property
    def name(self) -> str:
        """What files for readers are called by."""
        return str(self.settings.get("name", self.packages[-1]))

    @property
    def kernelspec(self) -> dict[str, str]:
        """How its notebooks name the kernel that `quire.lab` sets up for it."""
        title = self.name.replace("-", " ").title()
        return {"display_name": title, "language": "python", "name": self.name}

    @property
    def notebook_metadata(self) -> dict[str, Any]:
        """What every notebook of the study says of its kernel and language, and no more."""
        return {"kernelspec": self.kernelspec, "language_info": {"name": "python"}}

    @property
    def packages(self) -> tuple[str, ...]:
        """Packages whose code counts: the press and the library of the study."""
        own = str(self.settings.get("study", "")).partition(":")[0].partition(".")[0]
        return ("quire", own) if own else ("quire",)

    @property
    def raw(self) -> Path:
        """Figures and their sidecars; no run writes them."""
        return self.root / "data" / "raw"

    @property
    def incoming(self) -> Path:
        """Raw data that stay with those who collect them: not in version control, not in what is published."""
        return self.root / "data" / "incoming"

    @property
    def processed(self) -> Path:
        """Tidy tables, one folder an edition; written by the pipeline only."""
        return self.root / "data" / "processed"

    @property
    def published(self) -> Path:
        """Values of editions as they were published, one folder a version, with their errata."""
        return self.root / "data" / "published"

    @property
    def notebooks(self) -> Path:
        """The notebooks: `edition/` and `study/`."""
        return self.root / "notebooks"

    @cached_property
    def library(self) -> Path:
        """The folder that holds the library of the study: the checkout's own, or else the one that is running."""
        own = self.root / str(self.settings.get("source", "src"))
        there = [own / name for name in self.packages if name != "quire"]
        return (
            own
            if any(path.is_dir() or path.with_suffix(".py").is_file() for path in there)
            else RUNNING
        )

    @property
    def authored(self) -> Path:
        """The pages of the book that people write."""
        return self.root / "book"

    @property
    def build(self) -> Path:
        """Everything made."""
        return self.root / "build"

    @property
    def runs(self) -> Path:
        """Results of the runs: `<scope>/<name>/`."""
        return self.build / "runs"

    @property
    def failed(self) -> Path:
        """Runs that failed, as far as they came: `<scope>/<name>/`. Nothing here is a result."""
        return self.build / "failed"

    @property
    def tries(self) -> Path:
        """Runs with values for a try, which are no results: `<scope>/<name>/`."""
        return self.build / "tries"

    @property
    def book(self) -> Path:
        """The assembled book."""
        return self._pages / (f"book-{self.language}" if self.language else "book")

    @property
    def html(self) -> Path:
        """The rendered book; one that is published lies beside those in other languages."""
        one = self.draft or self.internal
        return self._pages / "html" if one else self.site / (self.language or SOURCE)

    @property
    def site(self) -> Path:
        """What is published: the book in each language, and the page that leads to them."""
        return self.build / "html"

    @property
    def _pages(self) -> Path:
        folder = self.build / "internal" if self.internal else self.build
        return folder / "draft" if self.draft else folder

    @property
    def written(self) -> list[Path]:
        """Folders in which files or folders are made."""
        data = self.root / "data"
        inside = [path for path in data.rglob("*") if path.is_dir() and not path.is_symlink()]
        incoming = self.incoming.glob("*")  # it may be a link to a safer disk
        made = [self.build, *self.build.glob("*"), *self.build.glob("*/*")]
        return [data, *inside, *incoming, *(path for path in made if path.is_dir())]

    def relative(self, path: Path) -> str:
        """`path` as people and records write it: from the top, with forward slashes."""
        if path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        source = self.library if path.is_relative_to(self.library) else RUNNING
        return (Path("src") / path.relative_to(source)).as_posix()


def digest(data: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal.

    >>> digest(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()


def digest_file(path: Path) -> str:
    """SHA-256 of a file's bytes, which are read once in a process unless somebody touches the file."""
    stat = path.stat()
    if time.time() - max(stat.st_mtime, stat.st_ctime) < SETTLED_S:
        return digest(path.read_bytes())
    return _digest_settled(path, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


@lru_cache(maxsize=16_384)
def _digest_settled(path: Path, *_state: int) -> str:
    return digest(path.read_bytes())


def digest_json(data: Any) -> str:
    """SHA-256 of plain data, whatever the order of its keys.

    >>> digest_json({"a": 1, "b": 2}) == digest_json({"b": 2, "a": 1})
    True
    """
    return digest(json.dumps(data, sort_keys=True, ensure_ascii=False).encode())


def to_json(data: Any) -> bytes:
    """Plain data as readable JSON that is the same bytes every time."""
    return (json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a kill at any moment, finds the old bytes or the new ones, never a part."""
    write_together({path: data})


def left_over(project: Project) -> list[Path]:
    """What a kill left of things half made, anywhere in the checkout, and nobody is at work on."""
    return [path for place in project.written for path in folders.left_over(place)]


def recover(project: Project) -> None:
    """Take back what a kill left under another name, and sweep what was never finished; all that writes begins with it."""
    for place in project.written:
        folders.recover(place)


def edition_id(given: object) -> str:
    """The id of an edition as people give it: it is text, and the number 2017 is meant as the text.

    >>> edition_id(2017), edition_id("2017")
    ('2017', '2017')
    >>> edition_id(2017.0)
    Traceback (most recent call last):
    quire.core.errors.StudyError: parameters: the edition is 2017.0, and an edition is named by text
      repair: write its id in quotation marks: edition = "..."
    """
    if isinstance(given, Integral) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str):
        raise StudyError(
            f"the edition is {given!r}, and an edition is named by text",
            where="parameters",
            repair='write its id in quotation marks: edition = "..."',
        )
    return given


def checked_slug(text: str, what: str, where: str) -> str:
    """`text`, if it may become part of a path: lower-case letters, digits, single `-` or `_` between them.

    >>> checked_slug("2019", "edition", "here")
    '2019'
    >>> checked_slug("../etc", "edition", "here")
    Traceback (most recent call last):
    quire.core.errors.StudyError: here: edition '../etc' is no valid id
      repair: use lower-case letters, digits, '-' and '_' only
    """
    if not SLUG.fullmatch(text):
        raise StudyError(
            f"{what} {text!r} is no valid id",
            where=where,
            repair="use lower-case letters, digits, '-' and '_' only",
        )
    if len(text) > LONGEST_ID:
        raise StudyError(
            f"{what} {text[:20]!r}... has {len(text)} letters",
            where=where,
            repair=f"use no more than {LONGEST_ID}",
        )
    return text
