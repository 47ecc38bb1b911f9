"""The pages by question: one direct answer, then the answer of every edition, the newest first, and where more stands.

They say what the editions' key messages and values say; their words are in the template `question.md`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from posixpath import normpath
from typing import ClassVar

from quire.text.messages import _
from quire.text.words import counted, whole
from studylib.findings.messages import ACROSS, NO_FIGURE, RESIDENTS, UCLG, KeyMessage
from studylib.pages.named_by_group import NamedMost
from studylib.pages.pages import (
    ALL_EDITIONS,
    ELEMENTS,
    GOVERNMENTS_ELEMENTS,
    ROBUSTNESS,
    SCORES,
    Facts,
)
from studylib.pages.pages import SITUATION as SITUATION_PAGE
from studylib.pages.questions import BARRIERS, CERTAINTY, CHANGE, SITUATION, Way
from studylib.pages.run_outputs import Picture
from studylib.pages.verdicts import Verdict

MOST = 3
"""Messages of an edition that a page has room for."""

INEXACT = _(
    "No figure of residents is exact: its interval says what other samples, and other cities like these, "
    "would leave open."
)
"""The answer to how sure figures are, before those that show it."""

UP = "../"
"""From a page by question to the top of the book."""


@dataclass(frozen=True)
class Answer:
    """What an edition answers.

    Attributes
    ----------
    facts
        The edition.
    cards, sentences
        Its messages; what is said without a figure.
    pages
        Where more stands, as addresses in the book.
    named
        What groups of governments name most.
    """

    facts: Facts
    cards: Sequence[KeyMessage]
    sentences: Sequence[str]
    pages: Sequence[str]
    named: Sequence[NamedMost] = ()


@dataclass(frozen=True)
class Direct:
    """The answer that a page opens with.

    Attributes
    ----------
    sentences
        What is said; each has its year.
    whose, basis
        Whose answers these are, of how many, and how sure that is.
    picture
        The drawing that goes with it, if there is one.
    card
        The message that it says, which need not be said again.
    """

    sentences: Sequence[str]
    whose: str
    basis: str
    picture: Picture | None
    card: KeyMessage | None = None


@dataclass(frozen=True)
class Part:
    """Answers of editions under a heading, if the page has more than one part."""

    title: str
    answers: Sequence[Answer]


@dataclass(frozen=True)
class QuestionPage:
    """The page of a question: the direct answer, those of the editions, the newest first, and the pages on all editions."""

    template: ClassVar[str] = "question.md"
    way: Way
    direct: Direct | None
    parts: Sequence[Part]
    verdict: Verdict | None = None
    across: Sequence[str] = ()

    @property
    def is_on_certainty(self) -> bool:
        """Whether it also says what holds for all figures."""
        return self.way is CERTAINTY


@dataclass(frozen=True)
class Across:
    """What is said of all editions together.

    Attributes
    ----------
    verdict
        On change.
    named, leads
        By edition, what groups of governments name most, and what all of them do.
    wide
        The editions whose surveys asked governments of many countries.
    """

    verdict: Verdict | None = None
    named: Mapping[str, Sequence[NamedMost]] = field(default_factory=dict)
    leads: Mapping[str, Sequence[KeyMessage]] = field(default_factory=dict)
    wide: Collection[str] = ()


def question_files(
    editions: Sequence[Facts], pages: Mapping[str, object], across: Across
) -> dict[str, QuestionPage]:
    """The pages of the questions that have one of their own, by their paths in the book.

    Parameters
    ----------
    editions
        The editions that have pages, the newest first.
    pages
        The files of the book: what is not there is not linked.
    across
        What is said of all of them together.
    """
    if not editions:
        return {}
    made = {
        SITUATION: _situation_page(editions, pages),
        CHANGE: _change_page(editions, pages, across),
        BARRIERS: _barriers_page(editions, pages, across),
        CERTAINTY: _certainty_page(editions, pages),
    }
    return {f"{way.page}.md": page for way, page in made.items()}


def _situation_page(editions: Sequence[Facts], pages: Mapping[str, object]) -> QuestionPage:
    direct = _first_card(editions, SITUATION_PAGE)
    said = direct.card if direct else None
    answers = [
        _answer(SITUATION.answered_on, one, pages, *answer_situation(one), said=said)
        for one in editions
    ]
    return QuestionPage(SITUATION, direct, [Part("", answers)])


def _change_page(
    editions: Sequence[Facts], pages: Mapping[str, object], across: Across
) -> QuestionPage:
    verdict = across.verdict
    direct = Direct(verdict.sentences, RESIDENTS, verdict.basis, None) if verdict else None
    answers = [_answer((), one, pages, *answer_change(one)) for one in editions]
    more = [f"/{ALL_EDITIONS}.ipynb"] if f"{ALL_EDITIONS}.ipynb" in pages else []
    return QuestionPage(CHANGE, direct, [Part("", answers)], verdict, more)


def _barriers_page(
    editions: Sequence[Facts], pages: Mapping[str, object], across: Across
) -> QuestionPage:
    """What governments name, those of many countries first, before what residents and UCLG's own study say."""
    asked = [
        replace(one, said=tuple(across.leads.get(one.edition.id, one.said))) for one in editions
    ]
    widest = sorted(asked, key=lambda one: one.edition.id not in across.wide)
    direct = _first_card(widest, GOVERNMENTS_ELEMENTS)
    said = direct.card if direct else None
    theirs = []
    for one in widest:
        cards, _sentences = answer_barriers(one)
        tables = across.named.get(one.edition.id, ())
        if cards or tables:
            answer = _answer((GOVERNMENTS_ELEMENTS,), one, pages, cards, [], said=said)
            theirs.append(replace(answer, named=tables))
    others = [
        _answer((ELEMENTS,), one, pages, [], sentences)
        for one in editions
        if (sentences := answer_barriers(one)[1])
    ]
    parts = [
        Part(_("What city governments name"), theirs),
        Part(_("What residents name, and what UCLG's own study found"), others),
    ]
    return QuestionPage(BARRIERS, direct, [part for part in parts if part.answers])


