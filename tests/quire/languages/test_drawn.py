"""Drawings whose texts are said in another language, and runs that are stale as words have changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from spanish import entry, spanish, write_catalogue

from quire.core.errors import StudyError
from quire.core.project import Project, to_json
from quire.core.reach import VARIABLE, name_inputs
from quire.languages.catalogues import GATHERED, gather, read_translation
from quire.languages.drawn import (
    ASKED,
    drawing_in,
    drawing_languages,
    keep_asked,
    why_stale,
)
from quire.text import words
from quire.text.languages import spoken
from quire.text.messages import _

SET_TEXT = Text.set_text
WORDS = {
    "Housing": "Vivienda",
    "Share of residents": "Porcentaje de residentes",
    "Score of {city}": "Puntuación de {city}",
    "All": "Todas",
    "Towns that nobody knows of": "Villas que nadie conoce",
    "Rain": "Lluvia",
}


def draw() -> Figure:
    """A drawing with texts of all sorts, without a language of its own."""
    figure = Figure(figsize=(4, 3))
    axes = figure.add_subplot()
    axes.plot([0, 1], [-1, 1], label="All")
    axes.set_title("Housing")
    axes.set_xlabel("Share of residents")
    axes.set_xticks([0, 0.5, 1])
    axes.set_yticks([-1, 1], ["Graz", words.listed(["Graz", "Ixelles"])])
    axes.annotate(_("Score of {city}", city="Graz"), (0, 0))
    axes.text(0, 0, "Towns that\nnobody knows of")
    axes.text(0, 1, "Rain\n61.5")
    axes.legend()
    return figure


def texts(figure: Figure) -> set[str]:
    figure.draw_without_rendering()
    found = (text for text in figure.findobj(Text) if isinstance(text, Text))
    return {text.get_text() for text in found if text.get_text()}


def test_each_text_of_a_drawing_is_said() -> None:
    with drawing_in(spanish(WORDS)):
        figure = draw()
        said = texts(figure)
    assert said == {
        *("Vivienda", "Porcentaje de residentes", "Todas", "Puntuación de Graz"),
        *("Graz", "Graz e Ixelles", "0,0", "0,5", "1,0"),
        # several lines are one text, in lines that are as wide
        "Villas que nadie\nconoce",
        # or each of them is one
        "Lluvia\n61,5",
    }


@pytest.mark.xfail(strict=True, reason="lines are said each if one of them is known")
@pytest.mark.parametrize(
    ("text", "told"),
    [("Noise\nin town", "Ruido en la ciudad"), ("Half of\n12.5", "La mitad de 12,5")],
)
def test_a_text_of_several_lines_is_said_as_a_whole_if_it_is_known(text: str, told: str) -> None:
    language = spanish(
        {"Noise": "Ruido", "Noise in town": "Ruido en la ciudad", "Half of {n}": "La mitad de {n}"}
    )
    assert _("Half of {n}", n="12.5") == "Half of 12.5"
    with drawing_in(language):
        written = Figure().text(0, 0, text)
    assert " ".join(written.get_text().split("\n")) == told


@pytest.mark.parametrize(
    "text", ["Lluvia\nen villas que\nnadie conoce", "Villas que\nnadie conoce"]
)
def test_a_text_that_was_said_before_it_was_parted_keeps_its_lines(text: str) -> None:
    with drawing_in(spanish(WORDS)):
        assert Text(0, 0, text).get_text() == text


def test_without_a_language_a_drawing_is_as_it_was() -> None:
    before = texts(draw())
    assert {"Housing", "0.5", "Graz and Ixelles", "Rain\n61.5"} <= before
    with drawing_in(spanish(WORDS)):
        texts(draw())
    assert texts(draw()) == before
    assert Text.set_text is SET_TEXT
    assert spoken() is None


def test_the_language_is_spoken_while_a_drawing_is_made() -> None:
    language = spanish()
    with drawing_in(language):
        assert spoken() is language
        assert Text.set_text is not SET_TEXT


def test_after_an_error_texts_are_set_as_before() -> None:
    def fail() -> None:
        with drawing_in(spanish(WORDS)):
            draw()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert Text.set_text is SET_TEXT
    assert spoken() is None
    assert "Housing" in texts(draw())


def test_what_is_no_text_is_set_as_it_is() -> None:
    with drawing_in(spanish()):
        figure = Figure()
        written = [figure.text(0, 0, "x"), figure.text(0, 1, "x")]
        written[0].set_text(None)
        written[1].set_text(12345)
    assert [text.get_text() for text in written] == ["", "12345"]


def test_words_that_a_drawing_lacks_are_told() -> None:
    language = spanish({"Housing": "Vivienda"})
    with drawing_in(language):
        draw()
    assert {"Share of residents", "Score of {city}", "All"} <= language.unknown
    assert "Housing" not in language.unknown


@pytest.fixture
def in_a_run(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A study with Spanish and Portuguese, of which a run is being made."""
    write_catalogue(tiny, entry("Housing", "Vivienda"))
    write_catalogue(tiny, entry("Housing", "Habitação"), id="pt")
    gather(tiny)
    monkeypatch.chdir(tiny.root)
    monkeypatch.setenv(VARIABLE, name_inputs([], GATHERED))
    drawing_languages.cache_clear()
    yield tiny
    drawing_languages.cache_clear()


