"""What a run showed is said elsewhere in its own order, and its drawings keep their words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rendered import TEMPLATES

from quire.core.project import Project
from quire.showing.figures import figure_myst
from studylib.pages.run_outputs import RunOutputs

Output = dict[str, Any]


def opened(*names: str) -> Output:
    """An output that opens a page with these values."""
    return {"metadata": {"study": {"opening": True, "values": list(names)}}, "data": {}}


def drawn(id: str) -> Output:
    """An output with a drawing."""
    words = {"title": f"Half of <{id}>", "subtitle": "In 2001", "source": "https://a.org/x"}
    myst = figure_myst(id, words["title"], words["subtitle"], "A dot.", 'A "dot" a city', "A body")
    return {"metadata": {"study": {"figure": id, **words}}, "data": {"text/markdown": myst}}


def keep_run(
    project: Project, scope: str, name: str, *outputs: Output, values: Mapping[str, str] = {}
) -> None:
    """Keep a run that showed these outputs."""
    folder = project.runs / scope / name
    folder.mkdir(parents=True)
    cells = [{"cell_type": "markdown"}, *({"outputs": [one]} for one in outputs)]
    (folder / "notebook.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    kept = {key: {"text": values[key]} for key in sorted(values)}
    (folder / "values.json").write_text(json.dumps(kept), encoding="utf-8")


def test_an_opening_is_said_in_its_own_order_whatever_its_values_are_called(
    study: Project,
) -> None:
    said = {"issues": "First.", "change": "Second.", "empty": "", "area": "Third.", "z": "Not."}
    outputs: tuple[Output, ...] = (
        opened("issues", "empty", "change", "area"),
        {"metadata": {"study": {}}},
    )
    keep_run(study, "2002", "key_elements", *outputs, values=said)
    assert RunOutputs(study, "2002", "key_elements").opening == ["First.", "Second.", "Third."]
    other = {"z": "First.", "a": "Second."}
    keep_run(study, "2005", "robustness", opened("z"), opened("a"), values=other)
    assert RunOutputs(study, "2005", "robustness").opening == ["First.", "Second."]


def test_a_picture_has_the_words_of_its_page_and_the_way_there(study: Project) -> None:
    keep_run(study, "2002", "situation", drawn("spread"), drawn("area-scores"))
    keep_run(study, "study", "across_editions", drawn("lines"))
    run = RunOutputs(study, "2002", "situation")
    first, scores = run.picture(), run.picture("area-scores")
    assert first is not None
    assert scores is not None
    assert (first.id, scores.id) == ("spread", "area-scores")
    assert (first.title, first.alt) == ("Half of <spread>", 'A "dot" a city')
    assert (first.page, first.file) == (
        "editions/2002/situation",
        "editions/2002/figures/2002-situation-spread.svg",
    )
    across = RunOutputs(study, "study", "across_editions").picture()
    assert across is not None
    assert (across.page, across.file) == (
        "across_editions",
        "figures/study-across_editions-lines.svg",
    )
    text = TEMPLATES.render("picture.md", picture=first)
    assert ':alt: "A \\"dot\\" a city"' in text
    assert "Half of \\<spread\\>" in text or "Half of &lt;spread&gt;" in text
    assert "</editions/2002/situation.ipynb>" in text
    assert "https://a.org/x" in text


def test_where_there_is_no_run_or_no_drawing_there_is_no_picture(study: Project) -> None:
    assert RunOutputs(study, "2002", "situation").opening == []
    assert RunOutputs(study, "2002", "situation").picture() is None
    keep_run(study, "2002", "situation", drawn("spread"))
    assert RunOutputs(study, "2002", "situation").picture("area-scores") is None
    assert TEMPLATES.render("picture.md", picture=None).strip() == ""
