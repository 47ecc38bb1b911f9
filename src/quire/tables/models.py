"""Files of YAML read into typed models, with every fault in the words of this project.

What the models are, their readers decide: sidecars in `sources`, schemas in `schemas`, and others in the study.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from quire.core.errors import Fault, nearest

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"']+$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
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
    clash = [
        Fault(where, 0, key, str(data[key]), "is given by the file's name", "delete this key")
        for key in fixed
        if key in data
    ]
    if clash:
        return None, clash
    chosen: type[M] = model if isinstance(model, type) else model(data)
    try:
        return chosen.model_validate({**data, **fixed}), []
    except ValidationError as error:
        return None, [_fault(where, each, chosen) for each in error.errors()]


def _load(path: Path, where: str) -> dict[str, Any] | Fault:
    """The keys of a YAML file, or what is wrong with it."""
    try:
        data = yaml.safe_load(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as error:
        return Fault(
            where, 0, "", "", f"is not UTF-8 text ({error.reason})", "save the file as UTF-8"
        )
    except yaml.YAMLError as error:
        line = (
            error.problem_mark.line + 1
            if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark
            else 0
        )
        return Fault(
            where,
            line,
            "",
            "",
            "is not valid YAML",
            "look for a missing colon, quote or indentation",
        )
    except ValueError as error:
        # PyYAML makes a date of all that looks like one
        return Fault(where, 0, "", "", f"names a day that is none ({error})", "correct the date")
    return (
        data
        if isinstance(data, dict)
        else Fault(where, 0, "", "", "holds no keys", "write it as 'key: value' lines")
    )


def _fault(where: str, error: Any, model: type[Model]) -> Fault:
    """A fault from one of pydantic's, in the words of this project."""
    key = ".".join(str(part) for part in error["loc"])
    value = "" if isinstance(error["input"], dict) else str(error["input"])
    if error["type"] == "extra_forbidden":
        valid = _at(model, error["loc"][:-1]).model_fields
        return Fault(where, 0, key, value, "unknown key", nearest(str(error["loc"][-1]), valid))
    if error["type"] == "missing":
        return Fault(
            where, 0, key, "", "missing key", "add it (null where the model allows an unknown)"
        )
    if error["type"] == "string_pattern_mismatch" and "https?" in error["ctx"]["pattern"]:
        return Fault(
            where,
            0,
            key,
            value,
            "is no web address",
            "give an address that begins with http:// or https://",
        )
    if error["type"] == "too_short":
        return Fault(where, 0, key, value, "is empty", "give at least one")
    return Fault(
        where, 0, key, value, error["msg"][0].lower() + error["msg"][1:], "correct the value"
    )


def _at(model: type[Model], path: Sequence[int | str]) -> type[Model]:
    """The model of what stands at a path in another model's data."""
    for key in path:
        if isinstance(key, str) and key in model.model_fields:
            found = _models(model.model_fields[key].annotation)
            model = found[0] if found else model
    return model


def _models(kind: Any) -> list[type[Model]]:
    """The models in a type, such as that in `tuple[Model, ...]`."""
    if isinstance(kind, type) and not get_args(kind):
        return [kind] if issubclass(kind, Model) else []
    return [each for part in get_args(kind) for each in _models(part)]
