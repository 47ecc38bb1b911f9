"""The page of a run: prose as it is now, outputs as they were made, and the names of its figures."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from conftest import code, prose

from quire.book.run_pages import Figures, lead, page
from quire.book.templating import Templates
from quire.core.errors import StudyError

DRAWN = "```{figure} figures/map.svg\n:alt: A map.\n\nA map {download}`Data (CSV) <figures/map.csv>`\n```\n"
SOURCE = {
    "cells": [
        prose("# Now"),
        code("edition = 'a'", "parameters"),
        prose("Words of now."),
        code("draw()"),
    ]
}


def figures(mark: str, up: str = "") -> Figures:
    return Figures(Templates(), mark, up)


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
        page(SOURCE, result(), figures("b-map-", "../../"), "notebooks/edition/10_map.ipynb")
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


def test_a_figure_has_its_picture_as_a_file_and_a_table_has_none() -> None:
    (output,) = made()[3]["outputs"]
    assert '<a href="../../_images/b-map-map.svg">Picture</a>' in output["data"]["text/markdown"]
    table = "<table></table>\n\nSource. {download}`Data (CSV) <figures/t.csv>`\n"
    cells = [{**code("show()"), "outputs": [shown(table)]}]
    whole = json.loads(
        page(
            {"cells": [code("show()")]},
            {"cells": cells},
            figures("b-map-"),
            "notebooks/edition/10_map.ipynb",
        )
    )
    assert "Picture" not in whole["cells"][0]["outputs"][0]["data"]["text/markdown"]


def test_a_page_across_editions_is_at_the_top_of_the_book() -> None:
    cells = [{**code("draw()"), "outputs": [shown(DRAWN)]}]
    whole = json.loads(
        page(
            {"cells": [code("draw()")]},
            {"cells": cells},
            figures("study-map-"),
            "notebooks/study/10_map.ipynb",
        )
    )
    assert (
        '<a href="_images/study-map-map.svg">'
        in whole["cells"][0]["outputs"][0]["data"]["text/markdown"]
    )


def test_headings_of_a_finding_are_prose_of_the_page() -> None:
    heading = {**shown("## Parks"), "metadata": {"study": {"heading": 2}}}
    outputs = [shown("first"), heading, shown("second"), shown("third")]
    done = {"cells": [{**code("show()"), "outputs": outputs}]}
    where = "notebooks/edition/10_map.ipynb"
    cells = json.loads(page({"cells": [code("show()")]}, done, figures("b-"), where))["cells"]
    assert [(cell["cell_type"], cell["source"]) for cell in cells] == [
        ("code", "show()"),
        ("markdown", "## Parks"),
        ("code", "show()"),
    ]
    assert [len(cell.get("outputs", [])) for cell in cells] == [1, 0, 2]
    assert cells[2]["metadata"]["tags"] == ["remove-input"]
    assert len({cell["id"] for cell in cells}) == 3