def _certainty_page(editions: Sequence[Facts], pages: Mapping[str, object]) -> QuestionPage:
    """How the newest edition asked residents and how far a figure of it may be off; then, what each edition lacks."""
    direct = None
    answers = [
        _answer(CERTAINTY.answered_on, one, pages, *answer_certainty(one)) for one in editions
    ]
    newest = next((one for one in editions if one.wave_year), None)
    if newest is not None and (asked := _say_asking(newest)):
        tested = list(newest.openings.get(ROBUSTNESS, ()))[:MOST]
        card = next(iter(newest.cards), None)
        picture = newest.pictures.get(SCORES)
        basis = card.basis if card else _("the survey of {year}", year=newest.wave_year)
        sentences = [str(INEXACT), *([card.message] if card else []), *asked, *tested]
        direct = Direct(sentences, RESIDENTS, basis, picture)
        answers = [
            replace(one, sentences=[said for said in one.sentences if said not in tested])
            if one.facts is newest
            else one
            for one in answers
        ]
    return QuestionPage(CERTAINTY, direct, [Part("", answers)])


def _say_asking(facts: Facts) -> list[str]:
    """How many residents answered, how they were asked, and whose copy of the figures this is, as far as it is known."""
    survey = facts.asking
    said: list[str] = []
    if survey.get("respondents") and survey.get("mode"):
        n = whole(float(survey["respondents"]))
        number = {"about": _("about {n}", n=n), "more than": _("more than {n}", n=n)}
        said.append(
            _(
                "In {year}, {number} residents of {cities} answered ({mode}).",
                year=facts.wave_year,
                number=number.get(survey["respondents_kind"], n),
                cities=counted(int(survey["cities"]), "city", "cities"),
                mode=survey["mode"],
            )
        )
    if survey.get("figures_from"):
        said.append(
            _(
                "The figures here are of up to {cities}, from {source}.",
                cities=counted(facts.cities, "city", "cities"),
                source=survey["figures_from"],
            )
        )
    return said


def _first_card(editions: Sequence[Facts], page: str) -> Direct | None:
    """The first message of the newest edition that has one with a figure on this page."""
    for facts in editions:
        for one in (*facts.messages, *facts.said):
            if one.page == page and one.figure != NO_FIGURE and one.whose != UCLG:
                picture = facts.pictures.get(page)
                return Direct([one.message], one.whose, one.basis, picture, one)
    return None


def place(message: KeyMessage, facts: Facts, top: str = "") -> KeyMessage:
    """A message of an edition as another page shows it, from which `top` leads to the top of the book."""
    return replace(message, page=top + normpath(f"editions/{facts.edition.id}/{message.page}"))


def answer_situation(facts: Facts) -> tuple[list[KeyMessage], list[str]]:
    """What residents answer; what UCLG found where no survey asked them."""
    found = [one for one in facts.messages if one.page == SITUATION_PAGE]
    if found:
        return found, []
    own = [one for one in facts.messages if one.whose == UCLG]
    return own, [] if facts.wave_year else [_("No survey of residents stands beside this edition.")]


def answer_change(facts: Facts) -> tuple[list[KeyMessage], list[str]]:
    """What changed since the survey before, or why nobody can say."""
    found = [one for one in facts.messages if one.page == ACROSS]
    said = [one.message for one in found if one.figure == NO_FIGURE]
    if not found:
        said = [
            _(
                "The survey of {year} is the first, so nothing comes before it.",
                year=facts.wave_year,
            )
            if facts.wave_year
            else _("No survey of residents goes with this edition, so this book cannot say.")
        ]
    return [one for one in found if one.figure != NO_FIGURE], said


def answer_barriers(facts: Facts) -> tuple[list[KeyMessage], list[str]]:
    """What governments name as slowing and easing, and what residents and UCLG's own study say of it."""
    found = [one for one in facts.said if one.page == GOVERNMENTS_ELEMENTS]
    said = list(facts.openings.get(ELEMENTS, ()))[:MOST]
    if found or said:
        return found, said
    return [], [_("No survey beside this edition asked what slows cities or eases their work.")]


def answer_certainty(facts: Facts) -> tuple[list[KeyMessage], list[str]]:
    """Who answered, and how far scores move when choices are made otherwise."""
    found = [one for one in facts.said if one.page == "answering_governments"]
    if facts.wave_year is None:
        return found, [
            _("No survey of residents stands beside this edition, so there is no score to test.")
        ]
    asked = _(
        "Figures of residents are of {year}, from up to {cities}.",
        year=facts.wave_year,
        cities=counted(facts.cities, "city", "cities"),
    )
    return found, [asked, *list(facts.openings.get(ROBUSTNESS, ()))[:MOST]]


def _answer(
    answered_on: Sequence[str],
    facts: Facts,
    pages: Mapping[str, object],
    cards: Sequence[KeyMessage],
    sentences: Sequence[str],
    *,
    said: KeyMessage | None = None,
) -> Answer:
    """The answer of an edition without the message that the page opens with."""
    folder = f"editions/{facts.edition.id}"
    more = [f"{folder}/{stem}" for stem in answered_on]
    return Answer(
        facts,
        [place(one, facts, UP) for one in cards if one is not said][:MOST],
        sentences,
        [f"/{name}.ipynb" for name in more if f"{name}.ipynb" in pages],
    )
