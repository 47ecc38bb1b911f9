"""Text that means harm, written into every text of every raw file.

Which texts there are is read off the Table Schemas and the models of the YAML files, so a new column or key is in it by itself.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import types
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from quire.core.errors import Fault, Faults
from quire.core.project import Project
from quire.tables.schemas import Schemas, read_schemas
from quire.tables.sources import Gathered, Source
from studylib.data.editions import Edition
from studylib.data.instrument_papers import Instrument
from studylib.data.practices import Practice
from studylib.data.raw import check

SIGN = "hx"
"""Id of all hostile elements: none may be on a page."""

FOLDERS = ("raw", "raw/framework", "raw/instruments")
MODELS: Mapping[str, type[BaseModel]] = {
    "editions": Edition,
    "practices": Practice,
    "instruments": Instrument,
    "": Source,
}
"""Of YAML files, by the first folder that they are in."""

PARTS = (
    '=HYPERLINK("https://evil.invalid/","x")',
    '<img src=x onerror="alert(1)" id=hx>',
    "<script id=hx>alert(1)</script>",
    '"><svg id=hx onload=alert(1)>',
    "'><base id=hx href=https://evil.invalid/>",
    '<meta id=hx http-equiv=refresh content="0;url=https://evil.invalid/">',
    "<javascript:alert(1)> [a](javascript:alert(1))",
    "</title></textarea></style></script> --> ]]> <!--",
)
"""A formula, script, handlers, another base, another page, addresses that run, closing tags, CDATA."""
MILD = (
    "@SUM(1) +1 -x",
    "{include} /etc/passwd ```{raw} html",
    "{download}`x <../../../../../../etc/passwd>` {ref}`x` {eval-rst}",
    "![b](https://evil.invalid/b.png)",
    "{{ 7*7 }} {% raw %} {# c #} $x$ \\(y\\)",
    '#read("/etc/passwd") #panic("x") \\ @x *b* _i_ | a',
)
"""Directives and roles, a picture of another host, Jinja, Typst, signs of tables: without marks that practices refuse."""
FORMS = 4
"""Ways in which a text is tried: all of it, what is mild, what is short; in the end it stays as it was."""


def hostile(number: int, form: int = 0) -> str:
    """All parts in one text, another one first each time, with the number that finds it again."""
    if form == 2:
        return f"=<b id=hx>slot{number:03d}"
    parts = MILD if form else (*PARTS, *MILD)
    at = number % len(parts)
    return f"{' '.join((*parts[at:], *parts[:at]))} slot{number:03d}"


class Spoiler:
    """Writes hostile text into raw files; every text has a number, by its place and what stood there."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.pristine = {
            path: path.read_bytes()
            for path in sorted(project.raw.rglob("*"), key=lambda one: (one.suffix, one))
            if path.suffix in {".csv", ".yml"}
        }
        self.columns = free_columns(read_schemas(project))
        self.forms: dict[int, int] = {}
        self.slots: dict[tuple[str, str, str], int] = {}

    def spoil(self) -> dict[int, str]:
        """Spoil all that `check` takes, and give the texts by their number."""
        for _ in range(6 * FORMS):
            for path, data in self.pristine.items():
                made = self._table if path.suffix == ".csv" else self._papers
                path.write_bytes(made(path, data))
            faults = self._find_faults()
            if not self._take_back(faults):
                assert faults == (), faults
                break
        forms = {number: self.forms.get(number, 0) for number in self.slots.values()}
        return {number: hostile(number, form) for number, form in forms.items() if form < FORMS - 1}

    def _find_faults(self) -> tuple[Fault, ...]:
        try:
            check(self.project)
        except Faults as report:
            return report.faults
        return ()

    def _take_back(self, faults: Sequence[Fault]) -> bool:
        """Try another form of every text that was refused; whether there was any."""
        said = " ".join(f"{fault.value} {fault.what}" for fault in faults)
        refused = {int(number) for number in re.findall(r"slot(\d{3})", said)}
        places = {(fault.file, fault.column) for fault in faults if fault.row == 0}
        refused |= {
            number for (file, key, _), number in self.slots.items() if (file, key) in places
        }
        refused = {number for number in refused if self.forms.get(number, 0) < FORMS - 1}
        if not refused:
            # what stands as it was may have to agree with another text that does not
            values = {part for fault in faults for part in fault.value.split(", ")}
            refused = {
                number
                for (file, _, old), number in self.slots.items()
                if old in values or any(_holds(fault, file, old) for fault in faults)
            }
            refused = {number for number in refused if self.forms.get(number, 0) < FORMS - 1}
        for number in refused:
            self.forms[number] = self.forms.get(number, 0) + 1
        return bool(refused)

    def _text(self, file: str, key: str, old: str) -> str:
        number = self.slots.setdefault((file, key, old), len(self.slots))
        form = self.forms.get(number, 0)
        return hostile(number, form) if form < FORMS - 1 else old

    def _table(self, path: Path, data: bytes) -> bytes:
        inside = path.relative_to(self.project.raw).with_suffix("")
        table = f"raw/instruments/{inside.name}" if len(inside.parts) == 3 else f"raw/{inside}"
        head, *rows = csv.reader(io.StringIO(data.decode()))
        for at, name in enumerate(head):
            filled = any(row[at] for row in rows)
            for row in rows if name in self.columns.get(table, ()) else ():
                if row[at] or not filled:
                    row[at] = self._text(self.project.relative(path), name, row[at])
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows([head, *rows])
        return text.getvalue().encode()

    def _papers(self, path: Path, data: bytes) -> bytes:
        inside = path.relative_to(self.project.raw).parts
        read = yaml.safe_load(data)
        model = MODELS[inside[0] if len(inside) > 1 else ""]
        if model is Source and "sources" in read:
            model = Gathered
        made = self._model(model, read, self.project.relative(path), "")
        files = made.get("files", {}) if model is Instrument else {path.stem: made}
        for name, papers in files.items() if model in {Instrument, Source, Gathered} else ():
            table = path.with_name(f"{name}.csv").read_bytes()
            papers["sha256"] = hashlib.sha256(table).hexdigest()
        return yaml.safe_dump(made, sort_keys=False, allow_unicode=True).encode()

    def _model(self, model: type[BaseModel], data: Any, file: str, key: str) -> dict[str, Any]:
        """The data of a model with every text spoilt, those included that it may have and has not."""
        made = dict(data)
        for field_name, field in model.model_fields.items():
            name = field.alias or field_name
            place = f"{key}.{name}".lstrip(".")
            new = self._value(field.annotation, data.get(name), file, place, field.metadata)
            if name in data or new not in (None, [], {}):
                made[name] = new
        return made

    def _value(  # noqa: PLR0911 - a line for each kind of type
        self, kind: Any, old: Any, file: str, key: str, limits: Sequence[Any] = ()
    ) -> Any:
        origin, parts = typing.get_origin(kind), typing.get_args(kind)
        if origin is typing.Annotated:
            return self._value(parts[0], old, file, key, parts[1:])
        if origin in {typing.Union, types.UnionType}:
            kinds = [part for part in parts if part is not type(None)]
            return self._value(kinds[0], old, file, key, limits) if len(kinds) == 1 else old
        if origin is tuple:
            values = old or [None]
            made = [
                self._value(parts[0], one, file, f"{key}.{at}") for at, one in enumerate(values)
            ]
            return [value for value in made if value is not None]
        if origin is dict:
            return {one: self._value(parts[1], old[one], file, f"{key}.{one}") for one in old or {}}
        if isinstance(kind, type) and issubclass(kind, BaseModel) and isinstance(old, dict):
            return self._model(kind, old, file, key)
        # `row`, `old` and the like find a cell as it stands
        held = {"row", "column", "old", "table", "id"} & set(re.split(r"\.\d+\.|\.", key))
        if kind is str and not held and not any(getattr(one, "pattern", None) for one in limits):
            return self._text(file, key, old or "") or old
        return old


def free_columns(schemas: Schemas) -> dict[str, set[str]]:
    """Columns of free text by table: those that name no row, and that no other table names."""
    tables = [schema for folder in FOLDERS for schema in schemas.below(folder).values()]
    keys = set()
    for schema in tables:
        for key in schema.foreign_keys:
            keys |= {(schema.name, name) for name in key.fields}
            keys |= {(key.reference.resource or schema.name, name) for name in key.reference.fields}
    # held against the items, the participants, and the same places in other tables
    keys |= {(name, "place") for name in ("survey_places", "perception", "priorities")}
    keys |= {
        ("tree", "parent"),
        ("tree", "node"),
        ("codebook", "code"),
        ("respondents", "respondent"),
    }
    return {
        schema.table: {
            column.name
            for column in schema.fields
            if column.type == "string"
            and not (column.constraints.enum or column.constraints.pattern or column.form)
            and (schema.name, column.name) not in keys
        }
        for schema in tables
    }


def _holds(fault: Fault, file: str, old: str) -> bool:
    """Whether a fault of a file is about a text of it: the one is a part of the other."""
    return fault.file == file and bool(old) and (old in fault.value or fault.value in old)
