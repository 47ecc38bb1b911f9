"""Which dataset figures are credited to: what the caller says, else what the files say of themselves, the sidecar, and the framework."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from pydantic import ValidationError

from quire.core.errors import Fault, Faults
from quire.tables.faults import mark_file
from quire.tables.models import find_unseen
from quire.tables.sources import Gathered, Part
from studylib.importing.published import Published

FILES = "the files"
CHANGES = "Codes of places, units and flags are the study's. Nothing else was changed."


@dataclass(frozen=True)
class Request:
    """What the caller says of the files; empty where the files or the sidecar say it.

    Attributes
    ----------
    only
        Keys of the files with the code that is wanted.
    instead_of
        Another dataset whose figures of the statistic give way.
    """

    statistic: str
    publisher: str = ""
    dataset: str = ""
    title: str = ""
    address: str = ""
    licence: str = ""
    unit: str = ""
    retrieved: datetime.date | None = None
    only: Mapping[str, str] = field(default_factory=dict)
    instead_of: str = ""


def credit_files(
    files: Sequence[Published], request: Request, papers: Gathered, publishers: pd.DataFrame
) -> Part:
    """The dataset of some files, as the sidecar has it or is to have it.

    Raises
    ------
    Faults
        If the files are of several datasets, or nothing says the publisher, the dataset, its address or its licence.
    """
    said = {(one.agency, one.dataset, one.title) for one in files}
    if len(said) > 1:
        raise Faults([mark_file(FILES, "are of several datasets", "take each in by itself")])
    agency, dataset, title = said.pop()
    known = publishers.set_index("agency").to_dict("index").get(agency, {})
    publisher = request.publisher or str(known.get("publisher", agency))
    dataset = request.dataset or dataset
    before = [one for one in papers.sources if (one.publisher, one.dataset) == (publisher, dataset)]
    fields = _tell_known(before, known, title, dataset)
    own = {"title": request.title, "licence": request.licence}
    fields |= {key: text for key, text in own.items() if text}
    if request.address:
        fields["addresses"] = (request.address,)
    fields |= {"publisher": publisher, "dataset": dataset}
    words = {**fields, "address": "".join(fields["addresses"])}
    faults = [
        mark_file(FILES, f"do not say the {name}", f"say it: --{name} ...")
        for name in ("publisher", "dataset", "address", "licence")
        if not words[name]
    ]
    faults += [
        Fault(FILES, 0, name, text, what, f"write it anew: --{name.replace('_', '-')} ...")
        for name, text, what in find_unseen(words)
    ]
    if faults:
        raise Faults(faults, where=FILES)
    return _make_part(fields)


def _tell_known(
    before: Sequence[Part], known: Mapping[Any, Any], title: str, dataset: str
) -> dict[str, Any]:
    """What is known of a dataset: as the sidecar tells it, or by its publisher."""
    if before:
        return before[0].model_dump(exclude_defaults=True)
    address = str(known.get("address", "")).replace("{dataset}", dataset)
    return {
        **{"title": title or dataset, "addresses": (address,), "retrieved": None},
        **{"licence": str(known.get("licence", "")), "changes": CHANGES},
    }


def _make_part(fields: Mapping[str, object]) -> Part:
    try:
        return Part.model_validate(fields)
    except ValidationError as error:
        faults = [
            Fault("the options", 0, str(one["loc"][0]), str(one["input"]), one["msg"], "mend it")
            for one in error.errors()
            if one["type"] != "too_short"  # said of what is left without the odd ones
        ]
        raise Faults(faults, where="the options") from error
