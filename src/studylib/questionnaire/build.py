"""From the cells of an XLSForm to the model, with the defaults that hold where the study's own columns say nothing.

Takes every questionnaire as far as it goes: what is wrong with it, says `selfcheck`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from studylib.questionnaire.model import (
    CLOSED,
    FALLING,
    RISING,
    ROLES,
    ROLES_OF,
    Choice,
    Group,
    Question,
    Questionnaire,
)

TYPES = {
    "int": "integer",
    "string": "text",
    "datetime": "date",
    "photo": "file",
    "image": "file",
    "audio": "file",
    "video": "file",
    "select_one_or_other": "select_one",
}
"""Types of the standard by other names, and what they are for the study."""
METADATA = {"start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber"} | {
    *("username", "email", "audit", "calculate", "hidden", "start-geopoint", "background-audio")
}
"""What tools fill in by themselves."""
SELECTS = re.compile(r"(select[_ ]one|select[_ ]multiple|select1|rank)\s+(\S+)(\s+or[_ ]other)?$")
GROUPS = re.compile(r"(begin|end)[_ ](group|repeat)$")
LANGUAGE = re.compile(r"\(([a-z]{2,3}(?:-\w+)?)\)\s*$")
LANGUAGES = {"english": "en", "español": "es", "spanish": "es", "français": "fr", "french": "fr"}
BOUND = re.compile(r"(?<!\w)\.\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)")
MOST = re.compile(r"count-selected\(\s*\.\s*\)\s*(<=|<)\s*(\d+)")
CURRENCY = re.compile(r"(?:(?:thousand|million|billion) )?[A-Z]{3}")
SHARES = frozenset({"%", "per cent", "percent"})
PERSONAL = re.compile(r"respondent_|contact_|(?:.*_)?(?:e_?mail|phone|telephone)(?:_|$)")
YES = frozenset({"yes", "true", "true()", "1"})
STATE_NAMES = {
    "dk": "dont_know",
    "dont_know": "dont_know",
    "na": "not_applicable",
    "not_applicable": "not_applicable",
    "none": "none",
    "other": "other",
}
EVERYWHERE = "default"
"""Code of the language of words in a column that names none."""

Row = Mapping[str, str]


def build_questionnaire(
    sheets: Mapping[str, tuple[tuple[str, ...], ...]], files: Mapping[str, str]
) -> Questionnaire:
    """The model of what the sheets say.

    Parameters
    ----------
    sheets
        Cells by sheet, rows begin with the head, all as wide as it.
    files
        What faults call each sheet.
    """
    survey, choices = records(sheets.get("survey", ())), records(sheets.get("choices", ()))
    settings = next((row for _, row in records(sheets.get("settings", ()))), {})
    names = _languages(sheets, settings)
    lists = _lists(choices, names)
    groups, questions, metadata = _walk(survey, lists, names)
    return Questionnaire(
        title=settings.get("form_title", ""),
        form_id=settings.get("form_id", ""),
        version=settings.get("version", ""),
        languages=tuple(names),
        language_names=names,
        questions=tuple(_with_roles(_with_others(questions))),
        groups=groups,
        metadata=tuple(metadata),
        sheets=sheets,
        files=files,
    )


def records(cells: Sequence[Sequence[str]]) -> list[tuple[int, dict[str, str]]]:
    """Rows by the names of their columns, each with its line; empty rows are left out.

    >>> records([["type", "study_area"], ["", ""], ["text", "people"]])
    [(3, {'type': 'text', 'study::area': 'people'})]
    """
    if not cells:
        return []
    head = [re.sub(r"^study_", "study::", name) for name in cells[0]]
    return [
        (line, {name: cell for name, cell in zip(head, row, strict=True) if name})
        for line, row in enumerate(cells[1:], 2)
        if any(row)
    ]


def _languages(sheets: Mapping[str, Sequence[Sequence[str]]], settings: Row) -> dict[str, str]:
    """Names of the languages by code, the default first."""
    default = settings.get("default_language", "")
    heads = [
        name
        for sheet in ("survey", "choices")
        for name in (sheets.get(sheet) or [()])[0]
        if name == "label" or name.startswith("label::")
    ]
    named = [name.partition("::")[2].strip() for name in heads]
    ordered = sorted(dict.fromkeys(named), key=lambda name: name != default)
    return {_code(name): name for name in ordered} or {EVERYWHERE: ""}


def _code(language: str) -> str:
    """Code of a language by its name in a head."""
    code = LANGUAGE.search(language)
    return code[1] if code else LANGUAGES.get(language.lower(), language or EVERYWHERE)


def _words(row: Row, column: str, languages: Mapping[str, str]) -> dict[str, str]:
    heads = {code: f"{column}::{name}" if name else column for code, name in languages.items()}
    return {code: row[head] for code, head in heads.items() if row.get(head)}


def _lists(
    rows: Iterable[tuple[int, Row]], languages: Mapping[str, str]
) -> dict[str, tuple[Choice, ...]]:
    lists: dict[str, list[Choice]] = {}
    for line, row in rows:
        name = row["name"]
        state = row.get("study::state") or STATE_NAMES.get(name.lower(), "")
        words, element = _words(row, "label", languages), row.get("study::element", "")
        lists.setdefault(row["list_name"], []).append(Choice(name, words, state, element, line))
    return {name: tuple(choices) for name, choices in lists.items()}


def _walk(
    rows: Iterable[tuple[int, Row]],
    lists: Mapping[str, tuple[Choice, ...]],
    languages: Mapping[str, str],
) -> tuple[dict[str, Group], list[Question], list[str]]:
    """The groups by name, the questions, and what tools fill in, in the order of the rows."""
    groups: dict[str, Group] = {}
    questions: list[Question] = []
    metadata: list[str] = []
    above: list[Group] = []
    for line, row in rows:
        written = " ".join(row["type"].split())
        mark = GROUPS.match(written.lower())
        if mark and mark[1] == "end":
            del above[-1:]
        elif mark:
            group = _group(row, line, mark[2] == "repeat", above, languages)
            above.append(group)
            groups.setdefault(group.name, group)
        elif written.lower() in METADATA:
            metadata.append(row["name"])
        elif written:
            questions.append(_question(row, line, written, above, lists, languages))
    return groups, questions, metadata


def _group(
    row: Row, line: int, repeat: bool, above: Sequence[Group], languages: Mapping[str, str]
) -> Group:
    outer = above[-1] if above else Group("", {})
    role = row.get("study::role", "") or (row["name"] if row["name"] in ROLES else "")
    return Group(
        name=row["name"],
        labels=_words(row, "label", languages),
        appearance=row.get("appearance", ""),
        repeat=repeat,
        parent=outer.name,
        role=role if role in ROLES else "",
        area=row.get("study::area", "") or outer.area,
        same_as=row.get("study::same_as", ""),
        reason=row.get("study::reason", ""),
        scale=row.get("study::scale", ""),
        personal=_is_yes(row.get("study::personal", "")) or outer.personal,
        relevant=_both(outer.relevant, row.get("relevant", "")),
        row=line,
    )


def _question(
    row: Row,
    line: int,
    written: str,
    above: Sequence[Group],
    lists: Mapping[str, tuple[Choice, ...]],
    languages: Mapping[str, str],
) -> Question:
    inner = above[-1] if above else Group("", {})
    kind, list_name, choices = _kind(written, lists)
    appearance, constraint = row.get("appearance", ""), row.get("constraint", "")
    if "label" in appearance.split() and kind in CLOSED:
        kind = "note"  # the head of a matrix in the older way of writing one
    table = "table-list" in inner.appearance or "list-nolabel" in appearance.split()
    matrix = inner.name if table and kind in CLOSED and not inner.repeat else ""
    role = row.get("study::role", "") or (row["name"] if row["name"] in ROLES else "")
    role = role or (inner.role if matrix else "")
    element = row.get("study::element", "")
    if matrix and inner.role and not element:
        element = row["name"].partition("_")[2]
    unit, bounds = row.get("study::unit", ""), _bounds(constraint, kind)
    name = row["name"]
    return Question(
        name=name,
        kind=_number_kind(kind, name, unit, bounds),
        labels=_words(row, "label", languages),
        hints=_words(row, "hint", languages),
        list_name=list_name,
        choices=choices,
        required=_is_yes(row.get("required", "")),
        relevant=_both(inner.relevant, row.get("relevant", "")),
        constraint=constraint,
        group=inner.name,
        section=above[0].labels if above else {},
        repeat=next((group.name for group in reversed(above) if group.repeat), ""),
        matrix=matrix,
        area=row.get("study::area", "") or inner.area,
        element=element,
        role=role if role in ROLES else "",
        role_of=role if role in ROLES_OF else "",
        other_of=role.partition("=")[2].strip() if role.startswith("other_of") else "",
        personal=_is_yes(row.get("study::personal", ""))
        or inner.personal
        or bool(PERSONAL.match(name)),
        same_as=row.get("study::same_as", ""),
        reason=row.get("study::reason", "") or (inner.reason if matrix else ""),
        scale=_scale(row.get("study::scale", "") or (inner.scale if matrix else ""), kind, choices),
        unit=unit,
        minimum=bounds[0],
        maximum=bounds[1],
        most=_most(constraint),
        appearance=appearance,
        row=line,
    )


def _kind(
    written: str, lists: Mapping[str, tuple[Choice, ...]]
) -> tuple[str, str, tuple[Choice, ...]]:
    """The kind of a question, the name of its list, and its choices."""
    select = SELECTS.match(written)
    if not select:
        return TYPES.get(written.lower(), written), "", ()
    kind = select[1].replace(" ", "_").replace("select1", "select_one")
    return kind, select[2], lists.get(select[2], ())


def _number_kind(kind: str, name: str, unit: str, bounds: tuple[float | None, float | None]) -> str:
    """A number is a share, money or a year if its unit, or else its name or range, says so."""
    low, high = bounds
    if kind not in {"integer", "decimal"}:
        return kind
    if unit.lower() in SHARES or (not unit and name.endswith(("_pct", "_share"))):
        return "share"
    if CURRENCY.fullmatch(unit):
        return "money"
    years = not unit and low is not None and low >= 1800 and high is not None and high <= 2200
    return "year" if unit == "year" or (kind == "integer" and years) else kind


def _bounds(constraint: str, kind: str) -> tuple[float | None, float | None]:
    """The least and the greatest number that a constraint lets through; a constraint with `or` tells none.

    >>> _bounds(". >= 0 and . < 100", "integer")
    (0.0, 99.0)
    """
    if re.search(r"\bor\b", constraint):
        return None, None
    step = 1.0 if kind == "integer" else 0.0
    low: list[float] = []
    high: list[float] = []
    for sign, text in BOUND.findall(constraint):
        number = float(text)
        strict = step if len(sign) == 1 else 0.0
        low += [number + strict] if sign[0] == ">" else []
        high += [number - strict] if sign[0] == "<" else []
    return max(low, default=None), min(high, default=None)


def _most(constraint: str) -> int | None:
    """How many choices a constraint lets through; None if any number.

    >>> _most("count-selected(.) < 4"), _most(". > 2")
    (3, None)
    """
    limit = MOST.search(constraint)
    return int(limit[2]) - (limit[1] == "<") if limit else None


def _scale(written: str, kind: str, choices: Sequence[Choice]) -> str:
    """As written; else the direction of three or more numbers in a row, which the words of the choices begin with."""
    points = [choice for choice in choices if not choice.state]
    if written or kind != "select_one" or len(points) < 3 or not all(map(_is_point, points)):
        return written
    numbers = [int(choice.name) for choice in points]
    steps = {after - number for number, after in itertools.pairwise(numbers)}
    return {frozenset({1}): RISING, frozenset({-1}): FALLING}.get(frozenset(steps), "")


def _is_point(choice: Choice) -> bool:
    return choice.name.isdecimal() and all(
        words.startswith(choice.name) for words in choice.labels.values()
    )


def _with_others(questions: Sequence[Question]) -> list[Question]:
    """A text `x_other` after a closed question `x` puts its choice `other` in words."""
    closed = {question.name for question in questions if question.kind in CLOSED}
    return [
        replace(question, other_of=question.name.removesuffix("_other"))
        if question.kind == "text"
        and not question.other_of
        and question.name.endswith("_other")
        and question.name.removesuffix("_other") in closed
        else question
        for question in questions
    ]


def _with_roles(questions: Sequence[Question]) -> list[Question]:
    """City, country and consent by their names, where no question is said to be it."""
    said = {question.role_of for question in questions}
    return [
        replace(question, role_of=question.name)
        if question.name in ROLES_OF and question.name not in said
        else question
        for question in questions
    ]


def _both(outer: str, inner: str) -> str:
    return f"({outer}) and ({inner})" if outer and inner else outer or inner


def _is_yes(text: str) -> bool:
    return text.lower() in YES
