"""What the figures of the study draw is what their data say: every dot and every point of a line is a number of the CSV beside it.

And what they say can be read on a phone: no text is small, cut, or on another one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from drawn import inside, letters, overlaps
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from quire.core.project import Project
from quire.showing import figures, findings
from quire.study import FIGURES
from studylib.charts.style import LETTER
from studylib.data.editions import list_editions

APART = {
    "map": "a projection of the coordinates",
    "governance-2014-map": "a projection of the coordinates",
    "coverage": "lines between countries",
}
"""Figures whose marks are no numbers of the data, and what they are."""

SCOPES = [("edition", "2012"), ("edition", "2019"), ("edition", "2023"), ("study", None)]


def numbers(data: pd.DataFrame) -> np.ndarray:
    """All numbers of a table, also as per cent, and their medians and quartiles by item, sorted."""
    columns = [pd.to_numeric(data[each], errors="coerce").astype(float) for each in data]
    plain = [each.dropna().to_numpy(dtype=float) for each in columns]
    if "item" in data:
        groups = pd.concat(columns, axis="columns").groupby(data["item"])
        plain += [groups.quantile(part).to_numpy(dtype=float).ravel() for part in (0.25, 0.5, 0.75)]
        if "in_panel" in data:
            panel = data["in_panel"].astype(bool)
            of_panel = pd.concat(columns, axis="columns")[panel].groupby(data["item"][panel])
            plain.append(of_panel.quantile(0.5).to_numpy(dtype=float).ravel())
    known = np.concatenate(plain)
    return np.unique(np.concatenate([known, 100 * known]))


def told(values: np.ndarray, known: np.ndarray) -> bool:
    """Whether every value is one of the known numbers."""
    finite = np.asarray(values, dtype=float)
    finite = finite[np.isfinite(finite)]
    place = np.clip(np.searchsorted(known, finite), 1, len(known) - 1)
    away = np.minimum(np.abs(known[place] - finite), np.abs(known[place - 1] - finite))
    return bool((away <= 1e-6 * np.maximum(1, np.abs(finite))).all())


def points(figure: Figure) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The points of every line and of every set of dots, as they stand on the axes."""
    for axes in figure.axes:
        for line in axes.lines:
            if line.get_transform() == axes.transData and len(np.atleast_1d(line.get_xdata())):
                yield np.atleast_1d(line.get_xdata()), np.atleast_1d(line.get_ydata())
        for dots in axes.collections:
            if isinstance(dots, PathCollection):
                at = np.ma.getdata(dots.get_offsets())
                yield at[:, 0], at[:, 1]


@pytest.mark.parametrize(
    ("kind", "edition"), SCOPES, ids=[edition or kind for kind, edition in SCOPES]
)
def test_every_mark_is_a_number_of_the_data(
    real_study: Project, kind: str, edition: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: dict[str, bool] = {}
    badly_written: dict[str, object] = {}

    def check(
        id: str, given: Figure | Callable[[], Figure], *, data: pd.DataFrame, **_: Any
    ) -> None:
        figure = given() if callable(given) else given
        if not inside(figure) or (letters(figure) or LETTER) < LETTER or overlaps(figure):
            badly_written[id] = letters(figure), overlaps(figure)
        if id not in APART:
            known = numbers(data)
            drawn[id] = all(told(x, known) or told(y, known) for x, y in points(figure))

    for module in (figures, findings):
        monkeypatch.setattr(module, "show_figure", check)
    monkeypatch.delenv("STUDY_OUTPUT", raising=False)
    monkeypatch.chdir(real_study.notebooks / kind)
    (offers,) = {one.offers for one in list_editions(real_study) if one.id == edition} or [FIGURES]
    for path in sorted((real_study.notebooks / kind).glob("[!.]*.ipynb")):
        needs = json.loads(path.read_text("utf-8"))["metadata"].get("study", {}).get("needs")
        if needs is None or needs in offers:
            run(path, edition)
    assert len(drawn) > 3
    assert {id for id, holds in drawn.items() if not holds} == set()
    assert badly_written == {}


def run(path: Path, edition: str | None) -> None:
    """Run the code of a notebook as it would run by hand."""
    notebook = json.loads(path.read_text("utf-8"))
    names: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), str(path), "exec"), names)
            if "parameters" in cell["metadata"].get("tags", []):
                names["edition"] = edition


def test_a_mark_that_is_not_in_the_data_is_noticed() -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.scatter([1, 2, 3.5], [0.1, 0.2, 0.3])
    ((x, _),) = points(figure)
    assert told(x, numbers(pd.DataFrame({"a": [1, 2, 3.5]})))
    assert not told(x, numbers(pd.DataFrame({"a": [1, 2, 3]})))
