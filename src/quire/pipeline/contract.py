"""The parameter contract: a name has its default or the edition's value, every value has a name, every name is used.

It is between notebooks and editions, and checked for all of them together before a kernel starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from quire.core.errors import Fault, nearest
from quire.core.project import NEXT
from quire.pipeline.calls import names_used
from quire.pipeline.notebooks import Kind, Notebook, read_assignment
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
    """The values that a run of a notebook gets, in the order of its parameters cell: of its edition, or else the defaults."""
    values = {**edition.choices, EDITION: edition.id} if edition else {}
    return {name: values.get(name, default) for name, default in notebook.parameters.items()}


def where_assigned(notebook: Notebook, name: str) -> str:
    """What to do where a cell assigns what should be a parameter and is not; empty if none does."""
    for cell in notebook.cells:
        if any(read_assignment(statement)[0] == name for statement in cell.tree.body):
            own = notebook.parameters_cell
            tag = "tag that cell 'parameters' (in JupyterLab: the gear at the top right, Cell Tags), or move it to one that has the tag"
            moved = f"move it to code cell {own}, which has the tag" if own else tag
            return f"code cell {cell.number} assigns it: {moved}"
    return ""


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
    if EDITION not in notebook.parameters:
        return []
    what = "is the parameter of notebooks that run once per edition, and this one runs once"
    return [_parameter(notebook, EDITION, what, "read the editions with read_editions()")]


def _edition_faults(notebook: Notebook, editions: Iterable[Edition]) -> list[Fault]:
    if EDITION not in notebook.parameters:
        absent = "tag a cell 'parameters' that assigns edition = \"<id>\""
        repair = where_assigned(notebook, EDITION) or absent
        return [Fault(notebook.where, 0, "", "", "has no parameter 'edition'", repair)]
    running = [each for each in editions if runs_for(notebook, each)]
    faults = _default_faults(notebook, [edition.id for edition in running])
    for edition in running:
        where = f"data/raw/editions/{edition.id}.yml"
        for name, value in edition.choices.items():
            default = notebook.parameters.get(name)
            if name != EDITION and not same_type(default, value):
                what = f"is {say_type(value)}, but {notebook.where} has {say_type(default)} as its default"
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
    if str(default) in running:
        what = f"has the default {default!r}, {say_type(default)}, and an edition is text"
        return [_parameter(notebook, EDITION, what, f'write it in quotes: edition = "{default}"')]
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
                what = "is a parameter of no notebook that runs once per edition"
                faults.append(Fault(where, 0, "choices", name, what, repair))
        if edition.id in RESERVED:
            what = f"'{edition.id}' is the name of {RESERVED[edition.id]}"
            faults.append(Fault(where, 0, "", "", what, "give the edition another id"))
    return faults


def _parameter(notebook: Notebook, name: str, what: str, repair: str) -> Fault:
    return Fault(notebook.where, 0, f"code cell {notebook.parameters_cell}", name, what, repair)


def same_type(default: Any, value: Any) -> bool:
    """Whether a value may stand for a default; a whole number may stand for a fraction, nothing is known of None."""
    if default is None or type(default) is type(value):
        return True
    return isinstance(default, float) and type(value) is int


def say_type(value: Any) -> str:
    """The type of a value in words."""
    names = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "a mapping",
        type(None): "nothing",
    }
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
