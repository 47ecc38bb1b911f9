"""What UCLG published of an edition: results apart from other facts, every field with a name."""

from __future__ import annotations

import pandas as pd
import small
from conftest import ROOT
from shown import part_of

from studylib.findings import published


def test_every_field_of_a_published_fact_has_a_name_for_readers_and_no_recorders_note() -> None:
    known = pd.read_csv(ROOT / "data" / "raw" / "published_facts.csv", dtype=str)
    assert set(known["field"]) == set(published.FIELDS)
    notes = known["value"].str.contains(
        r"stored|cut off|breaks off|host count|scale words|page prints|text not|_", case=False
    )
    assert known.loc[notes, "value"].to_list() == []


def test_results_of_uclg_are_told_from_other_facts() -> None:
    facts = pd.DataFrame(
        {
            "field": ["title", "result", "odd"],
            "value": ["A", "75 %", "B"],
            "source": ["u", "v", "w"],
        }
    )
    finding = published.facts(small.study(), facts)
    results, about = (
        part_of(finding, name).data for name in ("published-results", "published-facts")
    )
    assert results["As it was published"].to_list() == ["75 %"]
    assert about["What"].to_list() == ["Report", "Odd"]
    assert finding.sentence.startswith("1 result of UCLG's own study of 2002 is listed")
    assert published.facts(small.study(), facts.head(1)).sentence.startswith("No result")
