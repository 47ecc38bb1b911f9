"""The pages on practices, as text: every word of a file is shown as it stands, and nothing is left without its source."""

from __future__ import annotations

import copy
import csv
import io
import re
from pathlib import Path
from typing import Any

import invented
import pytest
from conftest import ROOT
from rendered import rendered

from quire.core.project import Project
from studylib.data.goals import GOALS
from studylib.data.practices import Evidence
from studylib.pages.practice_pages import CATALOGUE, Catalogue, practice_pages

NASTY = 'Maps *bold* {ref}`x` [a](b) & "quoted" | $1$'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    invented.write_raw(tmp_path)
    return Project(tmp_path)


def written(project: Project, **changes: Any) -> dict[str, str]:
    practice = {**copy.deepcopy(invented.PRACTICE), **changes}
    invented.write_yaml(project.raw / "practices" / "alpha-map.yml", practice)
    return {name: rendered(page) for name, page in practice_pages(project).items()}


def test_a_practice_says_what_when_who_says_so_and_what_can_be_doubted(project: Project) -> None:
    page = written(project)["practices/alpha-map.md"]
    assert "· 900 residents (2001) [\\[1\\]](<#source-alpha-map-1>)\n" in page
    assert (
        "1. 12 maps\\. [\\[2\\]](<#source-alpha-map-2>)\n\n   **Doubt:** Its own count\\." in page
    )
    assert "- Pens\\. *(the study team's own reading)*" in page
    assert (
        "(source-alpha-map-2)=\n**2.** The paper. Press. [example\\.org](<https://example.org/p>), read 2002\\-03\\-04."
        in page
    )


def test_a_practice_that_a_city_handed_in_says_so(project: Project) -> None:
    sources: Any = copy.deepcopy(invented.PRACTICE["sources"])
    sources["paper"]["address"] = None
    page = written(project, handed_in="2002", sources=sources, sdgs=[9])["practices/alpha-map.md"]
    assert "The city handed this in for 2002; nobody else has checked it." in page
    assert "9 Industry, Innovation and Infrastructure (named by the city)\n" in page.replace(
        "\\", ""
    )
    assert "**2.** The paper. Press. Handed in on 2002\\-03\\-04.\n" in page
    others = written(project, sdgs=[9])["practices/alpha-map.md"]
    assert "handed" not in others
    assert "Infrastructure (assigned by the study team)\n\n## What was done" in others


def test_text_of_files_is_escaped_on_both_kinds_of_page(project: Project) -> None:
    pages = written(project, title=f"{NASTY}: a", summary=NASTY, city=NASTY)
    assert "{ref}`x`" not in pages["practices/alpha-map.md"]
    assert "\\*bold\\* \\{ref\\}\\`x\\`" in pages["practices/alpha-map.md"]
    card = pages[CATALOGUE]
    assert ">Maps *bold* {ref}`x` [a](b) &amp; &quot;quoted&quot; | $1$: a</a>" in card


def test_what_is_not_known_says_so(project: Project) -> None:
    changed = written(
        project, population=None, status="unknown", done=[{"text": "A.", "sources": ["office"]}]
    )
    page = changed["practices/alpha-map.md"]
    assert "· number of residents not known from the sources\n" in page
    assert "· today: not known from the sources\n" in page
    assert 'data-size="not known"' in changed[CATALOGUE]
    assert '<option value="not known">not known</option>' in changed[CATALOGUE]


def test_the_catalogue_has_every_practice_and_its_filters_wait_for_the_script(
    project: Project,
) -> None:
    page = written(project)[CATALOGUE]
    assert '<form class="practice-filters" id="practice-filters" hidden>' in page
    assert (
        '<li id="practice-alpha-map" data-area="economy" data-lever="data skills" data-sdg="11" data-evidence="counts" '
        'data-region="Europe" data-size="small">' in page
    )
    assert "<small>what the city used for it" in page
    assert '<input type="search" name="words"' in page
    assert "| Economy | 1 | 1 |" in page
    assert "| Living | none | none |" in page
    assert '<option value="skills">Skills</option>' in page
    assert '<option value="living">' not in page


