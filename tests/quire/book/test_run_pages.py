"""The page of a run: prose as it is now, outputs as they were made, and the names of its figures."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from conftest import code, prose

from quire.book.citing import Citing
from quire.book.figure_lines import Figures
from quire.book.run_pages import lead, page
from quire.book.templating import Templates
from quire.core.errors import StudyError
from quire.core.project import STUDY
from quire.showing.values import frame_opening

DRAWN = (
    "```{figure} figures/map.svg\n:alt: A map.\n\nA map\n\nHow to read it\\.\n\n"
    "Source: *Nobody*. {download}`Data (CSV) <figures/map.csv>`\n```\n"
)
SOURCE = {
    "cells": [
        prose("# Now"),
        code("edition = 'a'", "parameters"),
        prose("Words of now."),
        code("draw()"),
    ]
}


CITING = Citing("A group", "Rain", "1.2", {"2001": "2001: Towns"})


def figures(mark: str, page: str = "editions/2001/map") -> Figures:
    columns = {"map": {"rain_mm": "Rain *in* <mm>."}}
    return Figures(Templates(), mark, page, "2001", CITING, "Wet towns", columns)


def shown(text: str) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/markdown": text, "image/png": "figures/map.svg"},
    }


def result() -> dict[str, Any]:
    """What papermill makes of the notebook: an earlier prose, the injected cell, an output."""
    return {
        "cells": [
            prose("# Then"),
            code("edition = 'a'", "parameters"),
            code("edition = 'b'", "injected-parameters"),
            prose("Words of then."),
            {**code("draw()"), "outputs": [shown(DRAWN)]},
        ]
    }


def made() -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(
        page(SOURCE, result(), figures("b-map-"), "notebooks/edition/10_map.ipynb")
    )["cells"]
    return cells


def test_prose_is_the_notebooks_as_it_is_now() -> None:
    assert [cell["source"] for cell in made() if cell["cell_type"] == "markdown"] == [
        "# Now",
        "Words of now.",
    ]


def test_values_of_the_run_stand_in_the_place_of_the_defaults() -> None:
    assert [cell["source"] for cell in made() if cell["cell_type"] == "code"] == [
        "edition = 'b'",
        "draw()",
    ]


def test_a_page_opens_with_what_it_found_and_its_code_folds_below() -> None:
    source = {"cells": [prose("# Now"), code("a = 1"), code("open()"), code("draw()")]}
    text = frame_opening("Found.")
    said = {**shown(text), "metadata": {"study": {"values": ["n"], "opening": True}}}
    done = {
        "cells": [
            prose("# Now"),
            code("a = 1"),
            {**code("open()"), "outputs": [said]},
            {**code("draw()"), "outputs": [shown(DRAWN)]},
        ]
    }
    stated = {"n": {"value": 1, "text": "Found one.", "origin": ""}}
    cells = json.loads(page(source, done, figures("m-"), "somewhere", stated))["cells"]
    opening, drawn = cells[1:]
    assert opening["metadata"]["tags"] == ["remove-input"]
    assert opening["outputs"][0]["data"]["text/markdown"] == frame_opening("Found one\\.")
    assert drawn["source"] == "a = 1\n\nopen()\n\ndraw()"
    assert len(drawn["outputs"]) == 1


def test_code_cells_that_show_nothing_are_one_fold_with_the_next() -> None:
    source = {"cells": [code("a = 1"), code("show()"), code("b = 2"), prose("Words.")]}
    done = {"cells": [code("a = 1"), {**code("show()"), "outputs": [shown("seen")]}, code("b = 2")]}
    cells = json.loads(page(source, done, figures("b-"), "notebooks/edition/10_map.ipynb"))["cells"]
    assert [cell["source"] for cell in cells] == ["a = 1\n\nshow()", "b = 2", "Words."]


def test_a_sentence_leads_to_where_its_value_comes_from() -> None:
    said = {**shown("plain"), "metadata": {"study": {"values": ["n", "m"]}}}
    source = {"cells": [code("state()")]}
    done = {"cells": [{**code("state()"), "outputs": [said]}]}
    stated = {
        "n": {"value": 3, "text": "Three *cities* of the survey.", "origin": "cities"},
        "m": {"value": 4, "text": "Four.", "origin": "items"},
    }
    cells = json.loads(page(source, done, figures("b-"), "notebooks/edition/10_map.ipynb", stated))[
        "cells"
    ]
    (output,) = cells[0]["outputs"]
    assert output["data"] == {
        "text/markdown": r"Three \*cities\* of the survey\."
        '<a class="study-origin" href="#value-n" title="cities" '
        'aria-label="Where this comes from: cities"></a> '
        r'<a class="study-value" href="#value-m" title="items">Four\.</a>'
    }


def test_all_code_is_folded() -> None:
    cells = [cell["metadata"]["tags"] for cell in made() if cell["cell_type"] == "code"]
    assert ["hide-input" in tags for tags in cells] == [True, True]


def test_references_to_figures_carry_the_name_of_the_run() -> None:
    (output,) = made()[3]["outputs"]
    assert re.findall(r"figures/[\w.-]+", output["data"]["text/markdown"]) == [
        "figures/b-map-map.svg",
        "figures/b-map-map.csv",
    ]


def test_only_text_is_rewritten() -> None:
    (output,) = made()[3]["outputs"]
    assert output["data"]["image/png"] == "figures/map.svg"


def test_a_run_of_other_cells_is_refused() -> None:
    longer = {"cells": [*SOURCE["cells"], code("more()")]}
    with pytest.raises(
        StudyError, match=r"10_map\.ipynb: its run has other code cells[\s\S]*run it again"
    ):
        page(longer, result(), figures("b-map-"), "notebooks/edition/10_map.ipynb")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([prose("# Title\n\nWhat it\nis about. More.")], "What it is about."),
        (
            [prose("# Title\n\nCities, e.g. ports, and more\n\nNext.")],
            "Cities, e.g. ports, and more",
        ),
        ([prose("# Title")], ""),
        ([prose("# Title\n\n## Below\n\nWords.")], ""),
        ([prose("# Title\n\nOf {ref}`n` cities.")], ""),
        ([prose("Words without a title.")], ""),
        ([code("# a comment\nedition = 1")], ""),
        ([], ""),
    ],
)
def test_the_lead_is_the_first_sentence_of_plain_words(
    cells: list[dict[str, Any]], said: str
) -> None:
    assert lead(cells) == said


def below(text: str, said: dict[str, str], drawn: Figures) -> str:
    """What the page has of an output."""
    cell = {**code("show()"), "outputs": [{**shown(text), "metadata": {"study": said}}]}
    where = "notebooks/edition/10_map.ipynb"
    whole = json.loads(page({"cells": [code("show()")]}, {"cells": [cell]}, drawn, where))
    return str(whole["cells"][0]["outputs"][0]["data"]["text/markdown"])


def test_below_a_figure_stand_its_source_its_sign_and_what_one_takes_along() -> None:
    said = {
        "figure": "map",
        "title": "It *rains*",
        "subtitle": "Nine towns, 2001",
        "source": "Nobody",
    }
    drawn = figures("b-map-")
    text = below(DRAWN, said, drawn)
    figure, under = text.split('<div class="study-under">')
    # in the figure stands how to read it and nothing else; its fence is closed
    assert figure.rstrip().endswith("How to read it\\.\n\n```")
    assert re.findall(
        r"\n(Source: \*Nobody\*\.) <a class=\"study-origin\" href=\"#output-map\"", under
    )
    assert re.findall(r"<(taken/[^>]*)>", under) == [
        "taken/b-map-map.png",
        "taken/b-map-map.svg",
        "taken/b-map-map.xlsx",
    ]
    assert "<summary>Take it with you" in under
    assert (
        r"A group\: “It \*rains\*” \(Nine towns\, 2001\)\. Page “Wet towns” of Rain\, 2001\: Towns\, version 1\.2\. Nobody, <a"
        in under
    )
    assert '<a href="#figure-map">editions/2001/map.html#figure-map</a>, read on <span' in under
    assert drawn.shown["map"].citation == (
        "A group: “It *rains*” (Nine towns, 2001). Page “Wet towns” of Rain, 2001: Towns, version 1.2. Nobody, "
        "editions/2001/map.html#figure-map, read on [day]"
    )
    # what this table's own columns mean stands in the menu
    assert "<dt><code>rain_mm</code></dt><dd>Rain *in* &lt;mm&gt;.</dd>" in under
    assert "columns.md" not in under
    assert (
        drawn.shown["map"].where
        == "Rain, 2001: Towns, version 1.2, editions/2001/map.html#figure-map"
    )


def test_a_table_has_no_picture_and_what_is_folded_stays_inside_of_its_fold() -> None:
    table = "<details><summary>More</summary>\n<table></table>\n\nSource. {download}`Data (CSV) <figures/t.csv>`\n\n</details>\n"
    text = below(table, {"table": "t", "title": "Towns", "source": "Nobody"}, figures("b-map-"))
    assert "taken/b-map-t.xlsx" in text
    assert "[What the columns mean](</columns.md>)" in text
    assert ".png" not in text
    assert text.rstrip().endswith("</div>\n\n</details>")
    assert text.count("<details") == text.count("</details>") == 2


def test_headings_of_a_finding_are_prose_of_the_page() -> None:
    heading = {**shown("## Parks"), "metadata": {"study": {"heading": 2}}}
    drawn = {**shown("second"), "metadata": {"study": {"figure": "map"}}}
    outputs = [shown("first"), heading, drawn, shown("third")]
    done = {"cells": [{**code("show()"), "outputs": outputs}]}
    where = "notebooks/edition/10_map.ipynb"
    cells = json.loads(page({"cells": [code("show()")]}, done, figures("b-"), where))["cells"]
    assert [(cell["cell_type"], cell["source"]) for cell in cells] == [
        ("code", "show()"),
        ("markdown", "## Parks"),
        ("code", "show()"),
    ]
    assert [len(cell.get("outputs", [])) for cell in cells] == [1, 0, 2]
    assert cells[2]["outputs"][0]["metadata"] == {}
    assert cells[2]["metadata"]["tags"] == ["remove-input"]
    assert len({cell["id"] for cell in cells}) == 3


def test_a_citation_leaves_out_what_is_not_known_and_has_no_edition_across_all() -> None:
    assert Citing("", "Rain", "", {}).cite("It rains.", "", "", STUDY) == "“It rains”. Rain"
