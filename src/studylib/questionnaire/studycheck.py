"""Questions held against what the study needs of them: scales, roles, consent, persons, the framework, what was asked before."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from quire.core.errors import Fault, nearest
from studylib.questionnaire.build import records
from studylib.questionnaire.model import CONSENTS, FALLING, RISING, ROLES, ROLES_OF, Group, Question
from studylib.questionnaire.questioncheck import written_as
from studylib.questionnaire.sheetcheck import Marker

SAME_AS = re.compile(r"[a-z0-9][a-z0-9_-]*:[A-Za-z0-9_]+")

Asked = Mapping[str, Collection[str]]
"""The options of questions that were asked before, by the ids of survey and question with a colon between."""


def find_study_faults(
    mark: Marker,
    areas: Collection[str] | None,
    elements: Collection[str] | None,
    asked: Asked | None,
) -> Iterator[Fault]:
    """Everything that stands in the way of the study; arguments as of `selfcheck.find_faults`."""
    yield from _scales(mark)
    yield from _roles(mark)
    yield from _personal(mark)
    yield from _framework(mark, areas, elements)
    yield from _same_as(mark, asked)


def _scales(mark: Marker) -> Iterator[Fault]:
    for question in mark.questionnaire.questions:
        points = [choice for choice in question.choices if not choice.state]
        if question.scale and question.scale not in {RISING, FALLING}:
            repair = "write rising if the first choice is the lowest, else falling"
            what = "tells no direction of the scale"
            yield mark("survey", question.row, "study::scale", question.scale, what, repair)
        elif question.role and question.matrix and not question.scale and points:
            what, repair = "has no direction", "write rising or falling at the group"
            yield mark("survey", question.row, "study::scale", "", what, repair)
        if question.scale and question.kind != "select_one":
            what, repair = "is a scale, but not of one choice", "make it select_one"
            yield mark("survey", question.row, "type", written_as(mark, question), what, repair)
        elif question.scale and points:
            for choice in (points[0], points[-1]):
                if any(words == choice.name for words in choice.labels.values()):
                    what, repair = "is an end of a scale without words", "say what the end means"
                    yield mark("choices", choice.row, "label", choice.name, what, repair)


def _roles(mark: Marker) -> Iterator[Fault]:
    """What the study itself has to know of each answer: whose it is, and whether it may be published."""
    questionnaire = mark.questionnaire
    for row, cells in records(questionnaire.sheets.get("survey", ())):
        role = cells.get("study::role", "")
        if role and role not in (*ROLES, *ROLES_OF) and not role.startswith("other_of="):
            repair = nearest(role, [*ROLES, *ROLES_OF, "other_of=question"])
            yield mark("survey", row, "study::role", role, "is no role of a question", repair)
    for role in ("city", "consent"):
        first = questionnaire.question_with_role(role)
        if first is None:
            repair = f"add a question with {role} in the column study::role"
            yield mark("survey", 0, "study::role", "", f"no question asks for the {role}", repair)
        elif not first.required:
            repair = "write yes: an answer without it cannot be used"
            yield mark("survey", first.row, "required", first.name, "has to be required", repair)
    for role in ROLES_OF:
        for extra in [each for each in questionnaire.questions if each.role_of == role][1:]:
            what, repair = f"is the second question on the {role}", "keep one of them"
            yield mark("survey", extra.row, "study::role", extra.name, what, repair)
    yield from _consent(mark)
    yield from _others(mark)


def _consent(mark: Marker) -> Iterator[Fault]:
    question = mark.questionnaire.question_with_role("consent")
    if question is None or not question.choices:
        return
    for choice in question.choices:
        if choice.name not in CONSENTS:
            repair = "use named, totals and no"
            yield mark("choices", choice.row, "name", choice.name, "is no consent", repair)
    for missing in sorted(
        set(CONSENTS.values()) - {CONSENTS.get(each.name) for each in question.choices}
    ):
        what = f"offers no choice {missing!r}"
        yield mark("survey", question.row, "type", question.name, what, "add it to the list")


def _others(mark: Marker) -> Iterator[Fault]:
    by_name = mark.questionnaire.by_name
    for question in mark.questionnaire.questions:
        target = by_name.get(question.other_of)
        if not question.other_of:
            continue
        if target is None:
            what, repair = (
                "is the other of an unknown question",
                nearest(question.other_of, by_name),
            )
        elif not any(choice.state == "other" for choice in target.choices):
            what = f"puts a choice in words that {target.name!r} does not have"
            repair = f"add a choice other to the list {target.list_name!r}"
        elif question.kind != "text":
            what, repair = "puts a choice in words, and is no text", "make it text"
        else:
            continue
        yield mark("survey", question.row, "study::role", question.other_of, what, repair)


def _personal(mark: Marker) -> Iterator[Fault]:
    """What is of a person is never counted, so it has no place in the framework."""
    for question in mark.questionnaire.questions:
        columns = {"area": question.area, "element": question.element, "same_as": question.same_as}
        for column, text in columns.items():
            if question.personal and text:
                what, repair = "is of a personal question", "delete it, or personal"
                yield mark("survey", question.row, f"study::{column}", text, what, repair)
        if question.personal and (question.role or question.role_of):
            what, repair = "is personal, and is needed by the study", "delete one of the two"
            yield mark("survey", question.row, "study::role", question.name, what, repair)


def _framework(
    mark: Marker, areas: Collection[str] | None, elements: Collection[str] | None
) -> Iterator[Fault]:
    questionnaire = mark.questionnaire
    named = [
        *(("survey", each.row, "area", each.area) for each in questionnaire.groups.values()),
        *(("survey", each.row, "area", each.area) for each in questionnaire.questions),
        *(("survey", each.row, "element", each.element) for each in questionnaire.questions),
        *(
            ("choices", choice.row, "element", choice.element)
            for each in questionnaire.questions
            for choice in each.choices
        ),
    ]
    known = {"area": areas, "element": elements}
    for sheet, row, key, text in named:
        names = known[key]
        if names is not None and text and text not in names:
            what, guess = f"is no {key} of the framework", nearest(text, names)
            yield mark(sheet, row, f"study::{key}", text, what, guess)


def _same_as(mark: Marker, asked: Asked | None) -> Iterator[Fault]:
    questionnaire = mark.questionnaire
    asking: list[Question | Group] = [*questionnaire.questions, *questionnaire.groups.values()]
    for question in asking:
        text, row = question.same_as, question.row
        if not text:
            continue
        if not SAME_AS.fullmatch(text):
            what, repair = "names no question of an instrument", "write it as instrument:question"
            yield mark("survey", row, "study::same_as", text, what, repair)
        elif asked is not None and text not in asked:
            what, guess = "is a question that nobody asked before", nearest(text, asked)
            yield mark("survey", row, "study::same_as", text, what, guess)
        elif asked is not None and isinstance(question, Question) and question.choices:
            own = {choice.name for choice in question.choices}
            # "does not know" may be added: it is counted apart
            extra = {each.name for each in question.choices if not each.state} - set(asked[text])
            missing = set(asked[text]) - own
            if extra or missing:
                names = ", ".join(sorted(extra | missing))
                what = f"has other choices there ({names}), so answers cannot be compared"
                repair = "give both the same names of choices, or drop same_as"
                yield mark("survey", row, "study::same_as", text, what, repair)
