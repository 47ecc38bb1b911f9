"""The pages of governments and the index of a survey, worked out on paper on the invented survey."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import governing
import pandas as pd
import pytest
import small
from rendered import rendered

from quire.core.project import Project
from quire.tables.csvfiles import read_records
from quire.tables.origins import RawFiles, RawRows
from studylib.pages.government_answers import Counted
from studylib.pages.government_highlights import (
    Highlight,
    Said,
    answers_of_cities,
    pick_highlights,
)
from studylib.pages.government_index import index_files
from studylib.pages.government_pages import GovernmentPage, government_files
from studylib.pages.government_tables import Governments

NASTY = 'Alpha *bold* <b> {ref}`x` [a](b) & "quoted"'

CITIES = pd.DataFrame(
    {
        "respondent": ["alpha", "beta", "gamma"],
        "city": ["Alpha", "Beta", "Ålpha"],
        "country": ["Aland", "Beland", "Aland"],
        "region": ["Northland", "Southland", "Northland"],
        "subregion": ["Far north", "Far south", "Far north"],
        "size": ["small", "", ""],
        "population": [16350.0, None, None],
        "longitude": [10.0, -70.0, None],
        "latitude": [50.0, -30.0, None],
        "city_code": ["AA001C", "", ""],
        "answered_in": ["en", "es", "en"],
    }
)

ANSWERS = pd.read_csv(
    io.StringIO(
        """respondent,item,value,position
