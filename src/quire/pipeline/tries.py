"""A try: one run with other values than the study's. It lies below `build/tries`, is no result, and is overwritten by the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from math import isfinite
from shlex import quote
from typing import Any

from quire.core.errors import StudyError, nearest
from quire.pipeline.contract import EDITION, same_type, say_type, where_assigned
from quire.pipeline.notebooks import Notebook
from quire.pipeline.plan import Run
from quire.tables.yamlfiles import parse_yaml

OPTION = "-p"
LANGUAGE = "language"
"""What is no parameter of a notebook: the language in which a try shows everything."""


def read_values(words: Sequence[str]) -> dict[str, str]:
    """Values by name, as they were typed.

    >>> read_values(["least=3", "title=a=b"])
    {'least': '3', 'title': 'a=b'}
    """
    values: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise StudyError(
                f"{word!r} gives no value", where=OPTION, repair=f"{OPTION} name=value"
            )
        if name.strip() in values:
            what = f"{name.strip()!r} is given twice"
            raise StudyError(what, where=OPTION, repair="keep one of them")
        values[name.strip()] = value
    return values


def make_try(runs: Sequence[Run], values: Mapping[str, str]) -> Run:
    """The one run that was chosen, with other values and a place of its own.

    Parameters
    ----------
    runs
        Those that were chosen: a try is of one.
    values
        As they were typed: YAML, of the type of the default; `language` is that in which it is read, unless the notebook has such a
        parameter.

    Raises
    ------
    StudyError
        If there is more than one run, or the notebook has no such parameter, or one of another type.
    """
    run = _the_one(runs)
    language = "" if LANGUAGE in run.notebook.parameters else values.get(LANGUAGE, "")
    own = {
        name: _read(run.notebook, name, text)
        for name, text in values.items()
        if not (language and name == LANGUAGE)
    }
    parameters = {**run.parameters, **own}
    typed = " ".join(f"{OPTION} {quote(f'{name}={text}')}" for name, text in values.items())
    return replace(
        run,
        parameters=parameters,
        key={**run.key, "parameters": parameters},
        command=f"{run.command} {typed}",
        is_try=True,
        language=language,
    )


def _the_one(runs: Sequence[Run]) -> Run:
    if len(runs) == 1:
        return runs[0]
    names = dict.fromkeys(run.name for run in runs)
    more = ", ..." if len(runs) > 3 else ""
    what = f"a try is of one run, and these are {len(runs)}: "
    repair = f"choose one: --only {runs[-1].name}" + (
        f" --edition {runs[-1].scope}" if len(names) == 1 else ", and --edition if it has several"
    )
    said = f"{what}{', '.join(run.id for run in runs[:3])}{more}"
    raise StudyError(said, where=OPTION, repair=repair)


def _read(notebook: Notebook, name: str, text: str) -> Any:
    """The value that was typed for a parameter."""
    if name == EDITION:
        raise StudyError("the edition is chosen by --edition", where=OPTION, repair="--edition ID")
    if name not in notebook.parameters:
        known = set(notebook.parameters) - {EDITION}
        absent = nearest(name, known) if known else "add it to a cell tagged 'parameters'"
        repair = where_assigned(notebook, name) or absent
        raise StudyError(f"{notebook.where} has no parameter {name!r}", where=OPTION, repair=repair)
    default = notebook.parameters[name]
    document, _ = parse_yaml(text, OPTION)
    value = text if document is None else document.data
    if isinstance(default, str):  # a text is what was typed, unless it was put in quotes
        return value if isinstance(value, str) and text.startswith(("'", '"')) else text
    if isinstance(default, float) and isinstance(value, str):
        value = _read_number(value)
    if not same_type(default, value):
        what = f"{name} is {say_type(default)} ({default!r}), and {text!r} is {say_type(value)}"
        raise StudyError(what, where=OPTION, repair=f"give {say_type(default)}")
    return float(value) if isinstance(default, float) else value


def _read_number(text: str) -> float | str:
    """A number as people write it, 1e3 or .5; the text itself if it is none, or no end of one."""
    with suppress(ValueError):
        if isfinite(number := float(text)):
            return number
    return text
