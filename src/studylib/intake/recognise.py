"""Which tool an export is of, which row is its head, and which columns are the tool's own or on persons.

Those columns are left out here: what stands in them gets nowhere. Which question the others are of is `studylib.intake.heads`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from studylib.intake.cells import fold_plain
from studylib.intake.files import Sheet
from studylib.intake.heads import HeadIndex, Mapped, fold_words, map_heads
from studylib.intake.workbooks import Unknown, Unreadable
from studylib.questionnaire.model import Questionnaire

COMPLETED = (
    *("completion time", "hora de finalización", "hora de conclusão", "heure de fin"),
    *("fertigstellungszeit", "ora di completamento"),
)
STAMPED = (
    *("timestamp", "marca temporal", "carimbo de data/hora", "horodateur", "zeitstempel"),
    *("informazioni cronologiche",),
)
SUBMITTED = (
    "submitdate",
    "date submitted",
    "fecha de envío",
    "date de soumission",
    "data de envio",
)
ROLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "kobo": {
        "id": ("_uuid", "_id"),
        "sent": ("_submission_time", "end"),
        "index": ("_index",),
        "parent": ("_parent_index",),
        "parent_id": ("_submission__uuid", "_submission__id"),
    },
    "odk": {
        "id": ("key", "meta-instanceid"),
        "sent": ("submissiondate", "end"),
        "index": ("key",),
        "parent": ("parent_key",),
    },
    "limesurvey": {
        "id": ("id", "response id", "id de respuesta", "id de la réponse"),
        "sent": SUBMITTED,
        "language": ("startlanguage", "start language", "idioma inicial", "lenguaje inicial"),
    },
    "msforms": {"id": ("id",), "sent": COMPLETED},
    "google": {"sent": STAMPED},
    "plain": {
        "id": ("submission", "id", "respondent"),
        "sent": ("sent_on", "submitted_on", "sent_at"),
        "language": ("language",),
    },
}
"""For each tool the heads that say which submission it is, when it was sent, in which language, and of which one a repeat is."""
OWN: Mapping[str, set[str]] = {
    "kobo": {"start", "end", "today", "deviceid", "phonenumber", "simserial", "subscriberid"}
    | {"username", "audit", "formhub/uuid", "meta/instanceid", "meta/instancename"},
    "odk": {"submissiondate", "start", "end", "today", "key", "parent_key", "submitterid"}
    | {"submittername", "attachmentspresent", "attachmentsexpected", "status", "reviewstate"}
    | {"deviceid", "edits", "formversion", "username", "phonenumber", "simserial"}
    | {"meta-instanceid", "meta-instancename", "instanceid", "instancename", "meta-audit"},
    "limesurvey": {"id", "submitdate", "lastpage", "startlanguage", "seed", "startdate"}
    | {"datestamp", "ipaddr", "refurl", "token", "firstname", "lastname", "email", "language"}
    | {"response id", "date submitted", "last page", "start language", "date started"}
    | {"date last action", "ip address", "referrer url", "access code", "first name"}
    | {"last name", "email address", "interviewtime", "total time", "participant_id"}
    | {"id de respuesta", "fecha de envío", "última página", "idioma inicial", "semilla"}
    | {"lenguaje inicial", "fecha de inicio", "fecha de la última acción", "dirección ip"}
    | {"url de referencia", "código de acceso", "nombre", "apellido", "apellidos"}
    | {"dirección de correo electrónico", "correo electrónico", "contraseña"},
    "msforms": {"id", "start time", "completion time", "email", "name", "last modified time"}
    | {"language", "total points", "quiz feedback", "grade posted time", *COMPLETED}
    | {"hora de inicio", "hora de la última modificación", "correo electrónico", "nombre"}
    | {"hora de início", "hora da última modificação", "nome", "heure de début", "nom"}
    | {"adresse de messagerie", "heure de la dernière modification", "startzeit", "e-mail"},
    "google": {"username", "email address", "score", "dirección de correo electrónico"}
    | {"nombre de usuario", "adresse e-mail", "endereço de e-mail", "puntuación", *STAMPED},
    "plain": {"submission", "id", "respondent", "sent_on", "submitted_on", "sent_at", "language"},
    "spss": set(),
    "stata": set(),
}
"""Heads of the tools themselves, of persons among them."""
CONTACT = re.compile(
    r"e-?mail|correo|courriel|phone|tel[eé]fon|t[eé]l[eé]phone|mobile|m[oó]vil|celular|whatsapp|fax\b"
    r"|\bip\b|ip.?addr|^name$|(?:first|last|your|full|contact|sur)\s?name|nombre|apellido|^nome?$|pr[eé]nom"
    r"|contact\b|contacto|signature|firma|passport|device",
    re.IGNORECASE,
)
"""Heads of columns on persons that no tool and no question has."""
LEFT = re.compile(
    r"^_|^meta[/.:-]|comment\]$|^(points|feedback|puntos|comentarios) - |_url$|^attribute_\d+"
    r"|^(group|question)?\w*time\d*$",
    re.IGNORECASE,
)
"""Heads of other columns that tools add."""
GIVE = "give the export of this form, with its row of heads"
SEARCHED = 15
"""Rows in which the head is looked for."""


@dataclass(frozen=True)
class Table:
    """A sheet of which is known what it is.

    Attributes
    ----------
    sheet
        As it was read.
    tool
        As in `Submission.tool`.
    heads, columns, lines
        The heads, the cells below each of them, and the lines of the rows in the file.
    mapped
        The question of each column.
    roles
        Columns of the tool, by what they say.
    """

    sheet: Sheet
    tool: str
    heads: tuple[str, ...]
    columns: Sequence[tuple[str, ...]]
    lines: Sequence[int]
    mapped: Mapped
    roles: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.lines)

    @property
    def repeat(self) -> bool:
        """Whether rows are repetitions and not submissions."""
        return "parent" in self.roles or "parent_id" in self.roles

    def take_role(self, role: str) -> Sequence[str]:
        """The cells of a column of the tool; empty texts if there is none."""
        at = self.roles.get(role)
        return [""] * self.count if at is None else [text.strip() for text in self.columns[at]]


def recognise(sheet: Sheet, index: HeadIndex) -> Table:
    """Say what a sheet is.

    Raises
    ------
    Unreadable
        If it is no export of this questionnaire.
    """
    at = _find_head(sheet, index)
    heads = tuple(head.replace("\ufeff", "").strip() for head in sheet.rows[at])
    tool = _find_tool(sheet, heads)
    roles = _find_roles(tool, heads)
    rows, lines = sheet.rows[at + 1 :], sheet.lines[at + 1 :]
    try:
        _check_rows(heads, rows, lines)
    except Unreadable as error:
        kind = Unknown if tool == "plain" else Unreadable
        raise kind(error.what, error.repair, error.row, error.column) from error
    columns = list(zip(*rows, strict=False))[: len(heads)]
    own = _find_own(index.questionnaire, tool, heads) | set(roles.values())
    codes = tool in {"limesurvey", "spss", "stata"}
    mapped = map_heads(index, heads, own, second=sheet.heads, codes=codes)
    if not mapped.columns:
        raise Unknown("has no column of a question of this questionnaire", GIVE)
    unclear = {
        at: targets
        for at, targets in mapped.unclear.items()
        if targets or not _is_left(heads[at], columns[at])
    }
    return Table(sheet, tool, heads, columns, lines, _replace_unclear(mapped, unclear), roles)


def _replace_unclear(mapped: Mapped, unclear: Mapping[int, tuple[object, ...]]) -> Mapped:
    kept = {at: mapped.unclear[at] for at in unclear}
    return Mapped(mapped.columns, kept, mapped.by_label, mapped.language)


def _find_head(sheet: Sheet, index: HeadIndex) -> int:
    """The row with most cells that are heads; titles may stand above it."""
    every = set().union(*OWN.values())

    def count(row: Sequence[str]) -> int:
        return sum(
            fold_plain(cell) in every or bool(cell.strip() and index.find(cell)[1]) for cell in row
        )

    counts = [count(row) for row in sheet.rows[:SEARCHED]]
    best = max(range(len(counts)), key=lambda at: counts[at])
    if counts[best] == 0:
        raise Unknown("has no row with heads that this questionnaire knows", GIVE)
    return best


def _find_tool(sheet: Sheet, heads: Sequence[str]) -> str:
    """The tool by the columns that it adds.

    Raises
    ------
    Unreadable
        If the columns of two tools are there.
    """
    plain = {fold_plain(head) for head in heads}
    signs = {
        "odk": "key" in plain and bool(plain & {"submissiondate", "parent_key", "meta-instanceid"}),
        "kobo": bool(plain & {"_uuid", "_submission_time", "_parent_index", "_submission__uuid"}),
        "limesurvey": bool(plain & set(SUBMITTED)) and len(plain & OWN["limesurvey"]) > 2,
        "msforms": bool(plain & set(COMPLETED)),
        "google": bool(plain & set(STAMPED)),
    }
    tools = [tool for tool, there in signs.items() if there]
    if len(tools) > 1:
        raise Unreadable(
            f"has columns of two tools ({' and '.join(tools)})",
            "give each export as it was written",
        )
    return tools[0] if tools else sheet.source if sheet.source in {"spss", "stata"} else "plain"


def _find_roles(tool: str, heads: Sequence[str]) -> dict[str, int]:
    places = {fold_plain(head): at for at, head in reversed(list(enumerate(heads)))}
    return {
        role: next(places[name] for name in names if name in places)
        for role, names in ROLES.get(tool, ROLES["plain"]).items()
        if any(name in places for name in names)
    }


def _find_own(questionnaire: Questionnaire, tool: str, heads: Sequence[str]) -> set[int]:
    """Columns of the tool; a name of the questionnaire comes before what a plain table or a form calls so."""
    asked = set(questionnaire.by_name) if tool in {"plain", "kobo", "odk"} else set()
    notes = {
        fold_words(words)
        for question in questionnaire.questions
        if question.kind == "note"
        for words in (question.name, *question.labels.values())
    }
    filled = {fold_words(name) for name in questionnaire.metadata}
    return {
        at
        for at, head in enumerate(heads)
        if (fold_plain(head) in OWN[tool] and head not in asked)
        or (tool == "kobo" and LEFT.match(head))
        or fold_words(head) in notes | filled
        or fold_words(re.split(r"[/.:-]", head)[-1]) in filled - set(questionnaire.by_name)
    }


def _is_left(head: str, cells: Iterable[str]) -> bool:
    """Whether a column that nobody knows can be left out without asking: the tool's, on persons, or empty."""
    return bool(LEFT.search(head) or CONTACT.search(head) or not any(map(str.strip, cells)))


def _check_rows(heads: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int]) -> None:
    """Rows as wide as the head, no second head among them, and a head over every column with answers."""
    if not rows:
        raise Unreadable("has heads, and no answer below them", "export it when there are answers")
    width = len(heads)
    for row, line in zip(rows, lines, strict=True):
        if len(row) == width:
            continue
        if len(row) < width:
            raise Unreadable("breaks off in this row", "export it again", line)
        if any(cell.strip() for cell in row[width:]):
            raise Unreadable(
                "has more cells in this row than heads",
                "export it again; a sign between cells may stand in an answer",
                line,
            )
    first = heads[: min(width, 6)]
    for row, line in zip(rows, lines, strict=True):
        if row[0] == first[0] and tuple(row[: len(first)]) == first and any(first):
            raise Unreadable("has its heads a second time", "give each export by itself", line)
    for at, head in enumerate(heads):
        if not head and any(row[at].strip() for row in rows):
            raise Unreadable(f"has no head over column {at + 1}", "write the head of the column")
