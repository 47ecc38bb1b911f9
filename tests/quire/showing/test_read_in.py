"""A notebook that is read in another language by hand or in a try; no result of the study is."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.text
import nbformat
import pytest
from building import draw
from nbclient import NotebookClient
from spanish import entry, write_catalogue

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.core.steps import digest_outputs
from quire.pipeline.driver import run_study
from quire.showing import outputs, reading
from quire.showing.reading import read_in
from quire.text.languages import said, speak

WORDS = (
    *(entry("Rain", "Lluvia"), entry("A line", "Una línea"), entry("Two points", "Dos puntos")),
    *(entry("The register has 4 cities.", "Hay 4 ciudades."), entry("city", "ciudad")),
)
CELLS = (
    "from matplotlib.figure import Figure\nimport pandas as pd\nfrom quire.showing.reading import read_in\n"
    "from quire.showing.figures import show_figure, show_table\nfrom quire.showing.values import state",
    "read_in({language!r})",
    'state("n", 4, "The register has 4 cities.", origin="x")\nframe = pd.DataFrame({{"city": ["Rain"]}})\n'
    'show_table("t", frame, caption="A line", source="Nobody")',
    "def make():\n    figure = Figure()\n    figure.text(0.1, 0.1, 'Rain')\n    return figure\n\n\n"
    'show_figure("f", make, data=frame, title="A line", subtitle="Two points", caption="Dots.", alt="None.", source="Nobody")',
)


@pytest.fixture
def rainy(study: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A study with some words of Spanish, by hand in its folder."""
    write_catalogue(study, *WORDS)
    monkeypatch.chdir(study.root)
    monkeypatch.delenv(outputs.VARIABLE, raising=False)
    return study


@pytest.fixture
def afterwards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak and draw as before when the test ends."""
    monkeypatch.setattr(matplotlib.text.Text, "set_text", matplotlib.text.Text.set_text)
    reading._find.cache_clear()
    reading._draw_once.cache_clear()
    yield
    speak(None)
    reading._draw_once.cache_clear()


def show_all(project: Project, language: str) -> str:
    """All that a kernel shows after a notebook called for a language, its drawing unpacked."""
    cells = [nbformat.v4.new_code_cell(each.format(language=language)) for each in CELLS]  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    where = {"metadata": {"path": str(project.notebooks)}}
    NotebookClient(notebook, kernel_name="python3", resources=where).execute()
    shown = [each["data"]["text/html"] for cell in notebook.cells for each in cell.outputs]
    pictures = re.findall(r"base64,([^\"]+)", " ".join(shown))
    return " ".join([*shown, *(base64.b64decode(each).decode() for each in pictures)])


@pytest.mark.kernel
def test_sentences_tables_and_drawings_of_a_kernel_are_in_the_language(
    rainy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(rainy.library))
    english, spanish = show_all(rainy, "en"), show_all(rainy, "es")
    for words in ("Hay 4 ciudades.", "Una línea", "Dos puntos", "ciudad", "Lluvia"):
        assert words in spanish
        assert words not in english
    for words in ("The register", "A line", "Two points"):
        assert words in english
        assert words not in spanish
    # letters are drawn: another word is another drawing
    assert english.partition("<svg")[2] != spanish.partition("<svg")[2]


@pytest.mark.usefixtures("afterwards")
def test_english_comes_back(rainy: Project) -> None:
    read_in("es")
    assert said("Rain") == "Lluvia"
    assert matplotlib.text.Text(text="Rain").get_text() == "Lluvia"
    read_in("en")
    assert said("Rain") == "Rain"
    assert matplotlib.text.Text(text="Rain").get_text() == "Rain"


@pytest.mark.usefixtures("rainy", "afterwards")
def test_a_language_without_catalogues_is_refused_with_those_there_are() -> None:
    with pytest.raises(StudyError, match=r"no catalogue of the language 'fr'[\s\S]*: es;"):
        read_in("fr")
    assert said("Rain") == "Rain"


@pytest.mark.usefixtures("rainy", "afterwards")
def test_a_run_of_the_study_refuses_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(outputs.VARIABLE, str(tmp_path))
    with pytest.raises(StudyError, match=r"in English[\s\S]*-p language=es"):
        read_in("es")


def texts(folder: Path) -> str:
    cells: list[dict[str, Any]] = json.loads((folder / "notebook.ipynb").read_bytes())["cells"]
    return json.dumps([cell.get("outputs") for cell in cells], ensure_ascii=False)


@pytest.mark.kernel
def test_a_try_shows_everything_in_the_language_and_leaves_every_result(rainy: Project) -> None:
    draw(rainy, "30_drawn.ipynb")
    run_study(rainy, edition="2002", only="drawn")
    before = digest_outputs(rainy.runs)
    report = run_study(rainy, edition="2002", only="drawn", values={"language": "es"})
    assert not report.failed
    assert digest_outputs(rainy.runs) == before
    tried, made = (texts(folder / "2002/drawn") for folder in (rainy.tries, rainy.runs))
    assert "Hay 4 ciudades." in tried
    assert "Una línea" in tried
    assert "The register has 4 cities." in made
    with pytest.raises(StudyError, match="no catalogue of the language 'fr'"):
        run_study(rainy, edition="2002", only="drawn", values={"language": "fr"})
