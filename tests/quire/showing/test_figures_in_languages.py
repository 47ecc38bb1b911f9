"""A figure whose drawing is made anew for each language of the study, in the same run."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from spanish import entry, write_catalogue

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.core.reach import VARIABLE, name_inputs
from quire.languages.catalogues import GATHERED, gather
from quire.languages.drawn import ASKED, drawing_languages
from quire.showing import outputs
from quire.showing.figures import show_figure, to_svg
from quire.showing.picking import name_dots
from quire.text.languages import spoken

DATA = pd.DataFrame({"city": ["Alpha"], "share": [61.25]})
TEXTS = {
    "title": "Rain in a town",
    "subtitle": "One town, 2001",
    "caption": "A dot is a town",
    "alt": "One dot",
    "source": "Somebody",
}
SET_TEXT = Text.set_text

Shown = list[tuple[dict[str, str], dict[str, Any]]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What was displayed, with what it was said to be."""
    seen: Shown = []
    monkeypatch.setattr(
        outputs, "display", lambda forms, metadata, raw: seen.append((forms, metadata["study"]))
    )
    return seen


@pytest.fixture
def folder(tiny: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The folder of a run of a study that has Spanish as well."""
    write_catalogue(tiny, entry("Rain", "Lluvia"), entry("Wet towns", "Villas mojadas"))
    gather(tiny)
    made = tmp_path / "run"
    made.mkdir()
    monkeypatch.chdir(tiny.root)
    monkeypatch.setenv(VARIABLE, name_inputs([], GATHERED))
    monkeypatch.setenv(outputs.VARIABLE, str(made))
    drawing_languages.cache_clear()
    yield made
    drawing_languages.cache_clear()


def drawing(words: str = "Rain", row: str = "Wet towns", number: str = "0.5") -> Figure:
    figure = Figure(figsize=(3, 2))
    axes = figure.add_subplot()
    axes.set_title(words)
    axes.set_xticks([0.5], [number])
    axes.set_yticks([])
    name_dots(axes.scatter([61.25], [1]), ["alpha"], row, " %")
    return figure


def files(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*.*"))


def names_of_rows(block: str) -> list[str]:
    (data,) = re.findall(r'data-dots="([^"]*)"', block)
    return [row["name"] for row in json.loads(html.unescape(data))["rows"]]


def test_a_run_keeps_what_makes_a_drawing_in_each_language(folder: Path, shown: Shown) -> None:
    show_figure("rain", drawing, data=DATA, **TEXTS)
    figures = ["figures/es/rain.svg", "figures/rain.csv", "figures/rain.svg"]
    assert files(folder) == [*figures, outputs.MESSAGES, ASKED]
    # drawn as if somebody had typed the Spanish
    spanish = to_svg(drawing("Lluvia", "Villas mojadas", "0,5"), "rain")
    assert (folder / "figures/es/rain.svg").read_text("utf-8") == spanish
    assert (folder / "figures/rain.svg").read_text("utf-8") == to_svg(drawing(), "rain")
    assert json.loads((folder / ASKED).read_bytes())["es"]["Rain"] == "Lluvia"


def test_the_dots_of_a_drawing_are_told_in_each_language(folder: Path, shown: Shown) -> None:
    show_figure("rain", drawing, data=DATA, **TEXTS)
    ((forms, what),) = shown
    assert set(what["dots"]) == {"", "es"}
    assert names_of_rows(what["dots"][""]) == ["Wet towns"]
    assert names_of_rows(what["dots"]["es"]) == ["Villas mojadas"]
    assert forms["text/markdown"].endswith(what["dots"][""])


def test_the_english_output_is_the_same_as_without_another_language(
    folder: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_figure("rain", drawing, data=DATA, **TEXTS)
    monkeypatch.delenv(VARIABLE)
    monkeypatch.delenv(outputs.VARIABLE)
    show_figure("rain", drawing(), data=DATA, **TEXTS)
    assert shown[0][0] == shown[1][0]
    assert Text.set_text is SET_TEXT
    assert spoken() is None


def test_a_drawing_that_is_made_already_is_kept_as_it_is(folder: Path, shown: Shown) -> None:
    show_figure("rain", drawing(), data=DATA, **TEXTS)
    assert files(folder) == ["figures/rain.csv", "figures/rain.svg", outputs.MESSAGES, ASKED]
    assert set(shown[0][1]["dots"]) == {""}


def test_a_run_of_drawings_that_are_made_already_notes_that_they_asked_for_no_word(
    folder: Path, shown: Shown
) -> None:
    """Else it would be stale for ever, as if the language were new to it."""
    show_figure("rain", drawing(), data=DATA, **TEXTS)
    assert json.loads((folder / ASKED).read_bytes()) == {"es": {}}


def test_by_hand_a_drawing_is_made_once_and_shown(
    folder: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    monkeypatch.delenv(outputs.VARIABLE)
    made: list[Figure] = []

    def make() -> Figure:
        made.append(drawing())
        return made[-1]

    show_figure("rain", make, data=DATA, **TEXTS)
    assert len(made) == len(shown) == 1
    assert files(folder) == []


def test_a_drawing_that_fails_in_a_language_leaves_texts_as_they_were(
    folder: Path, shown: Shown
) -> None:
    def fail() -> Figure:
        if spoken():
            raise ZeroDivisionError
        return drawing()

    with pytest.raises(ZeroDivisionError):
        show_figure("rain", fail, data=DATA, **TEXTS)
    assert Text.set_text is SET_TEXT
    assert spoken() is None
    assert shown == []


def test_what_makes_no_drawing_is_refused(folder: Path, shown: Shown) -> None:
    makes: Any = lambda: drawing().axes[0]  # noqa: E731
    with pytest.raises(StudyError, match="'rain' is of the kind Axes"):
        show_figure("rain", makes, data=DATA, **TEXTS)
    assert files(folder) == []
