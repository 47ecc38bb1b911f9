"""Files of YAML read into typed models, with every fault in the words of this project.

What the models are, their readers decide: sidecars in `sources`, schemas in `schemas`, and others in the study.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from quire.core.errors import Fault, nearest
from quire.tables.csvfiles import is_day
from quire.tables.faults import mark_file
from quire.tables.yamlfiles import Document, read_yaml
from quire.text.unseen import say_unseen


def _as_day(day: object) -> object:
    """The day that a text names; pydantic would take numbers for seconds since 1970."""
    if not isinstance(day, str):
        return day
    if not is_day(day):
        raise PydanticCustomError("date_type", "is no day")
    return datetime.date.fromisoformat(day)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

ADDRESS = re.compile(r"https?://[^\s<>\"']+")
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Day = Annotated[datetime.date, BeforeValidator(_as_day)]
KINDS = {
    "bool_type": ("is neither true nor false", "write one of them"),
    "date_type": ("is no day", "write it like 2026-11-24"),
    "float_type": ("is no number", "write it in digits, with a point before decimals"),
    "int_type": ("is no whole number", "write it in digits, without a zero before them"),
    "string_type": ("is no text", "put it in quotes"),
    "too_short": ("is empty", "give at least one"),
}
"""Words for what pydantic finds, where its own would not do."""


def is_address(text: str) -> bool:
    """Whether a text is an address of the web that can be taken apart.

    >>> is_address("https://example.org/a"), is_address("https://[::1/x"), is_address("https://")
    (True, False, False)
    """
    try:
        return bool(ADDRESS.fullmatch(text) and urlsplit(text).hostname)
    except ValueError:  # brackets of which one is missing, or no number
        return False


def _check_address(text: str) -> str:
    if not is_address(text):
        raise PydanticCustomError("address", "is no web address")
    return text


Address = Annotated[str, AfterValidator(_check_address)]

M = TypeVar("M", bound="Model")


class Model(BaseModel):
    """Data of a study: read only, and a key that means nothing is an error."""

    model_config = ConfigDict(
        defer_build=True, extra="forbid", frozen=True, strict=False, populate_by_name=True
    )


def parse_model(
    model: type[M] | Callable[[dict[str, Any]], type[M]],
    path: Path,
    where: str,
    fixed: dict[str, Any],
) -> tuple[M | None, list[Fault]]:
    """Read a YAML file into a model, or the one that a function chooses; `fixed` are fields that the file's name gives.

    Returns
    -------
    tuple
        The model, or None with the faults that stand in its way.
    """
    document, faults = read_yaml(path, where)
    if document is None:
        return None, faults
    data = document.data
    if not isinstance(data, dict):
        return None, [mark_file(where, "holds no keys", "write it as 'key: value' lines")]
    what, repair = "is given by the file's name", "delete this key"
    clash = [
        Fault(where, document.line((key,)), key, str(data[key]), what, repair)
        for key in fixed
        if key in data
    ]
    if clash:
        return None, clash
    repair = "take it out, or write the text anew"
    unseen = [mark_file(where, what, repair, key, text) for key, text, what in find_unseen(data)]
    if unseen:
        return None, unseen
    chosen: type[M] = model if isinstance(model, type) else model(data)
    try:
        # by way of JSON, where to be strict leaves days and words of a list what they are
        return chosen.model_validate_json(json.dumps({**data, **fixed}), strict=True), []
    except ValidationError as error:
        return None, [_fault(where, one, chosen, document) for one in error.errors()]


def find_unseen(data: Any, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text that holds what is no text, with its key and what that is."""
    if isinstance(data, str) and (what := say_unseen(data)):
        yield place, data, what
    inside = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for key, value in inside:
        if isinstance(key, str) and (what := say_unseen(key)):
            yield place, key, what
        yield from find_unseen(value, f"{place}.{key}".lstrip("."))


def _fault(where: str, error: Any, model: type[Model], document: Document) -> Fault:
    """A fault from one of pydantic's, in the words of this project."""
    kind, key = error["type"], ".".join(str(part) for part in error["loc"])
    value = "" if isinstance(error["input"], dict | list) else str(error["input"])
    what, repair = error["msg"][0].lower() + error["msg"][1:], "correct the value"
    if kind == "extra_forbidden":
        valid = _at(model, error["loc"][:-1]).model_fields
        what, repair = "unknown key", nearest(str(error["loc"][-1]), valid)
    elif kind == "missing":
        value, what = "", "missing key"
        repair = "add it (null where the model allows an unknown)"
    elif kind == "address":
        repair = "give an address that begins with http:// or https://"
    elif kind in KINDS:
        what, repair = KINDS[kind]
    return Fault(where, document.line(error["loc"]), key, value, what, repair)


def _at(model: type[Model], path: Sequence[int | str]) -> type[Model]:
    """The model of what stands at a path in another model's data."""
    for key in path:
        if isinstance(key, str) and key in model.model_fields:
            inner = _models(model.model_fields[key].annotation)
            model = inner[0] if inner else model
    return model


def _models(kind: Any) -> list[type[Model]]:
    """The models in a type, such as that in `tuple[Model, ...]`."""
    if isinstance(kind, type) and not get_args(kind):
        return [kind] if issubclass(kind, Model) else []
    return [model for part in get_args(kind) for model in _models(part)]
