"""The verdict on change says what fell and rose beyond chance, and nothing that an interval leaves open."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from test_pages import facts

from quire.core.project import Project, to_json
from quire.results import _written
from studylib.findings.messages import ACROSS, KeyMessage
from studylib.pages.verdicts import give_verdict, read_verdict, say_last_known

ROWS = [
    ("Jobs", 4.0, 2.0, 6.0, 9, True),
    ("Theft", -5.0, -7.0, -3.0, 8, True),
    ("Housing", -2.0, -3.0, -1.0, 9, True),
    ("Buses", -0.5, -1.5, 0.5, 9, False),
]
COLUMNS = ["label", "within", "low", "high", "cities", "moved"]


def changes(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows or ROWS), columns=COLUMNS)


def test_it_says_what_fell_what_rose_and_what_cannot_be_compared() -> None:
    made = give_verdict(changes(), 2001, 2005, ["Nobody knows of law."], ["At 95 per cent."])
    assert made.sentences == [
        "Residents answered less favourably in 2005 than in 2001 on 2 of 4 questions that can be "
        "compared, among them ‘Theft’ (−5.0 points, interval −7.0 to −3.0, 8 cities).",
        "Residents answered more favourably in 2005 on 1 of 4: ‘Jobs’ (+4.0 points, interval +2.0 to +6.0, 9 cities).",
        "Nobody knows of law.",
    ]
    assert made.basis.startswith(
        "the same 8 to 9 cities in both years. At 95 per cent. If the whole survey shifted"
    )
    assert [row[-1] for row in made.rows] == ["rose", "fell", "fell", "no change shown"]
    assert made.heads[-1] == "What the surveys show"


@pytest.mark.parametrize(
    "row", [("Buses", -0.5, -1.5, 0.5, 9, False), ("Law", 9.0, -1.0, 19.0, 9, False)]
)
def test_what_chance_leaves_open_is_no_change(row: tuple[object, ...]) -> None:
    (said,) = give_verdict(changes(row), 2001, 2005, [], []).sentences
    assert said == (
        "From 2001 to 2005, no change beyond chance could be shown on the 1 question "
        "that can be compared."
    )


def test_it_is_of_the_newest_edition_that_compares_anything(study: Project) -> None:
    newest, middle, first, oldest = (
        dataclasses.replace(facts(id=id), wave_year=year)
        for id, year in (("c", None), ("b", 2005), ("a", 2001), ("z", 1999))
    )
    unknown = KeyMessage("–", "Nobody knows of law.", "all", ACROSS)
    middle = dataclasses.replace(middle, messages=(unknown,))
    folder = study.runs / "b" / "results" / "tables"
    folder.mkdir(parents=True)
    kept = changes().assign(area="Money", before="a", after="b")
    # an older survey, and one whose edition has no pages, are beside it
    others = [kept.head(1).assign(label="Old", before=before) for before in ("z", "hidden")]
    for ending, data in _written("changes", pd.concat([*others, kept])).items():
        (folder / f"changes{ending}").write_bytes(data)
    values = study.runs / "study" / "across_editions"
    values.mkdir(parents=True)
    said = {"confidence": {"text": "At 95 per cent."}, "in_part": {"text": ""}}
    (values / "values.json").write_bytes(to_json(said))
    made = read_verdict(study, [newest, middle, first, oldest])
    assert made is not None
    assert made.sentences[0].startswith("Residents answered less favourably in 2005 than in 2001")
    assert made.sentences[-1] == "Nobody knows of law."
    assert [row[0] for row in made.rows] == ["Theft", "Housing", "Buses", "Jobs"]
    assert "At 95 per cent." in made.basis
    assert read_verdict(study, [newest, first]) is None


def test_what_was_known_before_questions_changed_is_named_with_what_may_be_written() -> None:
    kept = changes(("Trust", 1.0, -0.9, 3.0, 9, False), ("Help", 0.5, -1.0, 2.0, 9, False))
    kept = kept.assign(area="Law", before="a", after="b")
    years = {"c": 2009, "b": 2005, "a": 2001}
    law = dataclasses.replace(facts(id="c"), wave_year=2009, areas=("Law",))
    assert say_last_known(kept, law, years) == [
        "Law: from 2001 to 2005, no change could be shown on ‘Trust’ (+1.0 points, interval "
        "−0.9 to +3.0, 9 cities) and ‘Help’ (+0.5 points, interval −1.0 to +2.0, 9 cities) in the same cities.",
        "You may write that no change could be shown from 2001 to 2005. You may not write that "
        "nothing changed, nor that it got better or worse, or stayed the same, after 2005.",
    ]
    # what moved is no standstill, and another subject says nothing of this one
    assert say_last_known(kept.assign(moved=True), law, years) == []
    assert say_last_known(kept.assign(area="Money"), law, years) == []


def test_what_was_known_last_is_of_the_newest_survey_before_and_of_none_after() -> None:
    rows = [("Trust", 1.0, -0.9, 3.0, 9, False)]
    kept = pd.concat(
        [
            changes(*rows).assign(before=before, after=after)
            for before, after in (("z", "a"), ("a", "b"), ("b", "d"))
        ]
    ).assign(area="Law")
    years = {"d": 2011, "c": 2009, "b": 2005, "a": 2001, "z": 1999}
    law = dataclasses.replace(facts(id="c"), wave_year=2009, areas=("Law",))
    known, _written_of = say_last_known(kept, law, years)
    assert known.startswith("Law: from 2001 to 2005, ")
    assert known.count("Trust") == 1
