"""Files of YAML read into typed models, with every fault in the words of this project.

What the models are, their readers decide: sidecars in `sources`, schemas in `schemas`, and others in the study.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from quire.core.errors import Fault, nearest
from quire.tables.faults import mark_file
from quire.text.unseen import say_unseen

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

ADDRESS = re.compile(r"https?://[^\s<>\"']+")
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times faster where PyYAML was built with it; safe in either case."""

MOST_ALIASES = 20
"""Aliases of aliases make much of little: twenty come to a thousand values or so, a hundred to more than a memory holds."""
DEEPEST = 50
"""Lists in lists; a reader in C ends the whole program somewhere beyond."""


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

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, populate_by_name=True)


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
    data = _load(path, where)
    if isinstance(data, Fault):
        return None, [data]
    what, repair = "is given by the file's name", "delete this key"
    clash = [mark_file(where, what, repair, key, str(data[key])) for key in fixed if key in data]
    if clash:
        return None, clash
    repair = "take it out, or write the text anew"
    unseen = [mark_file(where, what, repair, key, text) for key, text, what in _unseen(data)]
    if unseen:
        return None, unseen
    chosen: type[M] = model if isinstance(model, type) else model(data)
    try:
        return chosen.model_validate({**data, **fixed}), []
    except ValidationError as error:
        return None, [_fault(where, one, chosen) for one in error.errors()]


def _load(path: Path, where: str) -> dict[str, Any] | Fault:
    """The keys of a YAML file, or what is wrong with it."""
    try:
        text = path.read_bytes().decode("utf-8")
        if excess := _find_excess(text):
            return mark_file(where, excess, "write out what is meant")
        data = yaml.load(text, LOADER)  # noqa: S506 - a safe one
    except UnicodeDecodeError as error:
        return mark_file(where, f"is not UTF-8 text ({error.reason})", "save the file as UTF-8")
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        repair = "look for a missing colon, quote or indentation"
        return Fault(where, mark.line + 1 if mark else 0, "", "", "is not valid YAML", repair)
    except ValueError as error:
        # PyYAML makes a date of all that looks like one
        return mark_file(where, f"names a day that is none ({error})", "correct the date")
    if not isinstance(data, dict):
        return mark_file(where, "holds no keys", "write it as 'key: value' lines")
    return data


def _unseen(data: Any, place: str = "") -> Iterator[tuple[str, str, str]]:
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
        yield from _unseen(value, f"{place}.{key}".lstrip("."))


def _find_excess(text: str) -> str:
    """What of a YAML file cannot be meant, and would keep its readers busy for ever; empty if nothing."""
    aliases = depth = 0
    for event in yaml.parse(text, LOADER):
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if aliases > MOST_ALIASES:
            return f"has more than {MOST_ALIASES} aliases (*name)"
        if depth > DEEPEST:
            return f"has more than {DEEPEST} lists or keys in one another"
    return ""


def _fault(where: str, error: Any, model: type[Model]) -> Fault:
    """A fault from one of pydantic's, in the words of this project."""
    kind, key = error["type"], ".".join(str(part) for part in error["loc"])
    value = "" if isinstance(error["input"], dict) else str(error["input"])
    what, repair = error["msg"][0].lower() + error["msg"][1:], "correct the value"
    if kind == "extra_forbidden":
        valid = _at(model, error["loc"][:-1]).model_fields
        what, repair = "unknown key", nearest(str(error["loc"][-1]), valid)
    elif kind == "missing":
        value, what = "", "missing key"
        repair = "add it (null where the model allows an unknown)"
    elif kind == "address":
        repair = "give an address that begins with http:// or https://"
    elif kind == "too_short":
        what, repair = "is empty", "give at least one"
    return mark_file(where, what, repair, key, value)


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
