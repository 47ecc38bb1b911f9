"""Pages of cities: the invented ones worked out on paper, and numbers of the real ones followed back to their raw rows."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import invented
import pytest
import yaml
from conftest import ROOT, edit
from invented import rewrite
from kept import keep_results
from rendered import rendered

from quire.core.project import Project
from quire.core.steps import RECORD, write_record
from quire.pipeline.preparation import prepare
from quire.tables.origins import RawFiles, RawRows
from quire.tables.schemas import read_schemas
from quire.text.markup import escape_html, escape_myst
from studylib.data.editions import list_editions
from studylib.pages.city_figures import FIGURES, page_name
from studylib.pages.city_pages import city_files, pages_of_practices
from studylib.pages.city_tables import CityTables, city_tables
from studylib.pages.columns_page import check_columns
from studylib.pages.government_highlights import Highlight, Said
from studylib.pages.practice_pages import practice_pages

NASTY = "<script>alert(1)</script> {{ x }} `y` *z* | a"


def tables(project: Project) -> CityTables:
    prepare(project)
    keep_results(project)
    editions = list_editions(project)
    found = city_tables(project, editions, {each.id: each.id for each in editions})
    assert found is not None
    return found


def files(project: Project) -> dict[str, str]:
    made = city_files(tables(project), RawFiles(project))
    return {
        name: page.decode() if isinstance(page, bytes) else rendered(page)
        for name, page in made.items()
    }


def plain_files(project: Project) -> dict[str, str]:
    """Files in which cells of tables do not say what they are to screen readers."""
    return {name: re.sub(r' role="[a-z]+"', "", page) for name, page in files(project).items()}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("cities") / "study"
    for part in ("raw", "schema"):
        shutil.copytree(ROOT / "data" / part, root / "data" / part)
    shutil.copy(ROOT / "pyproject.toml", root)
    return Project(root)


@pytest.fixture(scope="module")
def real_files(real: Project) -> dict[str, str]:
    return files(real)


def raw_table(project: Project, name: str) -> list[dict[str, str]]:
    with (project.raw / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def corrected_places(project: Project) -> dict[tuple[str, str], str]:
    """The city of every row of the table of answers, by wave and place: as printed, or as the sidecar corrects it."""
    city = {
        (row["wave"], row["place"]): row["city_code"]
        for row in raw_table(project, "survey_places")
        if row["place"]
    }
    papers = yaml.safe_load((project.raw / "survey_places.yml").read_text("utf-8"))
    for each in papers.get("corrections", []):
        if each["column"] == "city_code":
            city[each["row"]["wave"], each["row"]["place"]] = each["new"]
    return city


def raw_rows(project: Project) -> dict[tuple[str, str, str], dict[str, str]]:
    """Rows of single answers by wave, item and city."""
    city = corrected_places(project)
    return {
        (row["wave"], row["item"], city[row["wave"], row["place"]]): row
        for row in raw_table(project, "perception")
    }


def share(row: dict[str, str], *answers: str) -> float:
    """Some answers together, in per cent of the residents whom the question concerns."""
    asked = 100 - float(row["not_applicable_pct"] or 0)
    return 100 * sum(float(row[f"{each}_pct"] or 0) for each in answers) / asked


class TestInvented:
    @pytest.fixture
    def page(self, study: Project) -> str:
        return plain_files(study)["cities/aa001c.md"]

    def test_it_leads_to_what_the_government_answered(self, study: Project) -> None:
        slows = Highlight("slows", "slow", "What slows", ("Lack of <b>", "The law"))
        use = Highlight("", "use", "What it uses", ("None",), nothing=True)
        said = Said("Towns <b>", "2003", "governments/towns-2003/alpha", [slows, use])
        answered = {"AA001C": [said]}
        made = city_files(tables(study), RawFiles(study), answered)
        page, other = (made[f"cities/{code}.md"] for code in ("aa001c", "bb001c"))
        assert not isinstance(page, bytes)
        assert not isinstance(other, bytes)
        text = rendered(page)
        assert "- **What slows its work (2003):** Lack of \\<b\\> and The law." in text
        assert (
            "- **What it uses (2003):** it ticked ‘None’ among the answers that were offered."
            in text
        )
        assert (
            "*Towns \\<b\\>*, 2003. [All its answers](<../governments/towns-2003/alpha.md>)" in text
        )
        assert "Its government is in no survey of city governments" in rendered(other)
        # the printed sheet ends at a mark that is no empty paragraph
        assert '<div class="study-off-sheet"></div>' in text

    def test_it_says_in_which_surveys_the_city_is_and_what_is_missing(
        self, study: Project, page: str
    ) -> None:
        assert (
            '2002</a></th><td class="number">2001</td><td>First survey</td><td>2 of 2</td><td>nothing</td>'
            in page
        )
        gamma = plain_files(study)["cities/bb001c.md"]
        # the second survey asked jobs and parks; there is no row of parks for Gamma
        assert "<td>1 of 2</td><td>not in this copy: Parks</td>" in gamma
        delta = plain_files(study)["cities/bb002c.md"]
        assert "<td>none</td><td>–</td><td>city not in this survey</td>" in delta

    def test_figures_of_another_survey_are_marked_and_compared_with_none_of_the_editions(
        self, study: Project
    ) -> None:
        # Gamma is asked by another survey in the second wave: its jobs are 40 per cent there, and 20 in the first
        framework = study.raw / "framework"
        other = "three,second,False,Survey of Gamma,An office,BB,by post,,,,1,,,400,invented,a table,https://example.org/3\n"
        surveys = framework / "surveys.csv"
        text = surveys.read_text("utf-8").replace(
            "two,second,True,Second survey,Nobody,,telephone,15,,,3",
            "two,second,True,Second survey,Nobody,,telephone,15,,,2",
        )
        surveys.write_text(text + other, "utf-8")
        edit(
            framework / "comparability.csv",
            "jobs,two,",
            "jobs,three,jobs,beside,another survey,team,2002-03-04\njobs,two,",
        )
        rewrite(
            study.raw,
            "survey_places",
            "second,BB001C,BB001C,city,two",
            "second,BB001C,BB001C,city,three",
        )
        gamma = plain_files(study)["cities/bb001c.md"]
        assert "<td>Survey of Gamma</td><td>1</td><td>its figures are of another survey" in gamma
        assert "another survey than the edition&#x27;s" in gamma
        assert "nothing is compared" in gamma.lower()
        rows = list(csv.DictReader(io.StringIO(plain_files(study)["cities/bb001c.csv"])))
        (beside,) = [row for row in rows if row["survey"] == "three"]
        assert (beside["item"], beside["favourable_pct"], beside["missing"]) == ("jobs", "40.0", "")
        # no other page knows it: of the cities of its country, Delta is alone in the survey of the edition
        assert "40.0" not in plain_files(study)["cities/bb002c.md"]

    def test_a_city_and_the_greater_city_are_not_compared(self, study: Project) -> None:
        rewrite(
            study.raw,
            "survey_places",
            "second,AA001C,AA001C,city",
            "second,AA001C,AA001C,greater city",
        )
        page = plain_files(study)["cities/aa001c.md"]
        assert "Second survey; area surveyed: greater city" in page
        assert "Nothing is compared here" in page

    def test_it_names_the_city_in_every_language_and_for_the_search(self, page: str) -> None:
        assert page.startswith("---\norphan: true\n---\n")
        assert "```{index} ! single: Alfa\n```" in page
        assert '<p class="city-names">Other names: <span lang="en">Alfa</span></p>' in page

    def test_scores_stand_beside_other_cities_only_where_there_are_enough(self, page: str) -> None:
        # jobs: 50 + (60 - 30) / 2 = 65; the other city of the country has 50 + (50 - 50) / 2 = 50
        assert re.search(
            r'<th scope="row">Economy</th><td class="number">65\.0</td>.*?<td>50\.0 \(1 city\)</td>',
            page,
        )
        # theft is good where few say yes: 50 + (88 - 10) / 2 = 89, the other city has 50 + (80 - 20) / 2 = 80
        assert re.search(
            r'<th scope="row">Living</th><td class="number">89\.0</td>.*?<td>80\.0 \(1 city\)</td>',
            page,
        )
        assert "too few similar cities" in page.lower()
        assert 'aria-label="Economy: score 65.0 of 100, interval ' in page
        assert "median of other cities, Aland: 50.0." in page

    def test_it_leads_to_the_citys_own_practice_and_that_leads_back(
        self, study: Project, page: str
    ) -> None:
        # the practice is of the city of this name in this country; another country has other cities of the name
        assert (
            "## Good practices of this city\n\n- [Alpha\\: the map that residents draw](<../practices/alpha-map.md>)"
            in page
        )
        assert "Good practices of this city" not in plain_files(study)["cities/aa002c.md"]
        own = pages_of_practices(tables(study))
        assert own == {"alpha-map": "cities/aa001c.md"}
        assert "\n[Alpha](</cities/aa001c.md>), Aland\n" in rendered(
            practice_pages(study, own)["practices/alpha-map.md"]
        )

    def test_another_name_of_a_city_does_not_take_the_place_of_a_city(self, study: Project) -> None:
        # Alpha is now also called Beta, as its neighbour is
        edit(study.raw / "framework/city_names.csv", "AA001C,Alfa", "AA001C,Beta")
        invented.write_yaml(
            study.raw / "practices" / "alpha-map.yml",
            {**invented.PRACTICE, "city": "Beta", "title": "Beta: a map"},
        )
        assert pages_of_practices(tables(study)) == {"alpha-map": "cities/aa002c.md"}

    def test_a_practice_finds_its_city_by_another_name_and_in_its_country_only(
        self, study: Project
    ) -> None:
        for changes, found in (
            ({"city": "alfa", "title": "alfa: a map"}, True),
            ({"country": "BB"}, False),
            ({"city": "Gamma", "title": "Gamma: a map"}, False),
        ):
            invented.write_yaml(
                study.raw / "practices" / "alpha-map.yml", {**invented.PRACTICE, **changes}
            )
            assert bool(pages_of_practices(tables(study))) == found, changes

    def test_a_change_is_one_where_its_interval_leaves_out_zero(
        self, study: Project, page: str
    ) -> None:
        # 60 to 70 with 400 residents each: 10 more, and 6.6 to both sides
        assert re.search(
            r'Jobs</th><td class="number">2001 to 2004</td>.*60\.0.*70\.0.*\+10\.0</td>.*\+3\.4 to \+16\.6</td><td>changed</td>',
            page,
        )
        beta = plain_files(study)["cities/aa002c.md"]
        assert "Nothing is compared here" in beta

    def test_cells_name_their_raw_rows_and_the_page_the_file_and_its_digest(
        self, study: Project, page: str
    ) -> None:
        assert 'data-wave="second" data-item="parks">90.0</span></td>' in page
        assert RawFiles(study).digest(RawRows("perception.csv")) in page
        assert (
            "rows with wave = first and place = AA001C or wave = second and place = AA001C" in page
        )

    def test_its_file_has_every_figure_also_the_missing_ones(self, study: Project) -> None:
        rows = list(csv.DictReader(io.StringIO(plain_files(study)["cities/aa001c.csv"])))
        assert tuple(rows[0]) == FIGURES
        # three items in two surveys
        assert len(rows) == 6
        found = {(row["edition"], row["item"]): row for row in rows}
        assert found["2002", "theft"]["favourable_pct"] == "88.0"
        assert found["2002", "theft"]["wave_year"] == "2001"
        assert found["2002", "theft"]["base"] == "all answers"
        assert found["2002", "theft"]["survey"] == "one"
        assert found["2002", "parks"]["missing"] == "not asked in this survey"

    def test_every_city_in_some_survey_has_a_page_and_no_other(self, study: Project) -> None:
        rewrite(
            study.raw,
            "cities",
            "BB002C,Delta,BB,21,41\n",
            "BB002C,Delta,BB,21,41\nBB003C,Omega,BB,,\n",
        )
        names = {name for name in files(study) if name.endswith(".md")}
        assert names == {f"cities/{code}.md" for code in ("aa001c", "aa002c", "bb001c", "bb002c")}

    def test_words_from_files_stay_words(self, study: Project) -> None:
        rewrite(study.raw, "cities", "AA001C,Alpha", f'AA001C,"{NASTY}"')
        names = study.raw / "framework" / "city_names.csv"
        names.write_text(
            names.read_text("utf-8").replace("AA001C,Alfa", f'AA001C,"{NASTY}2"'), "utf-8"
        )
        page = plain_files(study)["cities/aa001c.md"]
        said = re.sub(r"```\{index\}.*?\n```\n", "", page)
        assert not re.search(r"(?<!\\)<script", said)
        assert f"# {escape_myst(NASTY)}" in page
        assert escape_html(f"{NASTY}2") in page


class TestReal:
    def test_every_city_of_a_survey_has_its_page(
        self, real: Project, real_files: dict[str, str]
    ) -> None:
        codes = {code for _, _, code in raw_rows(real) if code}
        codes |= {row["city_code"] for row in raw_table(real, "perception_shares")}
        assert {f"cities/{page_name(code)}.md" for code in codes} == {
            name for name in real_files if name.endswith(".md")
        }

    def test_every_number_with_an_origin_is_that_of_its_raw_row(
        self, real: Project, real_files: dict[str, str]
    ) -> None:
        raw = raw_rows(real)
        single: dict[tuple[str, str, str], set[float]] = {}
        for row in raw_table(real, "perception_shares"):
            single.setdefault((row["wave"], row["item"], row["city_code"]), set()).add(
                float(row["positive_pct"])
            )
        directions = {row["node"]: row["direction"] for row in raw_table(real, "framework/tree")}
        checked = 0
        for code in sorted({code for _, _, code in raw if code})[::7]:
            page = real_files[f"cities/{page_name(code)}.md"]
            for wave, item, shown in re.findall(
                r'data-wave="([^"]+)" data-item="([^"]+)">([\d.]+)<', page
            ):
                whole = raw.get((wave, item, code))
                if whole is None:
                    assert (
                        min(abs(each - float(shown)) for each in single[wave, item, code]) < 0.0501
                    ), (
                        code,
                        wave,
                        item,
                    )
                elif "u:" not in whole["flags"]:
                    sides = (
                        ("agree_strongly", "agree")
                        if directions[item] == "1"
                        else ("disagree", "disagree_strongly")
                    )
                    # what is compared is of the residents who took a side, where one survey has no other shares
                    valid = (
                        100
                        * share(whole, *sides)
                        / share(whole, "agree_strongly", "agree", "disagree", "disagree_strongly")
                    )
                    assert (
                        min(abs(share(whole, *sides) - float(shown)), abs(valid - float(shown)))
                        < 0.0501
                    ), (
                        code,
                        wave,
                        item,
                    )
                checked += 1
        assert checked > 1000

    def test_no_page_puts_cities_in_an_order_of_merit(self, real_files: dict[str, str]) -> None:
        merit = re.compile(r"\b(?:best|worst|rank|ranks|ranked|top|bottom|league|better|winner)\b")
        pages = {name: page for name, page in real_files.items() if name.endswith(".md")}
        assert len(pages) > 50
        assert {name for name, page in pages.items() if merit.search(page)} == set()

    def test_every_column_of_the_file_is_described(self) -> None:
        check_columns(read_schemas(Project(ROOT)).dictionary, {"cities": FIGURES})

    def test_pages_are_small(self, real_files: dict[str, str]) -> None:
        assert max(len(page.encode()) for page in real_files.values()) < 70_000


def test_without_a_survey_there_are_no_cities(tmp_path: Path, study: Project) -> None:
    for path in (study.raw / "editions").glob("*.yml"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"^wave: .*$", "wave: null", text, flags=re.MULTILINE), "utf-8")
    prepare(study)
    editions = list_editions(study)
    assert city_tables(study, editions, {each.id: each.id for each in editions}) is None


def test_pages_of_cities_take_what_the_run_took_where_an_edition_gives_no_value(
    study: Project,
) -> None:
    tables(study)
    given = {"2002": {"confidence_pct": 90}, "2005": {"country_min_cities": 2}}
    for edition, parameters in given.items():
        record = study.runs / edition / "results" / RECORD
        write_record(record, {"parameters": parameters}, {})
    found = city_tables(study, list_editions(study), dict.fromkeys(given, "an edition"))
    assert found is not None
    one, two = found.editions
    assert (one.confidence_pct, two.country_min_cities) == (90.0, 2)