alpha,mayor,yes,
alpha,slow,funds,
alpha,slow,law,
alpha,power_council,3,
alpha,t_bus_city,1,
alpha,i_fee,dk,
alpha,staff,420,
alpha,first,y,1
alpha,first,x,2
beta,mayor,dk,
"""
    ),
    dtype={"value": str},
)


class Raw(RawFiles):
    """Raw files of which nothing but a digest is needed."""

    def digest(self, rows: RawRows) -> str:
        return f"digest of {rows.file}"


RAW = Raw(Project(Path()))
SURVEY = governing.survey()
GOVERNMENTS = Governments(SURVEY, CITIES, ANSWERS, {"2005": "2005"}, small.COAST)


def make_page(name: str, one: Governments = GOVERNMENTS) -> str:
    page = government_files([one], {"AA001C": "cities/aa001c"}, RAW)[
        f"governments/towns-2003/{name}.md"
    ]
    assert isinstance(page, GovernmentPage)
    return rendered(page)


def rows_of(page: str, question: str) -> list[list[str]]:
    """The rows of the table below the heading of a question, head first, as text."""
    part = page[re.search(f">[^<]*{re.escape(question)}</h3>", page).start() :]  # type: ignore[union-attr]
    table = part[part.index("<table") : part.index("</table>")]
    return [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table)
    ]


@pytest.mark.parametrize(
    ("name", "near", "said"),
    [
        ("alpha", "Aland", False),
        ("gamma", "Aland", True),
        ("gamma", "Beland", False),
    ],
)
def test_a_city_without_figures_of_residents_leads_to_those_of_its_country(
    name: str, near: str, said: bool
) -> None:
    neighbours = {near: [("Omega <b>", "cities/aa002c")]}
    files = government_files([GOVERNMENTS], {"AA001C": "cities/aa001c"}, RAW, neighbours=neighbours)
    page = files[f"governments/towns-2003/{name}.md"]
    assert isinstance(page, GovernmentPage)
    text = rendered(page)
    assert ("(<../../cities/aa002c.md>)" in text) == said
    assert ("Of its country it has figures of [Omega \\<b\\>]" in text) == said


def test_year_and_source_of_the_survey_stand_first() -> None:
    head, rest = make_page("alpha").split("##", 1)
    assert "The government answered 7 of 8 questions of *How towns are run*, 2003 to 2004." in head
    assert (
        "- **What slows its work (2003 to 2004):** Lack of funds \\& of grants and The law." in head
    )
    assert "asked town governments; 20 of 39 answered." in rest


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        # region Northland; "small" is broken down by, but withheld
        ("What slows", [
            ["Lack of funds &amp; of grants", "chosen", "50 % (8 of 16)", "50 % (5 of 10)", "–"],
            ["Lack of people", "not chosen", "75 % (12 of 16)", "90 % (9 of 10)", "–"],
            ["The law", "chosen", "25 % (4 of 16)", "40 % (4 of 10)", "–"],
            ["Nothing", "not chosen", "13 % (2 of 16)", "10 % (1 of 10)", "–"],
        ]),
        # what is not known is counted and has no share
        ("Has a *mayor*", [
            ["Yes", "chosen", "79 % (15 of 19)", "90 % (9 of 10)", "withheld"],
            ["No", "not chosen", "21 % (4 of 19)", "10 % (1 of 10)", "withheld"],
            ["Don&#x27;t know", "not chosen", "1", "0", "withheld"],
        ]),
        ("Who has power", [
            ["Council", "Much", "50 % (8 of 16)", "withheld", "–"],
            ["State", "–", "–", "–", "–"],
        ]),
        ("Where money comes from", [
            ["Taxes", "–", "–", "–", "–"],
            ["Fees", "Don&#x27;t know", "5", "–", "–"],
        ]),
        ("What comes first", [
            ["Homes", "2", "67 % (6 of 9)", "–", "–"],
            ["Jobs", "1", "33 % (3 of 9)", "–", "–"],
        ]),
        ("Staff", [["Staff", "420", "400 (100 to 9,000; n = 8)", "300 (90 to 8,000; n = 8)", "–"]]),
    ],
)  # fmt: skip
def test_its_answer_stands_beside_those_of_its_groups(question: str, rows: list[list[str]]) -> None:
    head, *made = rows_of(make_page("alpha"), question)
    assert head == ["Answer", "This government", "All", "Northland", "small"]
    assert made == rows


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("integer", "2021", ["2,021", "2,019 (2,017 to 2,020; n = 8)"]),
        ("year", "2021", ["2021", "2019 (2017 to 2020; n = 8)"]),
        ("decimal", "19747.96", ["19,748", "2,019 (2,017 to 2,020; n = 8)"]),
    ],
)
def test_a_number_is_written_as_on_the_page_of_all_answers(
    kind: str, value: str, said: list[str]
) -> None:
    quartiles = {"lower_quartile": 2017.0, "median": 2019.0, "upper_quartile": 2020.0}
    survey = replace(
        SURVEY,
        questions=SURVEY.questions.assign(
            kind=SURVEY.questions["kind"].mask(SURVEY.questions["question"] == "staff", kind)
        ),
        numbers=SURVEY.numbers.assign(**quartiles),
    )
    answers = ANSWERS.assign(value=ANSWERS["value"].mask(ANSWERS["item"] == "staff", value))
    page = make_page("alpha", replace(GOVERNMENTS, survey=survey, answers=answers))
    assert rows_of(page, "Staff")[1][1:3] == said


def test_a_matrix_of_two_sides_has_a_cell_for_each_pair() -> None:
    assert rows_of(make_page("alpha"), "Power, by policy") == [
        ["Subject", "City", "State"],
        ["Buses", "Much (9 of 12)", "–"],
        ["Taxes", "–", "–"],
    ]


def test_it_says_what_the_government_did_not_answer() -> None:
    page = make_page("beta")
    assert "The 7 questions that it did not answer, or was not asked" in page
    assert '<li><a href="#slow">What slows</a></li>' in page
    part = page[page.index("What slows</h3>") : page.index("What eases</h3>")]
    assert "It did not answer this question; 16 of 20 did." in part
    assert "<table" not in part
    assert "rows with respondent = beta. SHA-256 <code>digest of instruments/" in page
    # a question in words is on no page
    assert "What else" not in page


def test_a_government_that_is_in_the_surveys_of_residents_leads_there() -> None:
    assert "(<../../cities/aa001c.md>)" in make_page("alpha")
    assert "cities/" not in make_page("beta")
    slows = Highlight("slows", "slow", "What slows", ("Lack of funds & of grants", "The law"))
    eases = Highlight("eases", "ease", "What eases", ())
    page = "governments/towns-2003/alpha"
    assert answers_of_cities([GOVERNMENTS]) == {
        "AA001C": [Said("How towns are run", "2003 to 2004", page, [slows, eases])]
    }


def test_who_says_that_nothing_slows_it_is_said_to_have_said_so() -> None:
    counted = Counted(SURVEY)
    nothing = pick_highlights(counted, {"slow": {"none": ""}})[0]
    assert (nothing.chosen, nothing.nothing) == (("Nothing",), True)
    answers = pd.concat(
        [ANSWERS, pd.DataFrame([{"respondent": "gamma", "item": "slow", "value": "none"}])]
    )
    said = "**What slows its work (2003 to 2004):** it ticked ‘Nothing’ among the constraints"
    assert said in make_page("gamma", replace(GOVERNMENTS, answers=answers))


def test_who_did_not_answer_what_slows_or_what_eases_is_said_not_to_have_answered() -> None:
    opening = make_page("beta").split("##", 1)[0]
    for side in ("slows", "eases"):
        said = f"**What {side} its work (2003 to 2004):** it did not answer this question."
        assert opening.count(said) == 1
    # of a list on another subject nothing is said
    assert [one.side for one in pick_highlights(Counted(SURVEY), {})] == ["slows", "eases"]


def test_lists_asked_beside_what_slows_come_before_other_lists() -> None:
    lists = {"mayor": "Government", "first": "Challenges"}
    questions = SURVEY.questions
    asked = questions["question"].isin(lists)
    survey = replace(
        SURVEY,
        questions=questions.assign(
            kind=questions["kind"].mask(asked, "select_multiple"),
            section=questions["question"].map(lists).fillna(questions["section"]),
        ),
        facts={**SURVEY.facts, "eases": ""},
    )
    own = {"mayor": {"yes": ""}, "first": {"y": ""}}
    made = pick_highlights(Counted(survey), own)
    assert [(one.question, one.chosen) for one in made] == [
        ("slow", ()), ("first", ("Jobs",)), ("mayor", ("Yes",)),
    ]  # fmt: skip
    # who does not know has chosen nothing
    unsure = pick_highlights(Counted(survey), {"mayor": {"dk": ""}})
    assert [one.question for one in unsure] == ["slow"]
    both = Counted(replace(survey, facts=SURVEY.facts))
    assert [one.question for one in pick_highlights(both, own)] == ["slow", "ease", "first"]


def test_the_file_has_every_answer_with_its_groups() -> None:
    data = government_files([GOVERNMENTS], {}, RAW)["governments/towns-2003/alpha.csv"]
    assert isinstance(data, bytes)
    rows = read_records(data)
    # nine answers beside three groups
    assert len(rows) == 27
    (law,) = [row for row in rows if (row["value"], row["group"]) == ("law", "Northland")]
    assert (law["answer"], law["n"], law["base"]) == ("The law", "4", "10")
    (staff,) = [row for row in rows if (row["item"], row["dimension"]) == ("staff", "all")]
    assert (staff["value"], staff["median"], staff["n"]) == ("420", "400.0", "")


def test_the_index_has_all_of_them_by_country_and_on_the_map() -> None:
    page = rendered(index_files([GOVERNMENTS])["governments/towns-2003/index.md"])
    assert "3 have a page here with their answers, in 2 countries" in page
    places = [
        page.index(part) for part in ("Aland (2)", ">Alpha<", ">Ålpha<", "Beland (1)", ">Beta<")
    ]
    assert places == sorted(places)
    drawn = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"><title>', page)
    assert drawn == [("alpha.html", "Alpha, Aland"), ("beta.html", "Beta, Beland")]
    assert "1 stands in the list alone" in page


def test_the_index_says_who_answered_and_what_each_group_named_most() -> None:
    page = rendered(index_files([GOVERNMENTS])["governments/towns-2003/index.md"])
    table = page[page.index("by region, and what") :]
    assert "<td>Northland" not in table
    assert re.findall(r"<th[^>]* scope=\"row\"[^>]*>(\w+)</th>", table)[:2] == [
        "Northland",
        "Southland",
    ]
    assert "Lack of people</th>" in table
    assert "90 % (9 of 10)" in table
    # what eases is counted of all alone
    assert "easing" not in table


def test_where_nobody_is_shown_by_name_there_is_the_index_alone() -> None:
    nobody = Governments(SURVEY, CITIES.head(0), ANSWERS.head(0), {"2005": "2005"}, small.COAST)
    assert government_files([nobody], {}, RAW) == {}
    page = rendered(index_files([nobody])["governments/towns-2003/index.md"])
    assert "No government has a page of its own" in page
    assert "On a map" not in page


def test_words_of_the_survey_stay_words() -> None:
    one = Governments(
        governing.survey(title=NASTY, asked_by=NASTY, wording=NASTY),
        CITIES.assign(city=NASTY, region=NASTY), ANSWERS, {"2005": NASTY}, small.COAST,
    )  # fmt: skip
    index = rendered(index_files([one])["governments/towns-2003/index.md"])
    for text in (make_page("alpha", one), index):
        assert "<b>" not in text
        # in HTML marks of Markdown are no marks
        prose = re.sub("<(svg|div|h3|li|p)[ >].*?</\\1>", "", text, flags=re.DOTALL)
        assert "{ref}" not in prose.replace(r"\{ref}", "")
        assert "*bold*" not in prose.replace(r"\*bold\*", "")
