"""What a study hands to the press: one object with the face of `Study`, which its `pyproject.toml` names.

    [tool.quire]
    study = "mystudy.study:STUDY"    # module and name; the package is the study's library
    name = "my-study"                # what files for readers are called by; the package if it is left out
    command = "study"                # what people type; `quire` if it is left out
    source = "src"                   # where the library lies; `src` if it is left out
    minutes = 60                     # how long a run may take, unless its notebook says otherwise; 60 if it is left out
    megabytes = 50                   # how much it may show; 50 if it is left out

A study imports the press and never the other way round.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.languages.collecting import Catalogues

FIGURES, PREPARATION = "figures", "preparation"
"""What an edition offers to notebooks: figures of its own, which a notebook needs that says nothing else; or how far it has come."""


class Edition(Protocol):
    """One edition of a study, as far as the press looks at it."""

    @property
    def id(self) -> str:
        """Its id, a part of paths and addresses."""

    @property
    def status(self) -> str:
        """How far it has come, in a word for people."""

    @property
    def public(self) -> bool:
        """Whether it is published: all others are in the internal book only, and have no part in what runs across editions."""

    @property
    def subject(self) -> str:
        """What it is about, in a few words."""

    def entitle(self, title: str) -> str:
        """How the page of a notebook with this title is called, so that no two editions have pages of one name."""

    @property
    def choices(self) -> Mapping[str, Any]:
        """Values for the parameters of its notebooks, by name."""

    @property
    def offers(self) -> frozenset[str]:
        """What notebooks may need of it: `FIGURES`, `PREPARATION`, or a word of the study's own; nothing if none runs for it."""


@dataclass(frozen=True)
class Publication:
    """One PDF.

    Attributes
    ----------
    file
        Its name in `build/print`, without an ending.
    name
        What stands on the cover.
    title
        What readers of the file are told it is.
    subtitle, lines
        Below the name, and further down: publisher, version and the like.
    subject, author
        For catalogues.
    pages
        Names of its pages in their order.
    whole
        Whether it is the whole book, with its parts. Else its contents name sections, and an annex holds where the numbers come from,
        which the whole book leaves to its web form.
    note
        Stands below the contents: what is not printed.
    longest_table
        Rows of a table at most; a longer one stays in the web form of the book.
    colours
        Those of the study, by the names that the template has for them.
    language
        Code of the language of its words.
    """

    file: str
    name: str
    title: str
    subtitle: str
    subject: str
    author: str
    lines: tuple[str, ...]
    pages: tuple[str, ...]
    whole: bool = False
    note: str = ""
    longest_table: int | None = None
    colours: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


class Study(Protocol):
    """All that the press asks of a study."""

    @property
    def makers(self) -> Mapping[str, str]:
        """Modules whose code makes the tables and the book, by `tables` and `book`: what they import can make these stale."""

    @property
    def needs(self) -> Sequence[str]:
        """What a notebook may say it needs of an edition, beside figures."""

    def editions(self, project: Project) -> Sequence[Edition]:
        """Every edition, in the order of time."""

    def check(self, project: Project) -> Sequence[str]:
        """Check all raw data and say in lines what it holds; `quire.core.errors.Faults` with everything that is wrong."""

    def process(self, project: Project) -> Mapping[str, bytes]:
        """The processed tables, from checked raw data, by path below `data/processed`; the same bytes for the same data.

        An edition of which they say in `held.json` why it is held back has none, and nothing runs for it.
        """

    def contents(self, project: Project, plan: Any) -> Mapping[str, bytes]:
        """Every file of the assembled book by its path in it, with `_toc.yml` and `_config.yml`.

        `plan` is a `pipeline.plan.Plan` with the runs of this book: for one that is published, those of public editions; for a draft
        (`project.draft`) some may be stale or have no results. The pages of runs are made by `book.run_pages.run_files`; of the
        prose of notebooks, nothing but their leads may stand elsewhere.
        """

    def renewed(
        self, project: Project, plan: Any, changed: Collection[str], last: Mapping[str, bytes]
    ) -> Mapping[str, bytes]:
        """The files of a draft that are to be made anew if nothing changed but words.

        `changed` has the pages that people write (`book/*.md`, `docs/methodology.md`) and the notebooks whose lead is another one, by
        path from the top; `last` has the files as they were. Pages of runs are made anew by the press.
        """

    def texts(self, project: Project) -> Catalogues:
        """Texts of the data that readers see, for the catalogues of other languages that are the study's own, by their names."""

    def publications(self, project: Project, edition: str = "") -> Sequence[Publication]:
        """What of the rendered book is printed: all of it, or what there is of one edition."""


def load_study(project: Project) -> Study:
    """The study of a checkout.

    Raises
    ------
    StudyError
        If `pyproject.toml` names none, or what it names is not there.
    """
    return _load(project)


@lru_cache(maxsize=64)
def _load(project: Project) -> Study:
    named = str(project.settings.get("study", ""))
    module, _, name = named.partition(":")
    where = "pyproject.toml"
    if not name:
        repair = 'write below [tool.quire]: study = "module:NAME"'
        raise StudyError("names no study", where=where, repair=repair)
    if str(project.library) not in sys.path:
        sys.path.append(str(project.library))
    try:
        study: Study = getattr(importlib.import_module(module), name)
    except (ModuleNotFoundError, AttributeError) as error:
        if error.name not in {name, module, module.partition(".")[0]}:
            raise  # the study is there, and what it imports is not
        raise StudyError(
            f"{named!r} is not there: {error}", where=where, repair="correct it"
        ) from error
    return study
