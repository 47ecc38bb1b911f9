"""Every page says something of an invented study and of one without figures, and shows only what has data."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from kept import keep_results, run_cells
from mayors import write_survey

from quire import results
from quire.core.project import Project
from quire.pipeline.preparation import prepare
from quire.showing import outputs, values
from quire.tables import processed

STANDING = {"areas", "items", "tree", "bands", "levers", "elements", "edition"}
"""Tables that an edition without any figure has all the same."""

PAGES = {
    "edition/05_key_messages": "confidence messages",
    "edition/10_participation": "data_year edition_year gaps map_sentence participants subject survey_cities surveys",
    "edition/20_situation": "areas_together bands beside caveats confidence countries data_years edition_year items_asked measures "
    "panel published scores scores_assumption spread spread_alike together",
    "edition/30_key_elements": "answers_table barriers change conclusions corner family importance issues items more shares",
    "edition/40_good_practices": "assumption matrix needs practices",
    "edition/70_results": "tables",
    "edition/50_robustness": "confidence decisive draws errors_together left_out movement robustness_assumption spread statements sure",
    "study/20_across_editions": "areas beside changes confidence family in_part map one_survey refusals slope spread together verdicts",
}
"""Names of the values of each page: those under which they are frozen."""


OPENED = {page for page in PAGES if "messages" not in page}
"""Pages that open with what they found."""


def run_page(page: str, project: Project) -> None:
    """Run a notebook in the invented study, once what it reads of other runs is there."""
    keep_results(project, "70_results")
    run_cells(page, "2005")


def names_of(page: str, stated: dict[str, dict[str, object]]) -> list[str]:
    """The names of a page's values but those that it opens with; it must open with something that is said."""
    opening = [name for name in stated if name.startswith("opening")]
    assert (page in OPENED) == any(stated[name]["text"] for name in opening), opening
    return sorted(set(stated) - set(opening))


@pytest.fixture
def shown(study: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What is displayed in a run in the invented study."""
    seen: list[dict[str, str]] = []
    monkeypatch.setattr(outputs, "display", lambda forms, **_: seen.append(forms))
    monkeypatch.setattr(values, "_stated", {})
    monkeypatch.setenv(outputs.VARIABLE, str(tmp_path))
    monkeypatch.setenv(results.READS, json.dumps(["2002/results", "2005/results"]))
    monkeypatch.chdir(study.root)
    return seen


@pytest.mark.parametrize("page", PAGES)
def test_all_findings_of_an_invented_study_are_shown(
    page: str, shown: list[dict[str, str]], study: Project, tmp_path: Path
) -> None:
    run_page(page, study)
    stated = json.loads((tmp_path / "values.json").read_bytes())
    assert names_of(page, stated) == PAGES[page].split()
    assert any((tmp_path / "figures").iterdir())
    plain = " ".join(forms["text/plain"] for forms in shown)
    assert all(value["text"] in plain for value in stated.values())
    words = {word.strip("().,;:") for word in plain.replace("None of the", "").split()}
    assert not {"{", "nan", "None"} & words


@pytest.mark.parametrize("page", PAGES)
def test_without_figures_each_page_still_says_so(
    page: str,
    shown: list[dict[str, str]],
    study: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = processed.read_table

    def read_nothing(folder: Path, name: str) -> pd.DataFrame:
        frame = read(folder, name)
        return frame if name in STANDING else frame.head(0)

    monkeypatch.setattr(processed, "read_table", read_nothing)
    run_page(page, study)
    stated = json.loads((tmp_path / "values.json").read_bytes())
    assert names_of(page, stated) == PAGES[page].split()
    assert not list((tmp_path / "figures").glob("*.svg"))
    assert any(forms["text/plain"] for forms in shown)


OF_GOVERNMENTS = {
    "12_answering_governments": {"mayors-2002-survey.csv", "mayors-2002-map.svg"},
    "22_governments": {"mayors-2002-plan.svg", "mayors-2002-staff.svg"},
    "32_governments_elements": {"mayors-2002-slow.svg", "beside-others.svg"},
}
"""Some of the figures of the pages on governments."""


@pytest.mark.parametrize("page", OF_GOVERNMENTS)
def test_a_survey_of_governments_has_its_pages(
    page: str, shown: list[dict[str, str]], study: Project, tmp_path: Path
) -> None:
    write_survey(study.raw)
    prepare(study)
    run_cells(f"edition/{page}", "2002")
    stated = json.loads((tmp_path / "values.json").read_bytes())
    assert {name for name in stated if name.startswith("survey_mayors_2002")}
    assert any(stated[name]["text"] for name in stated if name.startswith("opening"))
    assert {path.name for path in (tmp_path / "figures").iterdir()} >= OF_GOVERNMENTS[page]
    plain = " ".join(forms["text/plain"] for forms in shown)
    assert "{" not in plain
    assert "nan" not in plain.replace("finance", "").split()
