"""An extension of Sphinx: where a page is in the book, for its sidebar, its breadcrumbs, and the links at its foot.

What the sidebar lists is the study's: `sidebar_parts` of `html_context`, parts with a `caption` and `pages`, each with `page`, `name` and
perhaps pages `below`. A page that is not listed is one of those below the index of its folder. `languages` of `html_context` are those
of the published book, by id (`language_id` is this one's) what each calls itself; a page leads to itself in the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from quire.book.quiet_pages import QUIET

if TYPE_CHECKING:
    from sphinx.application import Sphinx

INDEX = "index"

Parts = Sequence[Mapping[str, Any]]


class Place(NamedTuple):
    """A page that the sidebar lists: the number of its part, the pages above it, and its name."""

    part: int
    above: tuple[str, ...]
    name: str


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls to load the extension."""
    app.connect("html-page-context", _show_place)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def list_places(parts: Parts) -> dict[str, Place]:
    """The pages that a sidebar lists; one that stands in several parts is at home in the last of them."""
    places: dict[str, Place] = {}

    def note(pages: Sequence[Mapping[str, Any]], part: int, above: tuple[str, ...]) -> None:
        for one in pages:
            places[one["page"]] = Place(part, above, one["name"])
            note(one.get("below", ()), part, (*above, one["page"]))

    for number, part in enumerate(parts):
        note(part["pages"], number, ())
    return places


def find_above(page: str, places: Mapping[str, Place], pages: Collection[str]) -> list[str]:
    """The pages above one, the uppermost first, without the first page of the book.

    >>> places = {"cities/index": Place(0, (), "Cities")}
    >>> find_above("cities/graz", places, {"cities/index", "cities/graz", "index"})
    ['cities/index']
    """
    if page in places:
        return list(places[page].above)
    folder, _, name = page.rpartition("/")
    up = folder if name != INDEX else folder.rpartition("/")[0]
    if not up:
        return []
    parent = f"{up}/{INDEX}"
    return [*find_above(parent, places, pages), *([parent] if parent in pages else [])]


def is_neighbour(
    other: str, page: str, places: Mapping[str, Place], pages: Collection[str]
) -> bool:
    """Whether two pages lie in the same folder and part of the sidebar, so that one is read on from the other."""

    def home(one: str) -> tuple[str, int]:
        listed = [name for name in (*find_above(one, places, pages), one) if name in places]
        return one.rpartition("/")[0], places[listed[-1]].part if listed else -1

    return home(other) == home(page)


def _show_place(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    context.setdefault("languages", {})
    places = list_places(context.get("sidebar_parts", ()))
    titles = app.env.titles
    above = find_above(page, places, titles)

    def name(one: str) -> str:
        if one in places:
            return places[one].name
        title = str(titles[one].astext()) if one in titles else ""  # type: ignore[no-untyped-call]
        # of many pages alike the first words tell which it is
        return title.partition(": ")[0] if QUIET in app.env.metadata.get(one, {}) else title

    is_page = page in titles and page != app.config.root_doc
    context["crumbs"] = [(one, name(one)) for one in (*above, page)] if is_page else []
    # of a page that is not listed, the next one above it is marked
    marked = [one for one in (*above, page) if one in places]
    context["marked"], context["marked_part"] = marked, places[marked[-1]].part if marked else -1
    _, *around = getattr(app.builder, "relations", {}).get(page, (None, None, None))
    for side, other in zip(("prev", "next"), around, strict=True):
        if other and not is_neighbour(other, page, places, titles):
            context[side] = None
