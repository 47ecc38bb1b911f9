"""A figure in its two forms, and what is kept of it."""

from __future__ import annotations

import base64
import html
import json
import re
import warnings
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from conftest import code, prose, write_notebook
from matplotlib.figure import Figure
from scripts import DRAWN_ONLY, NAMES, UNKNOWN

from quire.core.errors import StudyError
from quire.showing import outputs
from quire.showing.figures import show_figure, show_table, to_svg
from quire.showing.picking import name_dots
from quire.text.typefaces import name_scripts

DATA = pd.DataFrame({"city": ["Alpha", "Beta"], "share": [61.25, None]})
TEXTS = {
    "title": "Shares of *two* cities",
    "subtitle": "Shares of <all> asked, 2001",
    "caption": "Shares: a *test*",
    "alt": 'Two dots, "Alpha" <higher>',
    "source": "From https://example.org/x_y.",
}


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What was displayed."""
    seen: list[dict[str, str]] = []
    monkeypatch.setattr(outputs, "display", lambda forms, **_: seen.append(forms))
    return seen


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder for the outputs of a run."""
    monkeypatch.setenv(outputs.VARIABLE, str(tmp_path))
    return tmp_path


def drawing() -> Figure:
    """Dots, letters and a clipped line."""
    figure = Figure(figsize=(3, 2))
    axes = figure.add_subplot()
    axes.scatter([0.123456789, 1], [0, 1])
    axes.plot([0, 1], [5, -5])
    axes.set_title("Alpha")
    return figure


def test_a_run_keeps_drawing_and_data(shown: list[dict[str, str]], folder: Path) -> None:
    show_figure("dots", drawing(), data=DATA, **TEXTS)
    assert sorted(path.name for path in (folder / "figures").iterdir()) == ["dots.csv", "dots.svg"]
    assert (folder / "figures" / "dots.csv").read_bytes() == b"city,share\nAlpha,61.25\nBeta,\n"


