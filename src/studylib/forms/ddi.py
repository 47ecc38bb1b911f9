"""The questionnaire as a DDI Codebook 2.5, the form in which archives of surveys describe their variables.

The standard: https://ddialliance.org/ddi-codebook_v2.5. A variable is a question, a row of a matrix, a choice of a question of several, or
an option of a question of order; groups of variables are the sections and these questions. Questions on the person who answers are no
part of the data, and left out; so is what can be answered several times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from studylib.forms.conditions import Speaker
from studylib.forms.paper import AUTHOR
from studylib.forms.parts import Matrix, Part, arrange, numbers_of, say, tag_of
from studylib.forms.words import words_in
from studylib.questionnaire.model import NO_ANSWER, NUMBERS, Choice, Question, Questionnaire

NAMESPACE = "ddi:codebook:2_5"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Words = Mapping[str, str]


def write_ddi(questionnaire: Questionnaire) -> bytes:
    """The codebook as XML, with all languages; the same bytes every time."""
    writer = _Codebook(questionnaire)
    root = etree.Element(f"{{{NAMESPACE}}}codeBook", nsmap={None: NAMESPACE}, version="2.5")
    root.set(LANGUAGE, tag_of(questionnaire.default_language))
    writer.describe_study(root)
    data = _add(root, "dataDscr")
    for section in arrange(questionnaire):
        writer.part(section)
    data.extend([*writer.groups, *writer.variables])
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


@dataclass
class _Codebook:
    """Collects groups and variables: all groups stand before all variables."""

    questionnaire: Questionnaire
    groups: list[etree._Element] = field(default_factory=list)
    variables: list[etree._Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        language = self.questionnaire.default_language
        numbers = numbers_of(arrange(self.questionnaire))
        self.speaker = Speaker(self.questionnaire, language, words_in(language), numbers)

    def describe_study(self, root: etree._Element) -> None:
        """Title, id and version, who asks, and what the codebook leaves out."""
        study = _add(root, "stdyDscr")
        citation = _add(study, "citation")
        titles = _add(citation, "titlStmt")
        _add(titles, "titl", say({"": self.questionnaire.title}, ""))
        if self.questionnaire.form_id:
            _add(titles, "IDNo", self.questionnaire.form_id)
        _add(_add(citation, "rspStmt"), "AuthEnty", AUTHOR)
        if self.questionnaire.version:
            _add(_add(citation, "verStmt"), "version", self.questionnaire.version)

    def part(self, part: Part) -> list[str]:
        """Ids of the variables of a section; a repeat has none."""
        if part.group.repeat:
            return []
        group = (
            self.group(f"g_{part.group.name}", "section", part.group.labels)
            if part.group.name
            else None
        )
        ids: list[str] = []
        for child in part.parts:
            if isinstance(child, Part):
                ids += self.part(child)
            elif isinstance(child, Matrix):
                ids += self.matrix(child)
            else:
                ids += self.single(child.question)
        self.close(group, ids)
        return ids

    def matrix(self, matrix: Matrix) -> list[str]:
        rows = [row for row in matrix.rows if not row.personal]
        group = self.group(f"g_{matrix.group.name}", "grid", matrix.group.labels)
        ids = [id_ for row in rows for id_ in self.single(row, matrix.group.labels)]
        self.close(group, ids)
        return ids

    def single(self, question: Question, above: Words | None = None) -> list[str]:
        """The variables of a question: one, or one for each of its choices."""
        if question.kind == "note" or (question.personal and not question.role_of):
            return []
        if question.kind not in {"select_multiple", "rank"}:
            variable = self.variable(question, question.name, question.labels, above)
            for choice in question.choices:
                _add_category(variable, choice.name, choice.labels, choice.state in NO_ANSWER)
            self.finish(variable, question)
            return [str(variable.get("ID"))]
        kind = "multipleResp" if question.kind == "select_multiple" else "other"
        group = self.group(f"g_{question.name}", kind, question.labels)
        ids = [self.choice(question, choice) for choice in question.choices]
        self.close(group, ids)
        return ids

    def choice(self, question: Question, choice: Choice) -> str:
        """The variable of a choice: ticked or not, or its place."""
        name = f"{question.name}/{choice.name}"
        variable = self.variable(question, name, choice.labels, question.labels)
        if question.kind == "select_multiple":
            for value, words in (
                ("1", {"en": "ticked", "es": "marcada"}),
                ("0", {"en": "not ticked", "es": "no marcada"}),
            ):
                known = {
                    code: text
                    for code, text in words.items()
                    if code in self.questionnaire.languages
                }
                _add_category(variable, value, known or {"en": words["en"]}, False)
        self.finish(variable, question)
        return str(variable.get("ID"))

    def variable(
        self, question: Question, name: str, labels: Words, above: Words | None
    ) -> etree._Element:
        """A variable with its label, question and range; what was asked above it stands before its own words."""
        variable = etree.Element(_tag("var"), ID=_id("v", name), name=name)
        variable.set("intrvl", "contin" if question.kind in NUMBERS else "discrete")
        nature = (
            "ratio"
            if question.kind in NUMBERS
            else "ordinal"
            if question.scale or question.kind == "rank"
            else ""
        )
        if nature:
            variable.set("nature", nature)
        if question.unit:
            variable.set("measUnit", question.unit)
        _add_words(variable, "labl", labels)
        asked = _add(variable, "qstn", responseDomainType=_domain(question))
        if above:
            _add_words(asked, "preQTxt", above)
        _add_words(asked, "qstnLit", labels)
        _add_words(asked, "ivuInstr", question.hints)
        both = zip(("min", "max"), self.limits(question), strict=True)
        limits = {key: f"{limit:.15g}" for key, limit in both if limit is not None}
        if limits:
            _add(_add(variable, "valrng"), "range", **limits)
        said = self.speaker.say(question.relevant)
        if said:
            _add(variable, "universe", said)
        self.variables.append(variable)
        return variable

    def limits(self, question: Question) -> tuple[float | None, float | None]:
        if question.kind == "rank":
            return 1, len(question.choices)
        return question.minimum, question.maximum

    def finish(self, variable: etree._Element, question: Question) -> None:
        """What the order of the standard puts after the categories."""
        if question.area:
            _add(variable, "concept", question.area, vocab="areas of the study")
        numeric = question.kind in NUMBERS or question.kind in {"select_multiple", "rank"}
        _add(variable, "varFormat", type="numeric" if numeric else "character")
        if question.reason:
            _add(variable, "notes", question.reason, type="reason")

    def group(self, name: str, kind: str, labels: Words) -> etree._Element:
        group = etree.Element(_tag("varGrp"), ID=_id("", name), type=kind)
        if kind == "other":
            group.set("otherType", "ranking")
        _add_words(group, "labl", labels)
        self.groups.append(group)
        return group

    def close(self, group: etree._Element | None, ids: list[str]) -> None:
        """Say which variables a group has; one without any is none."""
        if group is None:
            return
        if ids:
            group.set("var", " ".join(ids))
        else:
            self.groups.remove(group)


def _domain(question: Question) -> str:
    kinds = {"date": "datetime", "text": "text", "file": "text", "select_multiple": "multiple"}
    return "numeric" if question.kind in NUMBERS else kinds.get(question.kind, "category")


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _id(before: str, name: str) -> str:
    """An id as XML takes it.

    >>> _id("v", "uses/chat bot")
    'v_uses.chat-bot'
    """
    plain = "".join(
        sign if sign.isalnum() or sign in "_-." else "-" for sign in name.replace("/", ".")
    )
    return f"{before}_{plain}" if before else plain


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, _tag(name), attributes)
    made.text = text or None
    return made


def _add_words(parent: etree._Element, name: str, words: Words) -> None:
    """An element for each language."""
    for language, text in words.items():
        _add(parent, name, say({language: text}, language)).set(LANGUAGE, tag_of(language))


def _add_category(variable: etree._Element, value: str, labels: Words, missing: bool) -> None:
    category = _add(variable, "catgry")
    if missing:
        category.set("missing", "Y")
    _add(category, "catValu", value)
    _add_words(category, "labl", labels)