def test_a_page_opens_with_the_result_then_its_doubt_and_then_what_it_is(project: Project) -> None:
    changes = {"sums_up": [1, 2], "evidence": "before and after"}
    page = written(
        project,
        result={**invented.PRACTICE["result"], **changes},
        results=[
            *invented.PRACTICE["results"],
            {"text": "Maps hang.", "sources": ["office"], "doubt": None},
        ],
    )["practices/alpha-map.md"].replace("\\", "")
    assert page.startswith(
        "# Alpha: the map that residents draw\n\n:::{div} study-opening\n"
        "12 maps came of it. [[1]](<#source-alpha-map-1>) [[2]](<#source-alpha-map-2>)\n:::\n\n"
        "Compared before and after: at least one of results 1 and 2 below. **Doubt:** The city counted itself.\n\nResidents draw a map.\n"
    )
    assert page.index("Residents draw") < page.index("practice-facts") < page.index("## What was")


def test_what_was_compared_is_named_and_stands_in_its_own_words(project: Project) -> None:
    changes = {"sums_up": [1, 2], "evidence": "comparison", "compared": 2}
    page = written(
        project,
        result={**invented.PRACTICE["result"], **changes},
        results=[
            *invented.PRACTICE["results"],
            {"text": "More maps than in Beta.", "sources": ["office"], "doubt": None},
        ],
    )["practices/alpha-map.md"].replace("\\", "")
    assert (
        ":::\n\n**Doubt:** The city counted itself.\n\n"
        "Measured beside places, people or times without it (result 2 below). "
        "More maps than in Beta. [[1]](<#source-alpha-map-1>)\n\nResidents draw a map.\n"
    ) in page


def test_a_result_without_doubt_has_no_word_on_it(project: Project) -> None:
    pages = written(
        project,
        result={**invented.PRACTICE["result"], "doubt": None},
        results=[{"text": "12 maps.", "sources": ["paper"], "doubt": None}],
    )
    assert "**Doubt:**" not in pages["practices/alpha-map.md"]
    assert 'class="doubt"' not in pages[CATALOGUE]


def test_goals_have_the_names_that_cities_read_in_the_questionnaire() -> None:
    read = (ROOT / "src/studylib/questionnaire/starter/choices.csv").read_text(encoding="utf-8")
    labels = [
        row["label::English (en)"]
        for row in csv.DictReader(io.StringIO(read))
        if row["list_name"] == "sdg"
    ]
    assert [f"{number}. {name}".lower() for number, name in GOALS.items()] == [
        label.lower() for label in labels
    ]