def test_a_run_draws_in_all_languages(in_a_run: Project) -> None:
    languages = drawing_languages()
    assert [one.id for one in languages] == ["es", "pt"]
    assert [one.say("Housing") for one in languages] == ["Vivienda", "Habitação"]
    # the same ones for all drawings of the run, as they know what they were asked for
    assert drawing_languages() is languages


def test_by_hand_nothing_is_drawn_again(
    in_a_run: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(VARIABLE)
    assert list(drawing_languages()) == []
    keep_asked(tmp_path)
    assert not (tmp_path / ASKED).exists()


def test_a_study_of_one_language_draws_once(in_a_run: Project) -> None:
    (in_a_run.root / GATHERED).unlink()
    assert list(drawing_languages()) == []


def test_a_run_notes_the_words_that_its_drawings_asked_for(
    in_a_run: Project, tmp_path: Path
) -> None:
    for language in drawing_languages():
        with drawing_in(language):
            draw()
    keep_asked(tmp_path)
    asked = json.loads((tmp_path / ASKED).read_bytes())
    assert set(asked) == {"es", "pt"}
    assert (asked["es"]["Housing"], asked["pt"]["Housing"]) == ("Vivienda", "Habitação")
    assert asked["es"]["Share of residents"] is None


RUN = "build/runs/2001/rain"


def has_drawn(project: Project, *asked: str) -> Path:
    """A run whose drawing asked Spanish for some texts, as the catalogue was then."""
    folder = project.root / RUN
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    (folder / "figures" / "rain.svg").write_bytes(b"<svg/>")
    language = read_translation(project, "es").language
    for text in asked:
        language.say(text)
    (folder / ASKED).write_bytes(to_json({"es": language.asked}))
    return folder


def test_a_run_is_stale_if_a_word_that_it_asked_for_is_another_one_and_for_no_other(
    tiny: Project,
) -> None:
    town = entry("town", ("villa", "villas"), many="towns")
    write_catalogue(tiny, entry("Rain", "Lluvia"), entry("Snow", "Nieve"), town)
    folder = has_drawn(tiny, "Rain", words.counted(2, "town"), "Hail", "0.5")
    assert why_stale(tiny, folder) == []
    write_catalogue(tiny, entry("Rain", "Lluvia"), entry("Snow", "Copos"), town)
    assert why_stale(tiny, folder) == []
    write_catalogue(tiny, entry("Rain", "Agua"), town)
    assert why_stale(tiny, folder) == ["word 'Rain' (es)"]
    # it is gone, or old as its English changed
    write_catalogue(tiny, entry("Rain", "Lluvia", flags="fuzzy"), town)
    assert why_stale(tiny, folder) == ["word 'Rain' (es)"]
    write_catalogue(
        tiny, entry("Rain", "Lluvia"), entry("town", ("villa", "pueblos"), many="towns")
    )
    assert why_stale(tiny, folder) == ["word 'town' (es)"]


def test_a_run_is_stale_if_a_word_is_there_that_it_lacked(tiny: Project) -> None:
    write_catalogue(tiny)
    folder = has_drawn(tiny, "Hail", _("{a} thawed", a="Sleet"))
    write_catalogue(tiny, entry("Hail", "Granizo"))
    assert why_stale(tiny, folder) == ["word 'Hail' (es)"]
    write_catalogue(tiny, entry("{a} thawed", "Se derritió {a}"), entry("Sleet", "Aguanieve"))
    assert why_stale(tiny, folder) == ["word 'Sleet' (es)", "word '{a} thawed' (es)"]


@pytest.mark.xfail(strict=True, reason="of a text that is put together only the whole is noted")
@pytest.mark.parametrize(
    ("text", "lacking"), [("Hail (2019)", "Hail"), ("Hail.", "Hail"), ("Hail", "Hail.")]
)
def test_a_run_is_stale_if_a_word_of_a_longer_text_is_there_that_it_lacked(
    tiny: Project, text: str, lacking: str
) -> None:
    write_catalogue(tiny)
    folder = has_drawn(tiny, text)
    write_catalogue(tiny, entry(lacking, "Granizo"))
    assert read_translation(tiny, "es").language.say(text) != text
    assert why_stale(tiny, folder) == [f"word {lacking!r} (es)"]


def test_a_run_that_asked_for_the_name_of_a_heading_is_not_stale_for_ever(tiny: Project) -> None:
    write_catalogue(tiny, entry("## What rains", "## Qué llueve"))
    folder = has_drawn(tiny, "What rains")
    assert read_translation(tiny, "es").language.say("What rains") == "Qué llueve"
    assert why_stale(tiny, folder) == []


def test_a_run_with_drawings_is_stale_if_a_language_comes_or_goes(tiny: Project) -> None:
    write_catalogue(tiny, entry("Rain", "Lluvia"))
    folder = has_drawn(tiny, "Rain")
    path = write_catalogue(tiny, id="pt")
    assert why_stale(tiny, folder) == ["language pt is new"]
    path.unlink()
    (tiny.root / "locale/es/messages.po").unlink()
    assert why_stale(tiny, folder) == ["language es is gone"]


@pytest.mark.parametrize("asked", [None, b"", b"{"])
def test_drawings_of_which_nobody_knows_the_words_are_made_anew(
    tiny: Project, asked: bytes | None
) -> None:
    write_catalogue(tiny, entry("Rain", "Lluvia"))
    folder = has_drawn(tiny, "Rain")
    (folder / ASKED).unlink()
    if asked is not None:
        (folder / ASKED).write_bytes(asked)
    assert why_stale(tiny, folder) == ["language es is new"]


def test_a_run_without_drawings_is_never_stale_for_words(tiny: Project) -> None:
    write_catalogue(tiny, entry("Rain", "Lluvia"))
    folder = tiny.root / RUN
    assert why_stale(tiny, folder) == []
    (folder / "figures").mkdir(parents=True)
    (folder / "figures" / "rain.csv").write_bytes(b"rain\n")
    assert why_stale(tiny, folder) == []


def test_a_catalogue_that_is_broken_is_named_before_a_run(tiny: Project) -> None:
    write_catalogue(tiny, entry("Rain", "Lluvia"))
    folder = has_drawn(tiny, "Rain")
    (tiny.root / "locale/es/messages.po").write_text("broken\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"locale/es/messages\.po"):
        why_stale(tiny, folder)
