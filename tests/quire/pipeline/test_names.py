"""Labels and prose are no values, and a value that changed is found whatever else has another name."""

from __future__ import annotations

import pytest

from quire.pipeline.differences import compare
from quire.pipeline.names import Names, learn_names
from quire.tables.schemas import Uncompared

APART = Uncompared(
    names=("city", "names", "label", "band"), prose=("reason",), counts=("page/rows",)
)
TOWNS = "city_code,city,country,share\nA1,Graz,AT,10.5\nA2,Wien,AT,20\nB1,Praha,CZ,30\n"
SHOWN = "Town,Beside,n\nGraz,Wien and Praha,2\nWien,Praha,1\n"
CHANGES = "label,names,moved\nJobs,Graz; Wien,True\nParks,Graz; Praha,False\n"
SCORES = (
    "city_code,band,score,reason\nA1,high,75.5,first of 2\nA2,low,12,second of 2\nB1,high,80,\n"
)
FILES = {"towns": TOWNS, "shown": SHOWN, "changes": CHANGES, "scores": SCORES, "rows": "n\n4\n"}


def outputs(*changes: tuple[str, str, str]) -> dict[str, bytes]:
    """The files with some changes, each in one file or in all of them (`*`)."""
    files = dict(FILES)
    for where, old, new in changes:
        assert old in "".join(files.values() if where == "*" else [files[where]])
        for name in files if where == "*" else [where]:
            files[name] = files[name].replace(old, new)
    return {f"page/figures/{name}.csv": text.encode() for name, text in files.items()}


@pytest.mark.parametrize(
    "changes",
    [
        [("*", "Wien", "Vienna")],
        [("*", "Graz", "Aurach"), ("*", "Wien", "Graben"), ("*", "Jobs", "Work")],
        [("*", "high", "good"), ("*", "low", "poor")],
        [("changes", "Parks", "Gardens and 2 more")],
        [("scores", "first of 2", "the better one of 2")],
        [("rows", "4", "5")],
        # what is added is no matter
        [("towns", "B1,", "A3,Linz,AT,5\nB1,"), ("*", "Wien", "Vienna")],
    ],
)
def test_another_name_everywhere_or_better_prose_is_no_difference(
    changes: list[tuple[str, str, str]],
) -> None:
    found = compare(outputs(), outputs(*changes), APART)
    assert [one for one in found if not one.added] == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # a number beside the renaming, called as it was published
        (
            [("*", "Wien", "Vienna"), ("towns", "AT,20", "AT,21")],
            [("towns", "A2", "share", "20", "21")],
        ),
        (
            [("*", "Wien", "Vienna"), ("shown", "Vienna,Praha,1", "Vienna,Praha,3")],
            [("shown", "Wien", "n", "1", "3")],
        ),
        # a truth value, a number in prose, a code
        (
            [("changes", "Praha,False", "Praha,True")],
            [("changes", "Parks", "moved", "False", "True")],
        ),
        (
            [("scores", "first of 2", "first of 3")],
            [("scores", "A1", "reason", "first of 2", "first of 3")],
        ),
        ([("towns", "AT,10.5", "DE,10.5")], [("towns", "A1", "country", "AT", "DE")]),
        # a city in another band, in a band that is known
        ([("scores", "A2,low", "A2,high")], [("scores", "A2", "band", "low", "high")]),
        # and in a band that was nowhere, while others stay in the old one
        ([("scores", "B1,high", "B1,fair")], [("scores", "B1", "band", "high", "fair")]),
        # two cities change places
        (
            [("towns", "Wien", "x"), ("towns", "Graz", "Wien"), ("towns", "x", "Graz")],
            [
                ("towns", "A1", "city", "Graz", "Wien"),
                ("towns", "A2", "city", "Wien", "Graz"),
            ],
        ),
        # one city of a list makes way for another that is known
        (
            [("changes", "Graz; Praha", "Graz; Wien")],
            [("changes", "Parks", "names", "Graz; Praha", "Graz; Wien")],
        ),
        # a city is gone, and another one that was not there has its place and other figures
        ([("towns", "A2,Wien,AT,20", "A9,Linz,AT,5")], [("towns", "A2", "", "a row", None)]),
    ],
)
def test_a_value_that_changed_is_found_all_the_same(
    changes: list[tuple[str, str, str]], expected: list[tuple[str, ...]]
) -> None:
    found = compare(outputs(), outputs(*changes), APART)
    said = [
        (one.output, one.row[0][1], one.column, one.old, one.new) for one in found if not one.added
    ]
    assert said == expected


def test_a_name_is_learnt_where_a_code_stays_and_applied_where_none_stands() -> None:
    names = learn_names(outputs(), outputs(("*", "Wien", "Vienna")), APART.names)
    assert names.renamed == [("Wien", "Vienna")]


def test_a_longer_name_that_holds_an_old_one_stays() -> None:
    names = Names([("Work", "Jobs")]).within({"Jobs", "Work from home"})
    assert names.translate("Work; Work from home; Workshop") == "Jobs; Work from home; Workshop"


def test_without_columns_of_names_every_cell_is_a_value() -> None:
    assert len(compare(outputs(), outputs(("towns", "Wien", "Vienna")))) == 1


def test_reworded_prose_that_finds_a_row_is_the_same_row() -> None:
    old, new = (
        {"page/figures/said.csv": f"reason,share\n{words},7\nAll agree,8\n".encode()}
        for words in ("Half of 9 agree", "Of 9 half say yes")
    )
    assert compare(old, new, APART) == []
    other = {name: data.replace(b",7", b",6") for name, data in new.items()}
    assert [(one.old, one.new) for one in compare(old, other, APART)] == [
        ("a row", None),
        (None, "a row"),
    ]