class TestSeveral:
    """Three practices, two of them of one city."""

    @pytest.fixture
    def page(self, project: Project) -> str:
        one = invented.PRACTICE
        for id_, city, evidence in (
            ("beta-bus", "Beta", "comparison"),
            ("alpha-bus", "Alpha", "model"),
        ):
            invented.write_yaml(
                project.raw / "practices" / f"{id_}.yml",
                {
                    **copy.deepcopy(one),
                    "id": id_,
                    "title": f"{city}: the bus",
                    "city": city,
                    "sdgs": [11, 13],
                    "place": None if city == "Beta" else one["place"],
                    "result": {
                        **one["result"],
                        "text": "Maps and 12 buses came of it.",
                        "sums_up": [1, 2],
                        "evidence": evidence,
                        "compared": 2 if evidence == "comparison" else None,
                    },
                    "results": [
                        *one["results"],
                        {
                            "text": "12 buses less than elsewhere.",
                            "sources": ["paper"],
                            "doubt": "Elsewhere is richer.",
                        },
                    ],
                },
            )
        return written(
            project,
            title="Alpha: the map & a 2 < 3",
            result={**one["result"], "evidence": "accounts"},
        )[CATALOGUE]

    def test_it_opens_with_how_often_an_effect_was_measured(self, page: str) -> None:
        opening = page.partition(":::{div} study-opening")[2].partition(":::")[0]
        assert opening.split("\n")[1:-1] == [
            "1 practice of 3 has a result that was measured beside places, people or times without it.",
            "What came of the others is known from before and after (0), a model (1), counts of use or work (0) or accounts (1).",
        ]
        # the line of result also sums up what nobody compared
        (named,) = [line for line in page.splitlines() if line.startswith("- **[Beta")]
        assert named.replace("\\", "") == (
            "- **[Beta: the bus](<beta-bus.md>).** 12 buses less than elsewhere. "
            "*Doubt: Elsewhere is richer.*"
        )

    def test_where_nothing_was_measured_it_says_just_that(self, project: Project) -> None:
        page = written(project)[CATALOGUE]
        opening = page.partition(":::{div} study-opening")[2]
        assert opening.startswith(
            "\nNone of the practices on record (1) has a result that was measured beside places, people or times without it.\n"
        )

    def test_a_city_is_one_dot_and_leads_to_its_cards_if_they_are_several(self, page: str) -> None:
        dots = re.findall(r'<a href="([^"]*)" aria-label="([^"]*)"><title>', page)
        assert dots == [("#practice-alpha-bus", "Alpha: 2 practices")], "Beta has no place"
        assert '<li id="practice-alpha-bus"' in page

    def test_goals_and_evidence_are_filters_in_their_own_order(self, page: str) -> None:
        options = re.findall(r'<option value="([^"]*)">', page)
        assert [one for one in options if one in ("11", "13")] == ["11", "13"]
        kinds = [one for one in options if one in list(Evidence)]
        assert kinds == ["comparison", "model", "accounts"]

    def test_all_stand_in_a_table_and_the_best_known_are_chosen_for_the_script(
        self, page: str
    ) -> None:
        table = page.partition('id="practice-table"')[2].partition("</table>")[0]
        assert re.findall(r'data-practice="([^"]*)"', table) == [
            "alpha-bus",
            "alpha-map",
            "beta-bus",
        ]
        assert "Alpha: the map &amp; a 2 &lt; 3</a></th>" in table
        assert all(f"--head-{place}: " in table for place in range(2, 9)), (
            "heads of a phone's cards"
        )
        assert table.count("<ul><li>Pens.</li></ul>") == 3
        chosen = re.findall(r'<option value="([^"]*)" selected>', page)
        assert chosen == ["beta-bus", "alpha-bus"]


def test_without_practices_there_are_no_pages(project: Project) -> None:
    (project.raw / "practices" / "alpha-map.yml").unlink()
    assert practice_pages(project) == {}


def test_related_practices_say_why(project: Project) -> None:
    other = {
        **copy.deepcopy(invented.PRACTICE),
        "id": "beta-map",
        "title": "Alpha: another map",
        "levers": ["skills"],
    }
    invented.write_yaml(project.raw / "practices" / "beta-map.yml", other)
    page = written(project)["practices/alpha-map.md"]
    assert "- [Alpha\\: another map](<beta-map.md>): also on Economy, with the lever skills" in page


def test_a_line_of_result_names_the_sources_of_what_it_sums_up_alone(project: Project) -> None:
    more = {"text": "Maps hang.", "sources": ["office"], "doubt": None}
    line = {**invented.PRACTICE["result"], "sums_up": [1]}
    page = written(project, result=line, results=[*invented.PRACTICE["results"], more])
    opening = page["practices/alpha-map.md"].partition(":::{div} study-opening\n")[2]
    assert opening.replace("\\", "").startswith(
        "12 maps came of it. [[2]](<#source-alpha-map-2>)\n:::"
    )


def test_cities_of_one_name_in_two_countries_are_two(project: Project) -> None:
    other = {"id": "alpha-bus", "title": "Alpha: the bus", "country": "BB"}
    practice = {**copy.deepcopy(invented.PRACTICE), **other}
    invented.write_yaml(project.raw / "practices" / "alpha-bus.yml", practice)
    catalogue = practice_pages(project)[CATALOGUE]
    assert isinstance(catalogue, Catalogue)
    assert catalogue.cities == 2
    dots = re.findall(r'<a href="([^"]*)" aria-label="([^"]*)"><title>', rendered(catalogue))
    assert sorted(address for address, _title in dots) == ["alpha-bus.html", "alpha-map.html"]
