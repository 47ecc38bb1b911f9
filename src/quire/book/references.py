"""Names that the prose of notebooks refers to - values, figures, terms, pages, files - held against what is known before a run.

What only a run makes is looked up in the last result, and nothing is said where that was made by other code: a run that is to come
may bring the name. Links of the whole book are held by `links` once it is assembled.
"""

from __future__ import annotations

import ast
import difflib
import json
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from quire.book.links import ENDING, LABEL, PAGE, link_target, read_addresses
from quire.core.errors import Fault, nearest
from quire.core.project import Project
from quire.core.steps import RECORD, read_record
from quire.pipeline.calls import STATER, calls_of
from quire.pipeline.contents import is_removed
from quire.pipeline.notebooks import Kind, Notebook
from quire.pipeline.plan import VALUES, Plan, Run
from quire.text.addresses import TERM
from quire.text.myst import read_inline

MADE = re.compile(r"#(value|figure|output)-(.+)")
"""Places that a run makes on its page."""

GLOSSARY = re.compile(r"^`{3,}\{glossary\}\s*$(.*?)^`{3,}\s*$", re.M | re.S)
TARGET = re.compile(r"<([^<>]+)>\s*$")
STATED = frozenset([STATER, "Statement"])
NEAR = 0.8
"""How like another name one must be that is surely that name misspelt, where not all names are known."""

Wrong = tuple[str, str, str]
"""Value, what, and repair."""


def reference_faults(project: Project, plan: Plan) -> list[Fault]:
    """Every name in the prose of planned notebooks that leads nowhere, as far as that is known without a run."""
    known = _Known(project, plan)
    return [
        Fault(notebook.where, 0, f"cell {number}", *wrong)
        for notebook in plan.notebooks
        for number, cell in enumerate(notebook.data["cells"], start=1)
        if cell["cell_type"] == "markdown" and not is_removed(cell)
        for wrong in dict.fromkeys(known.wrong(notebook, "".join(cell["source"])))
    ]


def say_references(project: Project, plan: Plan) -> list[str]:
    """A line for each of these faults: prose stops no run, and a book is refused."""
    return [f"before the book: {fault}" for fault in reference_faults(project, plan)]


