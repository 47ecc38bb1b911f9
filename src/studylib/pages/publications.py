"""What of the study is printed: the whole book, and each edition by itself, as it is sent to cities."""

from __future__ import annotations

from collections.abc import Iterable

from quire.core.errors import StudyError, nearest
from quire.core.project import Project
from quire.printing.pages import read_toc
from quire.study import Publication
from quire.text.messages import _, ngettext
from quire.text.words import listed
from studylib import __version__
from studylib.charts import palette
from studylib.data.editions import Edition, list_editions

PUBLISHER = _("UCLG Community of Practice on Digital Cities")
NAME = _("Smart Cities Study")
FILE = "smart-cities-study"
SUBJECT = _("International study on the situation of ICT, innovation and knowledge in cities")
CITIES, INDEX = "cities/", "cities/index"
FIRST = "index"
LEFT_OUT = frozenset(["key_messages", "government_messages", "press"])
"""Pages of an edition that its PDF has no use for: all say again what its first page opens with."""

LONGEST_TABLE = 100
"""Rows; a longer table is there to look cities up, as their pages are."""


def list_publications(project: Project, edition: str = "") -> list[Publication]:
    """The PDFs of the book that was built: the book and every edition, or one edition alone.

    Raises
    ------
    StudyError
        If the book has not been built, or has no such edition.
    """
    published = [edition for edition in list_editions(project) if edition.public]
    names = {chosen.id: year_name(chosen, published) for chosen in published}
    pages = [name for name, _, _ in read_toc(project)]
    editions = {
        chosen.id: _describe(chosen, names[chosen.id], pages)
        for chosen in published
        if f"editions/{chosen.id}/index" in pages
    }
    if not edition:
        return [_describe_book(list(names.values()), pages), *editions.values()]
    if edition not in editions:
        what = f"the book has no edition '{edition}'"
        where = project.relative(project.html)
        raise StudyError(what, where=where, repair=nearest(edition, editions))
    return [editions[edition]]


def year_name(edition: Edition, all_editions: Iterable[Edition]) -> str:
    """How the book calls an edition: by its year, and by its id too if two have the same year."""
    alone = sum(other.year == edition.year for other in all_editions) == 1
    return str(edition.year) if alone else _("{year} ({id})", year=edition.year, id=edition.id)


def name_pdf(edition: Edition) -> str:
    """Name of the PDF of an edition, without ending."""
    return f"{FILE}-{edition.id}"


def _describe_book(names: list[str], pages: list[str]) -> Publication:
    """The whole book but for the pages of single cities, which are to look things up in."""
    printed = tuple(name for name in pages if not name.startswith(CITIES) or name == INDEX)
    left = len(pages) - len(printed)
    note = ngettext(
        "{n} page on single cities is not printed. The web form of the book has it, below {folder}.",
        "{n} pages on single cities are not printed. The web form of the book has them, below {folder}.",
        left,
        folder=CITIES,
    )
    return Publication(
        file=FILE,
        name=NAME,
        title=NAME,
        subtitle=_("Editions {names}", names=listed(names)),
        subject=SUBJECT,
        author=PUBLISHER,
        lines=(PUBLISHER, _("Version {version}", version=__version__)),
        pages=printed,
        whole=True,
        colours=palette.PRINT,
        note=note if left else "",
    )


def _describe(edition: Edition, name: str, pages: list[str]) -> Publication:
    """An edition: its first page, which opens with the key messages, then the others in their order."""
    folder = f"editions/{edition.id}/"
    own = [page for page in pages if page.startswith(folder)]
    order = sorted(own, key=lambda page: page != folder + FIRST)
    return Publication(
        file=name_pdf(edition),
        name=NAME,
        title=_("{study}, edition {name}", study=NAME, name=name),
        subtitle=_("Edition {name}. {subject}", name=name, subject=edition.subject),
        subject=edition.subject,
        author=PUBLISHER,
        lines=(PUBLISHER, _("Version {version}", version=__version__)),
        pages=tuple(page for page in order if page.removeprefix(folder) not in LEFT_OUT),
        longest_table=LONGEST_TABLE,
        colours=palette.PRINT,
    )
