"""Surveys of governments: each fault is reported where it is, all at once, and what is sound is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from invented import write_raw
from mayors import ABOUT, ID, TABLES, change, seal, write_survey

from quire.core.errors import Faults
from quire.core.project import Project
from studylib.data.editions import GOVERNMENTS, list_editions
from studylib.data.raw import RawData, check

PLACE = f"data/raw/instruments/{ID}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_survey(write_raw(tmp_path))


def read(folder: Path) -> RawData:
    return check(Project(folder.parents[3]))


def edit(table: str, old: str, new: str, **changes: object) -> Callable[[Path], None]:
    return lambda folder: change(folder, table, old, new, **changes)


def papers(**changes: object) -> Callable[[Path], None]:
    return lambda folder: seal(folder, **changes)


# what is done | table at fault | line | column | part of the value | part of what
SPOILT: list[tuple[str, Callable[[Path], object], str, int, str, str, str]] = [
    ("unknown kind", edit("questions", "select_one", "choose"), "questions.csv", 2, "kind", "choose", "not a word"),
    ("unknown area", edit("questions", "living", "lving"), "questions.csv", 2, "area", "lving", "unknown area"),
    ("question without items", edit("items", "plan,plan,,,,,\n", ""), "questions.csv", 2, "question", "plan", "has no items"),
    ("question without options", edit("options", "wish,m,Money,Dinero,,\nwish,p,People,Personas,,\n", ""), "questions.csv", 5, "question", "wish", "has no options"),
    ("scale of a number", edit("questions", "staff,People,integer,False", "staff,People,integer,True"), "questions.csv", 6, "scale", "True", "can be a scale"),
    ("limits the wrong way", edit("questions", "people,0,5000", "people,9000,5000"), "questions.csv", 6, "minimum", "9000", "above the maximum"),
    ("same as nothing", edit("questions", "economy,,,", f"economy,,{ID}:plam,"), "questions.csv", 3, "same_as", "plam", "unknown question"),
    ("item of another name", edit("items", "plan,plan", "plan,plans"), "items.csv", 2, "item", "plans", "not the question's"),
    ("row of a matrix without a name", edit("items", "rate_a,Money", "rate_a,"), "items.csv", 4, "row", "", "is empty"),
    ("unknown element", edit("items", ",,money", ",,mony"), "items.csv", 4, "element", "mony", "unknown element"),
    ("option of a number", edit("options", "wish,p,People", "staff,p,People"), "options.csv", 11, "question", "staff", "without options"),
    ("option twice", edit("options", "plan,2,No", "plan,1,No"), "options.csv", 2, "question + option", "plan, 1", "twice"),
    ("unknown state", edit("options", "dont_know", "dunno"), "options.csv", 4, "state", "dunno", "not a word"),
    ("unknown country", edit("respondents", "Zeta,BB", "Zeta,ZZ"), "respondents.csv", 8, "country_code", "ZZ", "unknown country"),
    ("unknown city", edit("respondents", "1,2,AA001C", "1,2,AA009C"), "respondents.csv", 2, "city_code", "AA009C", "unknown city"),
    ("respondent twice", edit("respondents", "zeta,", "eps,"), "respondents.csv", 7, "respondent", "eps", "twice"),
    ("silent respondent", edit("answers", "zeta,plan,9,\n", ""), "respondents.csv", 8, "respondent", "zeta", "answered nothing"),
    ("unknown respondent", edit("answers", "zeta,plan", "zetta,plan"), "answers.csv", 22, "respondent", "zetta", "unknown respondent"),
    ("unknown item", edit("answers", "zeta,plan", "zeta,plam"), "answers.csv", 22, "item", "plam", "unknown item"),
    ("unknown option", edit("answers", "zeta,plan,9", "zeta,plan,8"), "answers.csv", 22, "value", "8", "no option"),
    ("two answers to one of several", edit("answers", "zeta,plan,9,\n", "zeta,plan,9,\nzeta,plan,1,\n"), "answers.csv", 22, "item", "plan", "more than once"),
    ("the same answer twice", edit("answers", "alpha,slow,p", "alpha,slow,m"), "answers.csv", 3, "respondent + item + value", "alpha, slow, m", "twice"),
    ("no number", edit("answers", "staff,50", "staff,fifty"), "answers.csv", 21, "value", "fifty", "is no integer"),
    ("half a person", edit("answers", "staff,50", "staff,50.5"), "answers.csv", 21, "value", "50.5", "is no integer"),
    ("number out of range", edit("answers", "staff,50", "staff,5001"), "answers.csv", 21, "value", "5001", "out of the question's range"),
    ("place of what is no rank", edit("answers", "zeta,plan,9,", "zeta,plan,9,1"), "answers.csv", 22, "position", "1", "only a rank"),
    ("rank without a place", edit("answers", "wish,m,1", "wish,m,"), "answers.csv", 6, "position", "", "no place"),
    ("place taken twice", edit("answers", "wish,p,2", "wish,p,1"), "answers.csv", 7, "position", "1", "taken twice"),
    ("other bytes", lambda folder: (folder / "items.csv").write_text(TABLES["items"] + "\n", "utf-8"), "items.csv", 0, "", "", "sha256 differs"),
    ("missing table", lambda folder: (folder / "items.csv").unlink(), "items.csv", 0, "", "", "is missing"),
    ("counts of a survey of others", lambda folder: (folder / "tallies.csv").write_text("", "utf-8"), "tallies.csv", 0, "", "", "own questionnaires only"),
    ("unread file", lambda folder: (folder / "notes.csv").write_text("", "utf-8"), "notes.csv", 0, "", "", "nothing reads"),
    ("no papers", lambda folder: (folder / "instrument.yml").unlink(), "instrument.yml", 0, "", "", "is missing"),
    ("unknown key", papers(licence="none"), "instrument.yml", 0, "licence", "none", "unknown key"),
    ("unknown edition", papers(beside={"2003": "why"}), "instrument.yml", 0, "beside", "2003", "unknown edition"),
    ("end before the beginning", papers(to="2001-02"), "instrument.yml", 0, "to", "", "is before from"),
    ("more answers than asked", papers(invited=5), "instrument.yml", 0, "answered", "6", "more than the 5"),
    ("another number of answers", papers(answered=7), "instrument.yml", 0, "answered", "7", "6 respondents count"),
    ("unknown question on what slows", papers(slows="slaw"), "instrument.yml", 0, "slows", "slaw", "unknown question"),
    ("group without words", papers(dimensions=["kind"]), "instrument.yml", 0, "dimensions", "kind", "have no kind"),
    ("source without an address", papers(addresses=[]), "instrument.yml", 0, "addresses", "", "is empty"),
    ("table without papers", papers(files={}), "instrument.yml", 0, "files.answers", "", "has no papers"),
    ("exclusion of nobody", papers(exclusions=[{"row": {"respondent": "omega"}, "instead": "alpha", "reason": "r"}], answered=7), "instrument.yml", 0, "exclusions", "", "finds 0 rows"),
    ("exclusion of another city", papers(exclusions=[{"row": {"respondent": "alpha-2", "city": "Beta"}, "instead": "alpha", "reason": "r"}], answered=7), "instrument.yml", 0, "exclusions", "", "finds 0 rows"),
    ("exclusion for nobody", papers(exclusions=[{"row": {"respondent": "alpha-2"}, "instead": "omega", "reason": "r"}]), "instrument.yml", 0, "exclusions.instead", "omega", "no respondent that counts"),
    ("lost correction", edit("respondents", "Gama", "Gamma"), "instrument.yml", 0, "corrections", "Gamma", "expects 'Gama'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "file", "line", "column", "value", "what"),
    [case[1:] for case in SPOILT],
    ids=[case[0] for case in SPOILT],
)
def test_a_fault_is_told_where_it_is(
    folder: Path,
    spoil: Callable[[Path], object],
    file: str,
    line: int,
    column: str,
    value: str,
    what: str,
) -> None:
    spoil(folder)
    with pytest.raises(Faults) as report:
        read(folder)
    faults = report.value.faults
    assert all(fault.repair for fault in faults)
    assert any(
        (fault.file, fault.column) == (f"{PLACE}/{file}", column)
        and line in {0, fault.row}
        and value in fault.value
        and what in fault.what
        for fault in faults
    ), "\n".join(map(str, faults))


def test_all_faults_are_told_at_once(folder: Path) -> None:
    change(folder, "answers", "zeta,plan,9", "zeta,plan,8", slows="slaw")
    change(folder, "items", ",,money", ",,mony", slows="slaw", answered=9)
    with pytest.raises(Faults) as report:
        read(folder)
    assert {fault.value for fault in report.value.faults} == {"8", "slaw", "mony", "9"}


def test_what_is_sound_is_read_without_submissions_that_do_not_count(folder: Path) -> None:
    survey = read(folder).instruments[ID]
    assert survey.about.beside == ABOUT["beside"]
    assert (survey.about.since, survey.about.until) == ("2001-11", "2002")
    who = survey.tables["respondents"].set_index("respondent")["city"]
    assert who.to_dict() == {
        **{"alpha": "Alpha", "beta": "Beta", "gamma": "Gamma", "delta": "Delta"},
        **{"eps": "Eps", "zeta": "Zeta"},
    }
    assert "alpha-2" not in set(survey.tables["answers"]["respondent"])


def test_a_question_can_be_the_same_as_one_of_an_earlier_survey(folder: Path) -> None:
    later = write_survey(folder.parents[1], "mayors-2004")
    change(later, "questions", "living,,,", f"living,,{ID}:plan,")
    questions = read(folder).instruments["mayors-2004"].tables["questions"]
    assert questions["same_as"].to_list() == [f"{ID}:plan", "", "", "", ""]


def test_an_edition_offers_the_governments_that_stand_beside_it(folder: Path) -> None:
    (edition,) = list_editions(Project(folder.parents[3]))
    assert edition.instruments == (ID,)
    assert GOVERNMENTS in edition.offers
    seal(folder, beside={"2009": "another"})
    (edition,) = list_editions(Project(folder.parents[3]))
    assert edition.instruments == ()
    assert GOVERNMENTS not in edition.offers
