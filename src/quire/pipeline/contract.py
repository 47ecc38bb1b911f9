"""The parameter contract: every name gets a value, every value has a name, every name is used.

It is between notebooks and editions, and checked for all of them together before a kernel starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from quire.core.errors import Fault, nearest
from quire.core.project import NEXT
from quire.pipeline.calls import names_used
from quire.pipeline.notebooks import Kind, Notebook
from quire.study import PREPARATION, Edition

EDITION = "edition"
RESERVED = {"study": "the runs across editions", NEXT: "whichever edition is in preparation"}
"""What no edition may be called, and what it stands for: the first is a folder of runs, the second a default of notebooks."""


def contract_faults(notebooks: Sequence[Notebook], editions: Sequence[Edition]) -> list[Fault]:
    """Every breach of the contract.

    Parameters
    ----------
    notebooks
        All notebooks of the study.
    editions
        All editions; those that are only recorded have choices, too, which must mean something.
    """
    faults: list[Fault] = []
    for notebook in notebooks:
        faults += _use_faults(notebook)
        faults += (
            _study_faults(notebook)
            if notebook.kind is Kind.STUDY
            else _edition_faults(notebook, editions)
        )
    return faults + _choice_faults(notebooks, editions)


def parameters_of(notebook: Notebook, edition: Edition | None) -> dict[str, Any]:
    """The values that a run of a notebook gets, in the order of its parameters cell."""
    if edition is None:
        return {}
    values = {**edition.choices, EDITION: edition.id}
    return {name: values[name] for name in notebook.parameters}


def _use_faults(notebook: Notebook) -> list[Fault]:
    read, assigned = _used_elsewhere(notebook)
    faults = []
    for name in notebook.parameters:
        if name not in read:
            faults.append(
                _parameter(notebook, name, "is used in no other cell", "use it or take it out")
            )
        if name in assigned:
            faults.append(
                _parameter(
                    notebook,
                    name,
                    "is assigned again in another cell",
                    "give the other thing its own name",
                )
            )
    return faults


def _study_faults(notebook: Notebook) -> list[Fault]:
    what = "gets no value: a notebook across editions has no parameters"
    return [
        _parameter(notebook, name, what, "read it from the editions, or make it a constant")
        for name in notebook.parameters
    ]


def _edition_faults(notebook: Notebook, editions: Iterable[Edition]) -> list[Fault]:
    if EDITION not in notebook.parameters:
        repair = "tag a cell 'parameters' that assigns edition = \"<id>\""
        return [Fault(notebook.where, 0, "", "", "has no parameter 'edition'", repair)]
    running = [each for each in editions if runs_for(notebook, each)]
    faults = _default_faults(notebook, [edition.id for edition in running])
    for edition in running:
        where = f"data/raw/editions/{edition.id}.yml"
        for name, default in notebook.parameters.items():
            if name == EDITION:
                continue
            if name not in edition.choices:
                what = f"gives no value to the parameter of {notebook.where}"
                unused = [each for each in edition.choices if each not in notebook.parameters]
                hint = f" ({nearest(name, unused)})" if unused else ""
                faults.append(Fault(where, 0, "choices", name, what, f"add it below choices{hint}"))
            elif not _same_type(default, edition.choices[name]):
                value = edition.choices[name]
                what = (
                    f"is {_type(value)}, but {notebook.where} has {_type(default)} as its default"
                )
                faults.append(
                    Fault(where, 0, f"choices.{name}", str(value), what, "give both the same type")
                )
    return faults


def runs_for(notebook: Notebook, edition: Edition) -> bool:
    """Whether a notebook of the kind `edition` runs for an edition: it offers what the notebook needs."""
    return notebook.needs in edition.offers


def _default_faults(notebook: Notebook, running: Sequence[str]) -> list[Fault]:
    """A default that would leave a researcher with nothing; for an edition in preparation none is named, as it will come out."""
    default = notebook.parameters[EDITION]
    if notebook.needs == PREPARATION:
        what = f"has the default {default!r}, and its edition is whichever is in preparation"
        return (
            []
            if default == NEXT
            else [_parameter(notebook, EDITION, what, f'write edition = "{NEXT}"')]
        )
    if not running or default in running:
        return []
    what = f"has the default {default!r}, for which it does not run"
    return [_parameter(notebook, EDITION, what, nearest(str(default), running))]


def _choice_faults(notebooks: Iterable[Notebook], editions: Iterable[Edition]) -> list[Fault]:
    known = {
        name for each in notebooks if each.kind is Kind.EDITION for name in each.parameters
    } - {EDITION}
    faults = []
    for edition in editions:
        where = f"data/raw/editions/{edition.id}.yml"
        for name in edition.choices:
            if name not in known:
                repair = nearest(name, known) if known else "take it out"
                faults.append(
                    Fault(where, 0, "choices", name, "is a parameter of no notebook", repair)
                )
        if edition.id in RESERVED:
            what = f"'{edition.id}' is the name of {RESERVED[edition.id]}"
            faults.append(Fault(where, 0, "", "", what, "give the edition another id"))
    return faults


def _parameter(notebook: Notebook, name: str, what: str, repair: str) -> Fault:
    return Fault(notebook.where, 0, f"code cell {notebook.parameters_cell}", name, what, repair)


def _same_type(default: Any, value: Any) -> bool:
    """Whether a value may stand for a default; a whole number may stand for a fraction, nothing is known of None."""
    if default is None or type(default) is type(value):
        return True
    return isinstance(default, float) and type(value) is int


def _type(value: Any) -> str:
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}
    return names.get(type(value), type(value).__name__)


def _used_elsewhere(notebook: Notebook) -> tuple[set[str], set[str]]:
    """Names that the cells other than the parameters cell read, and names that they assign."""
    read: set[str] = set()
    assigned: set[str] = set()
    for cell in notebook.cells:
        if cell.number != notebook.parameters_cell:
            loaded, stored = names_used(cell.tree)
            read |= loaded
            assigned |= stored
    return read, assigned
