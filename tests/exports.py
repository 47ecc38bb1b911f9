"""Invented exports of a questionnaire to cities, written as the tools write them. Invented cities and persons, for tests only."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat

from studylib.questionnaire.build import build_questionnaire
from studylib.questionnaire.filters import was_asked
from studylib.questionnaire.model import Choice, Question, Questionnaire

Value = str | tuple[str, ...]
HEAD = (
    "type",
    "name",
    "label::English (en)",
    "label::Español (es)",
    "required",
    "relevant",
    "constraint",
    "appearance",
    "study::unit",
)
SURVEY = """
start|start
end|end
begin_group|who|Who answers|Quién responde
text|city|City|Ciudad|yes||||
select_one country|country|Country|País|yes
text|respondent_name|Your name|Su nombre|yes
text|respondent_email|Your e-mail|Su correo|yes
text|respondent_phone|Your telephone|Su teléfono
select_one consent|consent|May we publish the answers of your city?|¿Podemos publicar las respuestas de su ciudad?|yes
end_group
begin_group|rail|Trains: plans/lines|Trenes: planes/líneas
note|hello|We ask about trains, and nothing else.|Preguntamos por trenes.
select_one plan|plan|Is there a plan on trains?|¿Hay un plan de trenes?|yes
integer|plan_year|In which year was it adopted?|¿En qué año se aprobó?||${plan} = 'adopted'|. >= 1990 and . <= 2091
select_multiple office|offices|Who plans, pays or runs the trains?|¿Quién planifica, paga u opera?|yes
text|offices_other|Which other office?|¿Qué otra oficina?||selected(${offices}, 'other')
select_one yesno|night|Do trains run at night?|¿Hay trenes nocturnos?|yes
decimal|punctual|Share of trains on time (per cent)|Trenes puntuales (por ciento)|||. >= 0 and . <= 100||%
decimal|cost|Cost of the network, million euros a year|Coste de la red, millones de euros|||. >= 0||million EUR
integer|riders|Riders on a working day|Viajeros por día|||. >= 0 and . <= 9000000
date|opened|Since when has the newest line been open?|¿Desde cuándo funciona la línea más nueva?
end_group
begin_group|brakes|What slows the building of lines?|¿Qué frena?||||table-list
select_one agree|brakes_funds|Funds|Fondos
select_one agree|brakes_skill|Skilled staff|Personal cualificado
select_one agree|brakes_law|Law|Leyes
end_group
begin_group|helps|What helps the building of lines?|¿Qué ayuda?||||table-list
select_one agree|helps_funds|Funds|Fondos
select_one agree|helps_skill|Skilled staff|Personal cualificado
select_one agree|helps_law|Law|Leyes
end_group
rank mode|order|Order the modes by their weight|Ordene los modos
text|advice|What would you tell another city?|¿Qué diría a otra ciudad?||||multiline
begin_repeat|story|Success case|Caso de éxito
text|s_title|Title|Título|yes
select_multiple mode|s_modes|Modes|Modos|yes
integer|s_year|Since when|Desde|||. >= 1990 and . <= 2091
text|s_done|What was done|Qué se hizo|yes
end_repeat
"""
LISTS = """
country|AA|Atlantis|Atlántida
country|BB|Brobdingnag|Brobdingnag
country|CC|Cockaigne|Jauja
consent|named|Yes, with the name of the city|Sí, con el nombre de la ciudad
consent|totals|Only in totals|Solo en totales
consent|no|No|No
plan|adopted|Adopted by the council|Aprobado por el pleno
plan|draft|In preparation|En preparación
plan|none|There is none|No hay
plan|dk|Don't know|No sabe
office|traffic|Traffic, roads and parking|Tráfico, calles y aparcamiento
office|rail|Railway company; owned by the city|Empresa ferroviaria; municipal
office|mayor|Mayor's office|Alcaldía
office|region|Region/province|Región/provincia
office|parking|Traffic|Tráfico
office|other|Other|Otra
yesno|yes|Yes|Sí
yesno|no|No|No
agree|1|1 - not at all|1 - nada
agree|2|2|2
agree|3|3|3
agree|4|4 - very much|4 - mucho
agree|na|Does not apply|No procede
mode|metro|Metro|Metro
mode|tram|Tram|Tranvía
mode|bus|Bus|Autobús
mode|boat|Boat|Barco
"""
CITIES = (
    ("Pamplinea", "AA"),
    ("São Gusmão", "BB"),
    ("Óbila del Río", "CC"),
    ("Tärnåby-Sund", "AA"),
    ("Nueva Quimera", "CC"),
    ("Kōdomari", "BB"),
)
TEXTS = (
    "Start with one line.",
    "Buy less; train more, and\nmeasure.",
    '"Free" rides, no; cheap ones / yes',
    "=1+1 is not a plan",
    "Más vías – menos coches",
)


def ask() -> Questionnaire:
    """The questionnaire that the invented cities answer: every kind, two matrices with equal rows, a repeat."""

    def table(head: Sequence[str], text: str) -> tuple[tuple[str, ...], ...]:
        rows = [line.split("|") for line in text.strip().splitlines()]
        return (tuple(head), *(tuple(row + [""] * (len(head) - len(row))) for row in rows))

    sheets = {
        "survey": table(HEAD, SURVEY),
        "choices": table(("list_name", "name", *HEAD[2:4]), LISTS),
        "settings": table(("form_title", "form_id", "version"), "Trains 2091|trains|1"),
    }
    return build_questionnaire(sheets, {name: name for name in sheets})


@dataclass(frozen=True)
class Answered:
    """One answered questionnaire, with the person who answered."""

    number: int
    cells: Mapping[str, Value]
    repeats: Mapping[str, Sequence[Mapping[str, Value]]]
    sent: dt.datetime
    finished: bool = True
    language: str = "en"
    person: Mapping[str, str] = field(default_factory=dict)

    @property
    def uuid(self) -> str:
        return f"00000000-0000-4000-8000-{self.number:012}"

    def public(self, questionnaire: Questionnaire) -> dict[str, Value]:
        """What may be read of it: all but what is on persons."""
        return {n: v for n, v in self.cells.items() if v and not questionnaire.by_name[n].personal}


def invent(
    questionnaire: Questionnaire,
    cities: Sequence[tuple[str, str]] = CITIES,
    *,
    seed: int = 1,
    first: int = 1,
    repeats: int = 2,
) -> list[Answered]:
    """Answers of cities (name, code of the country), as the questionnaire allows them."""
    chance = random.Random(seed)
    return [
        _invent_one(questionnaire, city, first + at, chance, repeats)
        for at, city in enumerate(cities)
    ]


def _invent_one(
    questionnaire: Questionnaire,
    city: tuple[str, str],
    number: int,
    chance: random.Random,
    most: int,
) -> Answered:
    person = {
        "name": f"Invented Person {number:02}",
        "email": f"person{number:02}@town{number:02}.example.org",
        "phone": f"+00 555 01 {number:02} 77",
        "ip": f"192.0.2.{number % 250}",
    }
    cells: dict[str, Value] = {}
    for question in questionnaire.answerable:
        if question.repeat or question.kind == "file" or not was_asked(question.relevant, cells):
            continue
        if question.personal:
            name = question.name
            cells[name] = person[
                "phone" if "phone" in name else "email" if "mail" in name else "name"
            ]
        elif question.role_of == "city":
            cells[question.name] = city[0]
        elif question.role_of == "country":
            cells[question.name] = city[1]
        elif question.role_of == "consent":
            cells[question.name] = question.choices[number % 2].name
        elif question.required or chance.random() < 0.85:
            cells[question.name] = _invent_value(question, chance)
    stories = {
        repeat.name: [
            {
                q.name: _invent_value(q, chance)
                for q in questionnaire.answerable
                if q.repeat == repeat.name and (q.required or chance.random() < 0.7)
            }
            for _ in range(chance.randint(0, most))
        ]
        for repeat in questionnaire.repeats
    }
    sent = dt.datetime(2091, 4, 1, 10, 5) + dt.timedelta(days=3 * number)
    return Answered(
        number, {k: v for k, v in cells.items() if v}, stories, sent, True, "en", person
    )


def _invent_value(question: Question, chance: random.Random) -> Value:
    names = [choice.name for choice in question.choices]
    plain = [
        c.name for c in question.choices if c.state not in {"none", "dont_know", "not_applicable"}
    ]
    if question.kind == "select_one":
        return chance.choice(names)
    if question.kind == "select_multiple":
        count = chance.randint(1, min(len(plain), question.most or 3))
        return tuple(sorted(chance.sample(plain, count), key=names.index))
    if question.kind == "rank":
        return tuple(chance.sample(names, len(names)))
    if question.kind == "date":
        return (dt.date(2060, 1, 1) + dt.timedelta(days=chance.randrange(9000))).isoformat()
    if question.kind in {"integer", "year", "decimal", "share", "money"}:
        low = int(question.minimum or 0)
        high = int(question.maximum if question.maximum is not None else 900)
        number = chance.randint(low, max(low, high - 1))
        whole = question.kind in {"integer", "year"}
        return str(number) if whole else f"{number}.{chance.randint(1, 9)}"
    return chance.choice(TEXTS)


# What all tools need


def label_of(choice: Choice | Question, language: str) -> str:
    return choice.labels.get(language, "")


def say(question: Question, value: Value, language: str = "") -> list[str]:
    """The words of an answer: names without a language, labels with one."""
    said = {c.name: label_of(c, language) if language else c.name for c in question.choices}
    values = (value,) if isinstance(value, str) else value
    return [said.get(one, one) for one in values if one]


def path_of(questionnaire: Questionnaire, question: Question, language: str = "") -> list[str]:
    """Names or labels of the groups around a question."""
    names: list[str] = []
    group = question.group
    while group in questionnaire.groups:
        of = questionnaire.groups[group]
        names.insert(0, of.labels.get(language, "") if language else group)
        group = of.parent
    return [name for name in names if name]


def plain_questions(questionnaire: Questionnaire) -> list[Question]:
    return [q for q in questionnaire.answerable if not q.repeat and q.kind != "file"]


def write_csv(
    rows: Iterable[Sequence[str]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    quote: bool = False,
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=delimiter,
        quoting=csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL,
        lineterminator="\n",
    )
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def write_book(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(at, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


# KoBoToolbox


def kobo_tables(
    questionnaire: Questionnaire,
    answers: Sequence[Answered],
    *,
    language: str = "",
    groups: bool = True,
    separator: str = "/",
    several: str = "both",
) -> dict[str, list[list[str]]]:
    """The form and its repeats as KoBoToolbox writes them: XML values, or labels of a language."""

    def head(question: Question) -> str:
        own = label_of(question, language) if language else question.name
        before = path_of(questionnaire, question, language) if groups else []
        return separator.join([*before, own])

    def table(
        questions: Sequence[Question], records: Sequence[Mapping[str, Value]]
    ) -> list[list[str]]:
        heads, columns = [], []
        for question in questions:
            values = [record.get(question.name, "") for record in records]
            if question.kind != "select_multiple" or several != "split":
                heads.append(head(question))
                columns.append([" ".join(say(question, value, language)) for value in values])
            if question.kind == "select_multiple" and several != "one":
                for choice in question.choices:
                    words = label_of(choice, language) if language else choice.name
                    heads.append(f"{head(question)}{separator}{words}")
                    columns.append(
                        [str(int(choice.name in value)) if value else "" for value in values]
                    )
        return [heads, *map(list, zip(*columns, strict=True))]

    main = table(plain_questions(questionnaire), [one.cells for one in answers])
    meta = [
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_submitted_by",
        "__version__",
        "_index",
    ]
    tables = {questionnaire.title: [["start", "end", *main[0], *meta]]}
    for at, (one, row) in enumerate(zip(answers, main[1:], strict=True), 1):
        begin = f"{one.sent:%Y-%m-%dT%H:%M:%S.000+02:00}"
        own = [
            str(90000 + one.number),
            one.uuid,
            f"{one.sent:%Y-%m-%dT%H:%M:%S}",
            "",
            one.person["name"],
            "v1",
            str(at),
        ]
        tables[questionnaire.title].append([begin, begin, *row, *own])
    for repeat in questionnaire.repeats:
        questions = [q for q in questionnaire.answerable if q.repeat == repeat.name]
        told = [
            (at, one, story)
            for at, one in enumerate(answers, 1)
            for story in one.repeats.get(repeat.name, ())
        ]
        rows = table(questions, [story for _, _, story in told])
        meta = [
            "_index",
            "_parent_table_name",
            "_parent_index",
            "_submission__uuid",
            "_submission__submitted_by",
        ]
        tables[repeat.name] = [[*rows[0], *meta]] + [
            [*row, str(count), questionnaire.title, str(at), one.uuid, one.person["name"]]
            for count, (row, (at, one, _)) in enumerate(zip(rows[1:], told, strict=True), 1)
        ]
    return tables


def kobo_csv(
    questionnaire: Questionnaire,
    answers: Sequence[Answered],
    *,
    delimiter: str = ";",
    encoding: str = "utf-8",
    **settings: Any,
) -> bytes:
    tables = kobo_tables(questionnaire, answers, **settings)
    return write_csv(
        tables[questionnaire.title], delimiter=delimiter, encoding=encoding, quote=True
    )


def kobo_xlsx(questionnaire: Questionnaire, answers: Sequence[Answered], **settings: Any) -> bytes:
    return write_book(kobo_tables(questionnaire, answers, **settings))


# ODK Central


def odk_tables(
    questionnaire: Questionnaire, answers: Sequence[Answered], *, split: bool = False
) -> dict[str, bytes]:
    """The files of an export of ODK Central: names, groups joined by a hyphen."""

    def cells(questions: Sequence[Question], record: Mapping[str, Value]) -> list[str]:
        row = []
        for question in questions:
            value = record.get(question.name, "")
            row.append(" ".join(say(question, value)))
            if split and question.kind == "select_multiple":
                row += [str(int(c.name in value)) if value else "" for c in question.choices]
        return row

    def heads(questions: Sequence[Question], inside: bool) -> list[str]:
        names = []
        for question in questions:
            groups = [] if inside else path_of(questionnaire, question)
            names.append("-".join([*groups, question.name]))
            if split and question.kind == "select_multiple":
                names += [f"{names[-1]}/{choice.name}" for choice in question.choices]
        return names

    questions = plain_questions(questionnaire)
    end = [
        "meta-instanceID",
        "KEY",
        "SubmitterID",
        "SubmitterName",
        "AttachmentsPresent",
        "Status",
        "DeviceID",
        "Edits",
    ]
    rows = [["SubmissionDate", "start", "end", *heads(questions, False), *end]]
    for one in answers:
        sent = f"{one.sent:%Y-%m-%dT%H:%M:%S.000Z}"
        key = f"uuid:{one.uuid}"
        tail = [key, key, "77", one.person["name"], "0", "", f"device:{one.person['phone']}", "0"]
        rows.append([sent, sent, sent, *cells(questions, one.cells), *tail])
    form = questionnaire.form_id
    files = {f"{form}.csv": write_csv(rows)}
    for repeat in questionnaire.repeats:
        questions = [q for q in questionnaire.answerable if q.repeat == repeat.name]
        rows = [[*heads(questions, True), "PARENT_KEY", "KEY"]]
        rows += [
            [*cells(questions, story), f"uuid:{one.uuid}", f"uuid:{one.uuid}/{repeat.name}[{at}]"]
            for one in answers
            for at, story in enumerate(one.repeats.get(repeat.name, ()), 1)
        ]
        files[f"{form}-{repeat.name}.csv"] = write_csv(rows)
    return files


def odk_zip(questionnaire: Questionnaire, answers: Sequence[Answered], **settings: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in odk_tables(questionnaire, answers, **settings).items():
            archive.writestr(zipfile.ZipInfo(name), data)
        archive.writestr(zipfile.ZipInfo("media/photo.jpg"), b"\xff\xd8")
    return made.getvalue()


# LimeSurvey


def limesurvey_csv(
    questionnaire: Questionnaire,
    answers: Sequence[Answered],
    *,
    full: bool = False,
    wording: bool = False,
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
    language: str = "en",
) -> bytes:
    """Codes or full answers; heads as codes or as wording. Two repetitions stand side by side."""
    spoken = language if full else ""
    columns: list[tuple[str, str, Callable[[Answered], str]]] = []
    for question in plain_questions(questionnaire):
        if question.personal or question.name in {
            q.name for q in questionnaire.questions if q.other_of
        }:
            continue
        columns += _limesurvey_columns(
            questionnaire, question, spoken, lambda one: one.cells, "", language
        )
    for repeat in questionnaire.repeats:
        for turn in (1, 2):
            for question in [q for q in questionnaire.answerable if q.repeat == repeat.name]:

                def story(
                    one: Answered, turn: int = turn, name: str = repeat.name
                ) -> Mapping[str, Value]:
                    stories = one.repeats.get(name, ())
                    return stories[turn - 1] if len(stories) >= turn else {}

                columns += _limesurvey_columns(
                    questionnaire, question, spoken, story, f"r{turn}", language
                )
    own: dict[str, Callable[[Answered], str]] = {
        "id": lambda one: str(one.number),
        "submitdate": lambda one: f"{one.sent:%Y-%m-%d %H:%M:%S}" if one.finished else "",
        "lastpage": lambda one: "6" if one.finished else "2",
        "startlanguage": lambda one: one.language,
        "seed": lambda one: "154853565",
        "ipaddr": lambda one: one.person["ip"],
        "token": lambda one: f"tok{one.number:013}",
        "firstname": lambda one: one.person["name"],
        "email": lambda one: one.person["email"],
    }
    names = dict(
        zip(
            own,
            (
                "Response ID",
                "Date submitted",
                "Last page",
                "Start language",
                "Seed",
                "IP address",
                "Access code",
                "First name",
                "Email address",
            ),
            strict=True,
        )
    )
    heads = [names[name] if wording else name for name in own]
    heads += [words if wording else code for code, words, _ in columns]
    rows = [
        [*(get(one) for get in own.values()), *(get(one) for *_, get in columns)] for one in answers
    ]
    return write_csv([heads, *rows], delimiter=delimiter, encoding=encoding, quote=True)


def _limesurvey_columns(
    questionnaire: Questionnaire,
    question: Question,
    spoken: str,
    record: Callable[[Answered], Mapping[str, Value]],
    turn: str,
    language: str,
) -> list[tuple[str, str, Callable[[Answered], str]]]:
    code = (question.matrix or question.name).replace("_", "").upper() + turn
    words = label_of(question, language)
    if turn:
        group = questionnaire.groups[question.group].labels[language]
        words = f"{group} {turn[1:]}: {words}"
    if question.matrix:
        words = f"{questionnaire.groups[question.matrix].labels[language]} [{words}]"
        code += f"[{question.name.replace('_', '')}]"
    names = [choice.name for choice in question.choices]

    def answer(one: Answered) -> str:
        value = record(one).get(question.name, "")
        if not question.choices or not value:
            return str(value)
        return say(question, value, spoken)[0] if spoken else f"A{names.index(str(value)) + 1}"

    if question.kind not in {"select_multiple", "rank"}:
        return [(code, words, answer)]
    other = next((q.name for q in questionnaire.questions if q.other_of == question.name), "")
    columns: list[tuple[str, str, Callable[[Answered], str]]] = []
    for at, choice in enumerate(question.choices):

        def tick(one: Answered, choice: Choice = choice) -> str:
            value = record(one).get(question.name, "")
            if choice.state == "other" and choice.name in value:
                return str(record(one).get(other, "") or "-oth-")
            return ("Yes" if spoken else "Y") if choice.name in value else ""

        def place(one: Answered, at: int = at) -> str:
            value = record(one).get(question.name, ())
            return say(question, value[at], spoken)[0] if len(value) > at else ""

        if question.kind == "rank":
            columns.append((f"{code}[{at + 1}]", f"{words} [Rank {at + 1}]", place))
        else:
            sub = "other" if choice.state == "other" else f"SQ{at + 1:03}"
            columns.append((f"{code}[{sub}]", f"{words} [{label_of(choice, language)}]", tick))
    return columns


# Forms, sheets, statistics programs


def msforms_xlsx(
    questionnaire: Questionnaire, answers: Sequence[Answered], *, language: str = "en"
) -> bytes:
    """Wordings as heads, equal ones numbered; lists end with a semicolon; the first repetition is asked as plain questions."""
    heads: list[str] = []
    seen: Counter[str] = Counter()
    asked = [
        q
        for q in questionnaire.answerable
        if not q.personal and q.kind != "file" and not q.other_of
    ]
    for question in asked:
        words = label_of(question, language)
        if question.repeat:
            words = f"{questionnaire.groups[question.repeat].labels[language]}: {words.lower()}"
        seen[words] += 1
        heads.append(words + (str(seen[words]) if seen[words] > 1 else ""))
    rows: list[list[Any]] = [
        ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time", *heads]
    ]
    for one in answers:
        row: list[Any] = [
            one.number,
            one.sent,
            one.sent,
            one.person["email"],
            one.person["name"],
            None,
        ]
        for question in asked:
            stories = one.repeats.get(question.repeat, ())
            record = (stories[0] if stories else {}) if question.repeat else one.cells
            row.append(_forms_cell(questionnaire, question, record, language, ";", ";") or None)
        rows.append(row)
    return write_book({"Sheet1": rows})


def _forms_cell(
    questionnaire: Questionnaire,
    question: Question,
    record: Mapping[str, Value],
    language: str,
    separator: str,
    end: str,
) -> str:
    value = record.get(question.name, "")
    words = say(question, value, language)
    other = next((q.name for q in questionnaire.questions if q.other_of == question.name), "")
    if "other" in value and record.get(other):
        words[-1] = str(record[other])
    if question.kind in {"select_multiple", "rank"}:
        return separator.join(words) + (end if words else "")
    return "".join(words)


def google_csv(
    questionnaire: Questionnaire,
    answers: Sequence[Answered],
    *,
    language: str = "en",
    stamp: str = "%d/%m/%Y %H:%M:%S",
) -> bytes:
    """Wordings as heads, grids as `Question [Row]`, lists joined by a comma."""
    asked = [q for q in plain_questions(questionnaire) if not q.personal and not q.other_of]
    heads = [
        f"{questionnaire.groups[q.matrix].labels[language]} [{label_of(q, language)}]"
        if q.matrix
        else label_of(q, language)
        for q in asked
    ]
    rows = [["Timestamp", "Email Address", *heads]]
    rows += [
        [one.sent.strftime(stamp), one.person["email"]]
        + [_forms_cell(questionnaire, q, one.cells, language, ", ", "") for q in asked]
        for one in answers
    ]
    return write_csv(rows)


def old_sheet(
    questionnaire: Questionnaire,
    one: Answered,
    *,
    language: str = "en",
    labels: bool = False,
    remarks: Mapping[str, str] | None = None,
    changed: Mapping[str, Any] | None = None,
) -> bytes:
    """The sheet without names: a number, the wording, the answer, remarks. `changed` puts other cells in."""
    rows: list[list[Any]] = [
        [questionnaire.title],
        [],
        ["No.", "Question", "Your answer", "Remarks"],
    ]
    for at, question in enumerate(plain_questions(questionnaire), 1):
        value = "; ".join(
            say(question, one.cells.get(question.name, ""), language if labels else "")
        )
        cell = (changed or {}).get(question.name, value or None)
        rows.append([at, label_of(question, language), cell, (remarks or {}).get(question.name)])
    return write_book({"Questionnaire": rows})


def new_sheet(questionnaire: Questionnaire, one: Answered, *, language: str = "en") -> bytes:
    """The sheet with hidden names: ticks, places and repetitions have a row each."""
    rows: list[list[Any]] = [
        [None, questionnaire.title],
        [],
        ["name", "No.", "Question", "Help", "Answer", "Remarks"],
    ]

    def add(question: Question, record: Mapping[str, Value], before: str) -> None:
        name, value = f"{before}{question.name}", record.get(question.name, "")
        if question.kind == "select_multiple":
            rows.append([None, 1, label_of(question, language)])
            rows.extend(
                [
                    f"{name}/{c.name}",
                    None,
                    label_of(c, language),
                    None,
                    "x" if c.name in value else None,
                ]
                for c in question.choices
            )
        elif question.kind == "rank":
            places = [*say(question, value, language), *[None] * len(question.choices)]
            rows.extend(
                [f"{name}/{at + 1}", None, f"Place {at + 1}", None, places[at]]
                for at in range(len(question.choices))
            )
        else:
            rows.append(
                [
                    name,
                    1,
                    f"{label_of(question, language)} *",
                    None,
                    "".join(say(question, value, language)) or None,
                ]
            )

    for question in plain_questions(questionnaire):
        add(question, one.cells, "")
    for repeat in questionnaire.repeats:
        for turn in (1, 2):
            stories = one.repeats.get(repeat.name, ())
            record = stories[turn - 1] if len(stories) >= turn else {}
            for question in questionnaire.answerable:
                if question.repeat == repeat.name:
                    add(question, record, f"{repeat.name}[{turn}]/")
    lists = (
        [
            ["agree"],
            *([label_of(c, language)] for c in questionnaire.by_name["brakes_funds"].choices),
        ]
        if "brakes_funds" in questionnaire.by_name
        else [["list"]]
    )
    form = [
        ["form_id", questionnaire.form_id],
        ["version", questionnaire.version],
        ["language", language],
    ]
    return write_book({"Questionnaire": rows, "Lists": lists, "Form": form})


def labelled_file(
    questionnaire: Questionnaire, answers: Sequence[Answered], path: Path, *, language: str = "en"
) -> Path:
    """A file of SPSS (`.sav`) or Stata (`.dta`): codes from 1 with labels, a variable for each choice of several."""
    columns: dict[str, list[Any]] = {}
    labels: dict[str, dict[float, str]] = {}
    for question in plain_questions(questionnaire):
        values = [one.cells.get(question.name, "") for one in answers]
        names = [choice.name for choice in question.choices]
        if question.kind == "select_multiple":
            for at, choice in enumerate(question.choices, 1):
                code = f"A{at}" if choice.state == "other" else choice.name
                columns[f"{question.name}_{code}"] = [
                    float(choice.name in v) if v else None for v in values
                ]
        elif question.kind == "rank":
            for at in range(len(names)):
                columns[f"{question.name}_{at + 1}"] = [
                    names.index(v[at]) + 1.0 if v else None for v in values
                ]
                labels[f"{question.name}_{at + 1}"] = {
                    i + 1.0: label_of(c, language) for i, c in enumerate(question.choices)
                }
        elif names:
            columns[question.name] = [names.index(str(v)) + 1.0 if v else None for v in values]
            labels[question.name] = {
                i + 1.0: label_of(c, language) for i, c in enumerate(question.choices)
            }
        elif question.kind in {"integer", "year", "decimal", "share", "money"}:
            columns[question.name] = [float(str(v)) if v else None for v in values]
        else:
            columns[question.name] = [str(v) for v in values]
    frame = pd.DataFrame(columns)
    write = pyreadstat.write_sav if path.suffix == ".sav" else pyreadstat.write_dta
    if path.suffix == ".dta":
        labels = {name: {int(k): v for k, v in of.items()} for name, of in labels.items()}
        for name in labels:
            frame[name] = frame[name].astype("Int64")
    write(frame, str(path), variable_value_labels=labels)
    return path


def plain_csv(
    questionnaire: Questionnaire,
    answers: Sequence[Answered],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> bytes:
    """A table of one's own: names as heads, names of choices with blanks between."""
    asked = plain_questions(questionnaire)
    rows = [["submission", "sent_on", *(q.name for q in asked)]]
    rows += [
        [
            f"s{one.number}",
            f"{one.sent:%Y-%m-%d}",
            *(" ".join(say(q, one.cells.get(q.name, ""))) for q in asked),
        ]
        for one in answers
    ]
    return write_csv(rows, delimiter=delimiter, encoding=encoding)
