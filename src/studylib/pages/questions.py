"""The ways into the book by question, and which pages of an edition answer which.

The pages of those questions that have one of their own are made in `question_pages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quire.text.messages import Message, _

FOLDER = "questions"


@dataclass(frozen=True)
class Way:
    """A question that readers come with, the page that answers it, what they find there, and what an edition has on it."""

    page: str
    name: Message
    about: Message
    answered_on: tuple[str, ...] = ()


SITUATION = Way(
    f"{FOLDER}/situation",
    _("What is the situation?"),
    _("What residents and city governments answered, edition by edition."),
    ("situation", "governments"),
)
CHANGE = Way(
    f"{FOLDER}/change",
    _("Is it getting better?"),
    _("What changed in the same cities, and where nobody can say."),
)
BARRIERS = Way(
    f"{FOLDER}/barriers",
    _("What slows, what eases?"),
    _("What holds cities back and what helps them, after those who answered."),
    ("key_elements", "governments_elements"),
)
PRACTICES = Way(
    "practices/index",
    _("What worked elsewhere?"),
    _("What other cities did, what came of it, and what it takes to do it again."),
    ("good_practices",),
)
CITY = Way(
    "cities/index",
    _("My city"),
    _("A page for every city: what stands out, what changed, and all its figures."),
)
REGION = Way(
    "regions/index",
    _("My region"),
    _("The cities of a part of the world, taken together."),
)
CERTAINTY = Way(
    f"{FOLDER}/certainty",
    _("How sure is this?"),
    _("How far figures may be off, and what nobody knows."),
    ("participation", "answering_governments", "robustness", "results"),
)
WAYS = (SITUATION, CHANGE, BARRIERS, PRACTICES, CITY, REGION, CERTAINTY)
"""In the order in which readers ask."""

PASSED_ON = ("key_messages", "government_messages", "press")
"""Pages that say again what the first page of an edition says, to be passed on."""


def group_pages(pages: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Pages of an edition with what each is about, by the question that they answer, in the order of the questions.

    >>> group_pages({"press.md": "A sheet.", "situation.ipynb": "How it is.", "new.ipynb": ""})
    {'What is the situation?': {'situation.ipynb': 'How it is.'}, 'To pass on': {'press.md': 'A sheet.'}, 'More': {'new.ipynb': ''}}
    """
    groups = {str(way.name): way.answered_on for way in WAYS if way.answered_on}
    groups[str(_("To pass on"))] = PASSED_ON
    known = {stem for stems in groups.values() for stem in stems}
    groups[str(_("More"))] = tuple(
        stem for page in pages if (stem := page.partition(".")[0]) not in known
    )
    made = {
        name: {page: about for page, about in pages.items() if page.partition(".")[0] in stems}
        for name, stems in groups.items()
    }
    return {name: some for name, some in made.items() if some}