class _Known:
    """All names that prose may refer to."""

    def __init__(self, project: Project, plan: Plan) -> None:
        self._project, self._plan = project, plan

    def wrong(self, notebook: Notebook, text: str) -> Iterator[Wrong]:
        """What a piece of prose refers to in vain."""
        # no text without these two signs holds a role, and it need not be taken apart
        for token, _ in read_inline(text) if "}`" in text else ():
            if token.type == "myst_role":
                yield from self._wrong_role(notebook, str(token.meta.get("name")), token.content)
        for address in read_addresses(text):
            made = MADE.fullmatch(address)
            if made:
                yield from self._wrong_place(address, made[1], made[2])
            elif not address.startswith("#"):
                yield from self._wrong_page(notebook, address)

    def _wrong_role(self, notebook: Notebook, role: str, content: str) -> Iterator[Wrong]:
        target = TARGET.search(content)
        name = target[1] if target else content.strip()
        if role == "term" and name.casefold() not in map(str.casefold, self._terms):
            yield name, "is no term of the glossary", nearest(name, self._terms)
        elif role in {"ref", "numref"} and _near(name, self._labels):
            yield name, "is no label of the book", nearest(name, self._labels)
        elif role in {"doc", "download"}:
            yield from self._wrong_page(notebook, name)
        elif role.startswith("glue"):
            repair = "lead to a value by [words](#value-name)"
            value = name.partition(":")[0]
            near = f"; {nearest(value, self._values)}" if self._values else ""
            yield value, f"is asked for by the role {role}, which knows no value", repair + near

    def _wrong_place(self, address: str, kind: str, name: str) -> Iterator[Wrong]:
        names = self._values if kind == "value" else self._shown
        if name not in names and self._are_sure:
            what = "leads to no value" if kind == "value" else "leads to no figure or table"
            yield address, what, nearest(name, names)

    def _wrong_page(self, notebook: Notebook, address: str) -> Iterator[Wrong]:
        folder = "editions/x/" if notebook.kind is Kind.EDITION else ""
        path = link_target(f"{folder}{notebook.name}", address)[0]
        name = ENDING.sub("", path)
        if name in self._pages or path in self._pages or name in {"search", "genindex"}:
            return
        if (_near(name, self._pages) or self._project.book.is_dir()) and not self._is_data(name):
            # names as they are written on a page in the same folder
            beside = {page.removeprefix(folder) for page in self._pages if page[0] not in "._"}
            what = "leads to no page or file of the book"
            yield address, what, nearest(name.removeprefix(folder), beside)

    def _is_data(self, page: str) -> bool:
        """Whether a page may be made of raw data that has not been seen in a book: its name stands there."""
        word = re.compile(rf"\b{re.escape(page.rpartition('/')[2])}\b", re.I)
        files = [path for path in self._project.raw.rglob("*") if path.is_file()]
        return any(
            word.search(path.name) or word.search(path.read_text("utf-8", errors="replace"))
            for path in files
            if path.suffix in {".csv", ".yml"} or word.search(path.name)
        )

    @cached_property
    def _authored(self) -> dict[str, str]:
        """Texts of authored pages by their paths."""
        return {
            path.relative_to(self._project.authored).as_posix(): path.read_text("utf-8", "replace")
            for path in sorted(self._project.authored.rglob("*.md"))
        }

    @cached_property
    def _terms(self) -> Collection[str]:
        bodies = [body for text in self._authored.values() for body in GLOSSARY.findall(text)]
        return {term for body in bodies for term in TERM.findall(body)}

    @cached_property
    def _labels(self) -> Collection[str]:
        cells = (cell for run in self._plan.runs for cell in run.notebook.data["cells"])
        prose = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        texts = [*self._authored.values(), *prose]
        return {"".join(found) for text in texts for found in LABEL.findall(text)}

    @cached_property
    def _pages(self) -> Collection[str]:
        """Names of pages, and paths of files: authored, of runs, and those of the last book; of an edition also under `x`."""
        folders = [self._project.authored, self._project.book]
        files = [
            path.relative_to(folder).as_posix()
            for folder in folders
            for path in folder.rglob("*")
            if path.is_file()
        ]
        pages = [ENDING.sub("", name) if name.endswith(PAGE) else name for name in files]
        both = {*pages, *(run.page for run in self._plan.runs)}
        return both | {re.sub(r"^editions/[^/]+/", "editions/x/", name) for name in both}

    @cached_property
    def _are_sure(self) -> bool:
        """Whether no run is to come that may make other names than the last ones did."""
        return bool(self._plan.runs) and all(
            _is_of_this_code(self._project, run) for run in self._plan.runs
        )

    @cached_property
    def _values(self) -> Collection[str]:
        """Names of values: of the last results, and those that cells write out."""
        made = (run.folder(self._project) / VALUES for run in self._plan.runs)
        last = {name for path in made if path.is_file() for name in json.loads(path.read_bytes())}
        return last | {name for run in self._plan.runs for name in _stated(run.notebook)}

    @cached_property
    def _shown(self) -> Collection[str]:
        """Ids of figures and tables, likewise."""
        made = (run.folder(self._project) / "figures" for run in self._plan.runs)
        last = {path.stem for folder in made for path in folder.glob("*.csv")}
        cells = (cell for run in self._plan.runs for cell in run.notebook.cells)
        return last | {id for cell in cells for id in calls_of(cell.tree).shown}


def _stated(notebook: Notebook) -> Iterator[str]:
    """Names of values that cells write out."""
    for cell in notebook.cells:
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id in STATED and isinstance(first, ast.Constant):
                    yield str(first.value)


def _is_of_this_code(project: Project, run: Run) -> bool:
    record = read_record(run.folder(project) / RECORD)
    return record is not None and all(
        record.key.get(part) == run.key[part] for part in ("code", "library")
    )


def _near(name: str, known: Iterable[str]) -> bool:
    """Whether a name is none of those that are known, and very like one of them."""
    names = list(known)
    return name not in names and bool(difflib.get_close_matches(name, names, n=1, cutoff=NEAR))
