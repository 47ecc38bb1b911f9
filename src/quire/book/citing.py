"""How a figure of the book is cited, out of the citation file of the study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from quire.core.project import STUDY, Project
from quire.study import load_study
from quire.tables.yamlfiles import load_yaml
from quire.text.messages import _

FILE = "CITATION.cff"


@dataclass(frozen=True)
class Citing:
    """What every citation of a study has.

    Attributes
    ----------
    authors, title, version
        As its citation file says them; a study without one is called by its name.
    editions
        What each edition is called, by its id.
    """

    authors: str
    title: str
    version: str
    editions: Mapping[str, str]

    @classmethod
    def read(cls, project: Project) -> Self:
        """What the citation file and the editions of a project say."""
        path = project.root / FILE
        said: dict[str, Any] = load_yaml(path, FILE) if path.is_file() else {}
        editions = {
            one.id: _("{edition}: {subject}", edition=one.id, subject=one.subject)
            for one in load_study(project).editions(project)
        }
        authors = ", ".join(name_authors(said)) if "authors" in said else ""
        return cls(
            authors, str(said.get("title", project.name)), str(said.get("version", "")), editions
        )

    def say_where(self, scope: str, address: str) -> str:
        """The study, its edition and version, and the place in the book.

        >>> Citing("A group", "Rain", "1.2", {"2001": "2001: Towns"}).say_where("2001", "a.html#x")
        'Rain, 2001: Towns, version 1.2, a.html#x'
        """
        edition = "" if scope == STUDY else self.editions.get(scope, scope)
        version = _("version {version}", version=self.version) if self.version else ""
        where = self.title
        for part in (edition, version, address):
            where = _("{where}, {part}", where=where, part=part) if part else where
        return where

    def cite(self, title: str, subtitle: str, page: str, scope: str, source: str = "") -> str:
        """One figure or table of the book, without its address: title, page, study, edition, version, and whose figures they are.

        >>> Citing("A group", "Rain", "1.2", {}).cite("It rains", "Towns, 2001", "Wet towns", "2001", "Source: A.")
        'A group: “It rains” (Towns, 2001). Page “Wet towns” of Rain, 2001, version 1.2. Source: A'
        """
        where, what = self.say_where(scope, ""), title.rstrip(".")
        where = _("Page “{page}” of {where}", page=page, where=where) if page else where
        cited = (
            _("“{title}” ({subtitle}). {where}", title=what, subtitle=subtitle, where=where)
            if subtitle
            else _("“{title}”. {where}", title=what, where=where)
        )
        if source:
            cited = _("{cited}. {source}", cited=cited, source=source.rstrip("."))
        return _("{authors}: {cited}", authors=self.authors, cited=cited) if self.authors else cited


def name_authors(citation: Mapping[str, Any]) -> list[str]:
    """Names of the authors in a citation file.

    >>> name_authors({"authors": [{"given-names": "Ada", "family-names": "Lovelace"}, {"name": "A group"}]})
    ['Ada Lovelace', 'A group']
    """
    parts = ("given-names", "name-particle", "family-names", "name")
    return [
        " ".join(str(author[part]) for part in parts if part in author)
        for author in citation["authors"]
    ]
