"""Every value of the prose leads to where it comes from."""

from __future__ import annotations

import re

from conftest import code, edit, write_notebook
from rendered import rendered

from quire.book.provenance import paragraph, section
from quire.book.revisions import History
from quire.core.project import Project
from quire.pipeline.driver import look, run_study
from quire.tables.origins import RawFiles

STATED: dict[str, dict[str, object]] = {
    "n": {"value": 3, "text": "3", "origin": "cities: in_edition"},
    "said": {
        "value": 3,
        "text": "Three cities <b>have</b> a *plan* or more.",
        "origin": 'answers: "x"',
    },
    "none": {"value": None, "text": "", "origin": "cities"},
}


def test_a_short_value_is_the_link_and_a_sentence_has_a_mark() -> None:
    assert paragraph(["n"], STATED) == (
        '<a class="study-value" href="#value-n" title="cities: in_edition">3</a>'
    )
    said = paragraph(["said"], STATED)
    assert said.startswith("Three cities \\<b\\>have\\<\\/b\\> a \\*plan\\* or more\\.<a ")
    assert 'href="#value-said"' in said
    assert "&#34;x&#34;" in said


def test_nothing_to_say_has_no_link() -> None:
    assert paragraph(["none"], STATED) == ""


def test_the_section_names_values_tables_and_raw_rows(finished: Project) -> None:
    (run,) = [each for each in look(finished).runs if each.id == "2002/short"]
    stated = {**STATED, "in_edition": STATED["n"]}
    outputs = ["cities", "in-edition"]
    said = rendered(section(finished, run, stated, outputs, RawFiles(finished), History(finished)))
    said = re.sub(r' role="[^"]*"', "", said)
    assert (
        "`notebooks/edition/10_short.ipynb`, run with edition \\= \\'2002\\'\\, least \\= 2" in said
    )
    assert (
        '<tr><th scope="row"><span id="value-n">n</span></th><td class="number">3</td><td>cities: in_edition</td><td>cities</td></tr>'
        in said
    )
    assert "make its figures again: `study run --only short --edition 2002`" in said
    assert said.index("<details") < said.index("`notebooks/") < said.rindex("</details>")
    # an origin that names no table of the run does not say which of those that the page reads
    every = "<td>the page reads these 2: cities, edition</td></tr>"
    assert re.search(rf'id="value-said">.*{every}', said)
    again = (
        "figure or table with its data as CSV; made again by: study run --only short --edition 2002"
    )
    assert re.search(rf'id="output-cities">.*<td>{again}</td>{every}', said)
    # a figure is made of what its own statement names
    assert re.search(
        rf'id="output-in-edition">.*<td>cities: in_edition; {again}</td><td>cities</td></tr>', said
    )
    assert "data-package" not in said
    assert "| [cities\\.csv](<#table-cities>) | all rows | 4 |" in said
    assert "| [perception\\.csv](<#table-perception>) | all rows | 9 |" in said
    assert "| framework\\/countries\\.csv | all rows | 2 |" in said


def test_a_run_across_editions_names_the_rows_of_each(finished: Project) -> None:
    edit(
        finished.notebooks / "study/10_overview.ipynb",
        '\\"areas\\", \\"items\\"',
        '\\"answers\\", \\"items\\"',
    )
    assert not run_study(finished, only="overview").failed
    (run,) = [each for each in look(finished).runs if each.scope == "study"]
    said = rendered(section(finished, run, {}, ["areas"], RawFiles(finished), History(finished)))
    assert "wave \\= first | 5 |" in said
    assert "wave \\= second | 4 |" in said


def test_a_notebook_without_values_has_a_section(finished: Project) -> None:
    write_notebook(finished.notebooks / "study/30_plain.ipynb", [code("x = 1")])
    assert not run_study(finished, only="plain").failed
    (run,) = [each for each in look(finished).runs if each.name == "plain"]
    said = rendered(section(finished, run, {}, [], RawFiles(finished), History(finished)))
    assert "no processed tables" in said