def test_by_hand_the_same_is_shown_and_nothing_is_written(
    shown: list[dict[str, str]], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_figure("dots", drawing(), data=DATA, **TEXTS)
    monkeypatch.delenv(outputs.VARIABLE)
    monkeypatch.chdir(folder)
    show_figure("dots", drawing(), data=DATA, **TEXTS)
    assert shown[0] == shown[1]
    assert len(list(folder.rglob("*.svg"))) == 1


def test_the_drawing_is_the_same_every_time_and_says_nothing_of_when_or_by_what() -> None:
    first, second = to_svg(drawing(), "dots"), to_svg(drawing(), "dots")
    assert first == second
    assert not re.search(
        r"metadata|matplotlib\.org|matplotlib v|\d{4}-\d{2}-\d{2}T", first, re.IGNORECASE
    )


def test_two_drawings_share_no_id_and_each_reference_has_its_target() -> None:
    ids = {}
    for name in ("2019-a", "b"):
        root = ElementTree.fromstring(to_svg(drawing(), name))
        ids[name] = {each.get("id") for each in root.iter() if each.get("id")}
        text = to_svg(drawing(), name)
        references = set(re.findall(r'(?:href="#|url\(#)([^")]+)', text))
        assert references
        assert references <= ids[name]
    assert not ids["2019-a"] & ids["b"]


def test_the_form_for_a_notebook_is_a_figure_with_a_name_for_those_who_cannot_see(
    shown: list[dict[str, str]], folder: Path
) -> None:
    show_figure("dots", drawing(), data=DATA, **TEXTS)
    figure = ElementTree.fromstring(shown[0]["text/html"])
    title, subtitle, picture = figure[0][0], figure[1], figure[2]
    assert (title.text, subtitle.text) == (TEXTS["title"], TEXTS["subtitle"])
    assert (picture.tag, picture.get("alt")) == ("img", TEXTS["alt"])
    kind, _, drawn = picture.attrib["src"].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(drawn).decode() == (folder / "figures" / "dots.svg").read_text("utf-8")
    caption = "".join(figure[3].itertext())
    assert caption.startswith("Shares: a *test*. From example.org.")


def test_dots_that_stand_for_things_are_told_to_the_page_and_not_kept_in_the_drawing(
    folder: Path, shown: list[dict[str, str]]
) -> None:
    figure = drawing()
    name_dots(figure.axes[0].scatter([61.25], [1]), ["alpha"], 'Share "of" <b>', " %")
    show_figure("dots", figure, data=DATA, **TEXTS)
    (block,) = re.findall(r'<div class="study-dots" hidden[^>]*>', shown[0]["text/markdown"])
    said = json.loads(html.unescape(block.split('data-dots="')[1][:-2]))
    assert said["things"] == "alpha"
    assert said["rows"][0]["name"] == 'Share "of" <b>'
    assert said["rows"][0]["values"] == [61.3]
    assert "alpha" not in (folder / "figures" / "dots.svg").read_text("utf-8")
    assert "study-dots" not in shown[0]["text/html"]


def test_dots_that_would_make_a_page_too_large_are_told_to_none(
    shown: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = drawing()
    name_dots(figure.axes[0].scatter([61.25], [1]), ["alpha"], "Share")
    monkeypatch.setattr("quire.showing.picking.LONGEST", 50)
    show_figure("dots", figure, data=DATA, **TEXTS)
    assert "study-dots" not in shown[0]["text/markdown"]


def test_of_a_table_that_no_page_could_carry_the_first_rows_are_shown_and_all_are_kept(
    folder: Path, shown: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pd.DataFrame({"city": [f"City {n}" for n in range(100)], "share": range(100)})
    show_table("whole", frame, caption="Cities.", source="Invented")
    whole = shown[0]["text/markdown"]
    assert "rows. The data" not in whole
    monkeypatch.setattr("quire.showing.figures.LONGEST_TABLE", len(whole) // 4)
    show_table("part", frame, caption="Cities.", source="Invented")
    part = shown[1]["text/markdown"]
    rows = part.count("<tr>") - 1
    assert 20 <= rows <= 30
    assert f"The first {rows} of 100 rows. The data have all of them." in part
    assert (folder / "figures/part.csv").read_bytes() == (folder / "figures/whole.csv").read_bytes()


def test_a_figure_made_with_pyplot_is_closed(shown: list[dict[str, str]]) -> None:
    from matplotlib import pyplot as plt

    figure, _ = plt.subplots()
    show_figure("dots", figure, data=DATA, **TEXTS)
    assert not plt.fignum_exists(figure.number)


def written(text: str, **look: Any) -> Figure:
    """A drawing of one line of text."""
    figure = Figure(figsize=(3, 1))
    figure.text(0.1, 0.5, text, **look)
    return figure


@pytest.mark.parametrize("script", [*NAMES, *DRAWN_ONLY])
def test_a_name_in_any_script_is_drawn_whatever_its_weight(script: str) -> None:
    missing: set[str] = set()
    for weight in ("normal", "bold"):
        svg = to_svg(written({**NAMES, **DRAWN_ONLY}[script], weight=weight), "name", missing)
        assert "<path" in svg
    assert missing == set()


def test_labels_that_come_from_the_data_are_drawn_too() -> None:
    figure = Figure()
    figure.subplots().barh(["北京", "القاهرة", "ދިވެހި"], [1, 2, 3])
    missing: set[str] = set()
    to_svg(figure, "bars", missing)
    assert name_scripts(missing) == ["Thaana"]


def glyphs(text: str) -> list[tuple[str, float]]:
    """Outline and place of each glyph of a drawn text."""
    root = ElementTree.fromstring(to_svg(written(text), "text"))
    outlines = {each.get("id"): str(each.get("d")) for each in root.iter() if each.get("id")}
    uses = [each for each in root.iter() if each.tag.endswith("}use")]
    places = [re.search(r"translate\(([\d.]+)", str(each.get("transform"))) for each in uses]
    names = [str(each.get("{http://www.w3.org/1999/xlink}href"))[1:] for each in uses]
    return [
        (outlines[name], float(place[1]) if place else 0.0)
        for name, place in zip(names, places, strict=True)
    ]


def test_hebrew_is_drawn_from_the_right() -> None:
    (first, _), (last, _) = glyphs("ח")[0], glyphs("ה")[0]
    places = dict(glyphs("חיפה"))
    assert places[first] == max(places.values())
    assert places[last] == min(places.values())


def test_arabic_letters_are_joined_and_syllables_of_the_south_put_together() -> None:
    alone = {outline for letter in "قهر" for outline, _ in glyphs(letter)}
    assert not alone & {outline for outline, _ in glyphs("قهر")} - {glyphs("ر")[0][0]}
    # two letters with a sign between are one glyph
    assert len(glyphs("क्ष")) == 1


def test_letters_that_no_typeface_has_are_boxes_of_which_the_caption_tells(
    shown: list[dict[str, str]], folder: Path
) -> None:
    both = "".join(UNKNOWN.values())
    show_figure("boxes", written(both), data=DATA, **TEXTS)
    said = "boxes in place of letters of Thaana and Tibetan, for which there is no typeface"
    for form in ("text/html", "text/markdown"):
        assert said in shown[0][form].replace("\\", "")
    assert (folder / "figures" / "boxes.svg").is_file()


def test_another_warning_of_a_drawing_is_still_one() -> None:
    figure = drawing()
    original = figure.savefig

    def warn(*args: Any, **kwargs: Any) -> None:
        warnings.warn("odd", UserWarning, stacklevel=1)
        original(*args, **kwargs)

    figure.savefig = warn  # type: ignore[method-assign]
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        with pytest.warns(UserWarning, match="odd"):
            to_svg(figure, "dots")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"alt": " "}, "alt of 'dots' is empty"),
        ({"source": ""}, "source of 'dots' is empty"),
        ({"title": ""}, "title of 'dots' is empty"),
        ({"subtitle": TEXTS["title"]}, "subtitle of 'dots' repeats its title"),
        ({"caption": "  "}, "caption of 'dots' is empty"),
        ({"alt": TEXTS["caption"]}, "alt of 'dots' repeats its caption"),
        ({"caption": f" {TEXTS['title'].upper()}."}, "caption of 'dots' repeats its title"),
        ({"data": DATA.head(0)}, "'dots' has no data"),
    ],
)
def test_missing_words_are_refused(
    shown: list[dict[str, str]], changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(StudyError, match=message):
        show_figure("dots", drawing(), **{"data": DATA, **TEXTS, **changes})


@pytest.mark.parametrize(
    ("caption", "source", "message"),
    [(" ", "S", "caption of 'rows' is empty"), ("S", "s.", "source of 'rows' repeats its caption")],
)
def test_a_table_lacks_no_words_and_says_none_twice(
    shown: list[dict[str, str]], caption: str, source: str, message: str
) -> None:
    with pytest.raises(StudyError, match=message):
        show_table("rows", DATA, caption=caption, source=source)


@pytest.mark.parametrize("part", ["data", *TEXTS])
def test_no_part_of_a_figure_can_be_left_out(shown: list[dict[str, str]], part: str) -> None:
    parts = {"data": DATA, **TEXTS}
    del parts[part]
    with pytest.raises(TypeError, match=f"'{part}'"):
        show_figure("dots", drawing(), **parts)  # type: ignore[arg-type]


def test_what_is_no_figure_or_no_frame_is_refused_with_what_to_hand_over(
    shown: list[dict[str, str]],
) -> None:
    axes: Any = drawing().axes[0]
    with pytest.raises(StudyError, match=r"'dots' is of the kind Axes.*\n.*axes\.figure"):
        show_figure("dots", axes, data=DATA, **TEXTS)
    series: Any = DATA["share"]
    with pytest.raises(StudyError, match=r"are a Series.*\n.*reset_index"):
        show_figure("dots", drawing(), data=series, **TEXTS)
    with pytest.raises(StudyError, match=r"are a Series.*\n.*reset_index"):
        show_table("rows", series, caption="Shares", source="Somebody")
    assert shown == []


@pytest.mark.parametrize("name", ["../dots", "Dots", "a b", ""])
def test_an_id_never_reaches_a_path_unchecked(
    shown: list[dict[str, str]], folder: Path, name: str
) -> None:
    with pytest.raises(StudyError, match="no valid id"):
        show_figure(name, drawing(), data=DATA, **TEXTS)
    with pytest.raises(StudyError, match="no valid id"):
        show_table(name, DATA, caption="C", source="S")
    assert list(folder.iterdir()) == []


def test_an_id_is_shown_once_in_a_run(shown: list[dict[str, str]], folder: Path) -> None:
    show_table("dots", DATA, caption="C", source="S")
    with pytest.raises(StudyError, match="written twice"):
        show_table("dots", DATA, caption="C", source="S")


def display_data(data: dict[str, str], metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    """An output as a notebook keeps it."""
    return {"output_type": "display_data", "data": data, "metadata": metadata or {}}


CONF = """extensions = ["myst_nb"]
nb_execution_mode = "off"
nb_render_markdown_format = "myst"
nb_mime_priority_overrides = [("html", "text/markdown", 0)]
html_theme = "basic"
"""


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::PendingDeprecationWarning", "ignore::FutureWarning"
)
def test_the_book_shows_figure_table_and_value_and_offers_the_data(
    shown: list[dict[str, str]], folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A real build by Sphinx and MyST-NB, warnings as errors."""
    from sphinx.cmd.build import build_main

    from quire.showing.values import state

    show_figure("dots", drawing(), data=DATA, **TEXTS)
    show_table(
        "table",
        DATA.assign(city=["<i>Alpha</i>", "*Beta*"]),
        caption="A | table",
        source=TEXTS["source"],
    )
    outs = [display_data(each) for each in shown]
    del shown[:]
    book = tmp_path_factory.mktemp("book")
    glued: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            outputs, "display", lambda forms, metadata, raw: glued.append((forms, metadata))
        )
        state("many", 8716, "There are 8,716 *rows*.", origin="answers")
    outs += [display_data(data, meta) for data, meta in glued]
    cells = [prose("# Page"), {**code("1"), "outputs": outs}]
    write_notebook(book / "index.ipynb", cells)
    (folder / "figures").rename(book / "figures")
    (book / "conf.py").write_text(CONF, encoding="utf-8")
    assert build_main(["-q", "-W", "-b", "html", str(book), str(book / "html")]) == 0
    page = (book / "html" / "index.html").read_text(encoding="utf-8")
    assert "There are 8,716 *rows*." in re.sub(r"</?span[^>]*>", "", page)
    image = re.search(r"<img[^>]*>", page)
    assert image
    assert 'alt="Two dots, &quot;Alpha&quot; &lt;higher&gt;"' in image[0]
    assert '<span class="study-figure-title">Shares of *two* cities</span>' in page
    assert '<span class="study-figure-subtitle">Shares of &lt;all&gt; asked, 2001</span>' in page
    assert "Shares: a *test*" in page
    assert "<caption><span>A | table</span></caption>" in page
    assert "&lt;i&gt;Alpha&lt;/i&gt;" in page
    assert 'href="https://example.org/x_y"' in page
    downloads = sorted(path.name for path in (book / "html" / "_downloads").rglob("*.csv"))
    assert downloads == ["dots.csv", "table.csv"]


@pytest.mark.parametrize(
    ("caption", "said"), [("Who?", "Who? From"), ("Dots", "Dots. From"), ("Dots.", "Dots. From")]
)
def test_a_caption_ends_as_a_sentence_does(
    shown: list[dict[str, str]], caption: str, said: str
) -> None:
    show_figure("dots", drawing(), data=DATA, **{**TEXTS, "caption": caption})
    assert f"<figcaption>{said} <a" in shown[0]["text/html"]
