"""The editions side by side: which have figures, and what they share."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import small
from shown import part_of, show_all, text_of
from small_editions import AREAS, CITIES, EDITIONS, ITEMS

from quire.showing.findings import Finding
from studylib.data.tables import EditionFacts
from studylib.findings import overview
from studylib.questions.overview import list_items_by_edition

NOBODY = {"cities": None, "countries": None, "note": "", "source": None}
COMING = small.study(
    id="2009", year=2009, status="in preparation", wave_year=None, participants=NOBODY
)
ASKED = list_items_by_edition(ITEMS, AREAS, EDITIONS)


def by_status(*editions: EditionFacts) -> Finding:
    return overview.by_status(editions, CITIES, ITEMS, AREAS)


def test_the_whole_page_is_shown_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    findings = [
        overview.opening(EDITIONS, ASKED),
        by_status(*EDITIONS, COMING),
        overview.shared(EDITIONS, ASKED),
        overview.by_area(EDITIONS, ASKED),
    ]
    shown = show_all(findings, tmp_path, monkeypatch)
    tables = {"editions", "recorded-editions", "editions-in-preparation", "items-per-area"}
    assert shown.files == {"items.svg", *(f"{name}.csv" for name in {"items", *tables})}
    opening = {"opening_surveys": 2, "opening_shared": 1}
    assert shown.stated == {**opening, "editions": 4, "panel": 3, "shared": 4}


def test_without_a_survey_there_is_nothing_to_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = EDITIONS[2:]
    nothing = list_items_by_edition(ITEMS, AREAS, recorded)
    findings = [
        by_status(*recorded),
        overview.shared(recorded, nothing),
        overview.by_area(recorded, nothing),
    ]
    shown = show_all(findings, tmp_path, monkeypatch)
    assert shown.files == {"recorded-editions.csv"}
    assert shown.texts[-1].startswith("No two published editions have a survey")


def test_each_kind_of_edition_has_a_table_of_its_own() -> None:
    finding = by_status(*EDITIONS, COMING)
    assert part_of(finding, "editions").data["Edition"].to_list() == ["2002", "2005"]
    assert part_of(finding, "recorded-editions").data["Edition"].to_list() == ["2008"]
    assert part_of(finding, "editions-in-preparation").data.to_numpy().tolist() == [
        ["2009", "An invented subject", "Work and Life"]
    ]


def test_the_list_of_editions_tells_figures_from_records() -> None:
    assert text_of(by_status(*EDITIONS, COMING), "editions") == (
        "Figures are here for 2 editions (2002 and 2005). 1 edition (2008) is recorded with what is "
        "known. 1 edition (2009) is in preparation."
    )
    alone = by_status(EDITIONS[0])
    assert text_of(alone, "editions") == "Figures are here for 1 edition (2002)."
    assert text_of(alone, "panel") == (
        "The panel is the 3 cities that are in every survey used here."
    )


def test_the_page_opens_with_whom_it_is_about_and_how_little_is_shared() -> None:
    said = overview.opening(EDITIONS, ASKED).sentence
    assert said.startswith("UCLG's own studies asked city governments. The surveys beside them")
    assert said.endswith(
        "Their questions differ: 1 of 4 items has figures in all editions with a survey."
    )
    nobody = EDITIONS[2:]
    nothing = list_items_by_edition(ITEMS, AREAS, nobody)
    assert overview.opening(nobody, nothing).sentence == "No edition has a survey of residents yet."


def test_sentences_name_what_is_shared_and_what_is_not() -> None:
    finding = overview.shared(EDITIONS, ASKED)
    assert finding.sentence == (
        "Of the 4 items of the framework, 1 has figures from the surveys of all 2 editions that have "
        "one. No item of Life has, so nothing there can be followed through all of them."
    )
    assert (
        "Figures are of 3 in 2002 (2 of them in focus) and 2 in 2005 (1 of them in focus)."
        in part_of(finding, "items").alt
    )
    everywhere: pd.DataFrame = ASKED.assign(asked=True)
    assert overview.shared(EDITIONS, everywhere).sentence.endswith("editions that have one.")


def test_one_edition_shares_nothing_with_others() -> None:
    alone = list_items_by_edition(ITEMS, AREAS, EDITIONS[:1])
    assert "differ" not in overview.opening(EDITIONS[:1], alone).sentence
