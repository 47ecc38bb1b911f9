"""A new edition from its first files to the published book, by files alone."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, edit
from invented import rewrite

from quire.book import build
from quire.core.errors import Faults, StudyError
from quire.core.project import Project
from quire.pipeline.driver import look, run_study
from studylib.checklist import as_text, checklist
from studylib.cli import main
from studylib.data.raw import check
from studylib.new_edition import UNDECIDED, new_edition

DAY = datetime.date(2009, 1, 5)
FILES = [
    "incoming/2009/cities.csv",
    "raw/editions/2009.yml",
    *(f"raw/preparation/2009/{each}.csv" for each in ("choices", "settings", "survey")),
]
REPORT = [f"incoming/2009/{each}.csv" for each in ("activities", "dissemination")]
"""What only the report to the World Secretariat is made of."""


def states(project: Project, edition: str = "2009") -> dict[str, bool]:
    return {each.title: each.done for each in checklist(project, edition)}


class TestFiles:
    def test_they_pass_the_check_and_say_what_goes_where(self, study: Project) -> None:
        made = new_edition(study, "2009", DAY)
        assert [path.relative_to(study.raw.parent).as_posix() for path in made] == sorted(
            [*FILES, *REPORT]
        )
        check(study)
        text = (study.raw / "editions/2009.yml").read_text("utf-8")
        assert sum("#" in line for line in text.splitlines()) > 15
        data = yaml.safe_load(text)
        # the areas there are, and the choices of the latest edition
        assert (data["areas"], data["choices"]) == (["economy", "living"], {"least": 2})
        assert (data["status"], data["subject"], data["year"]) == (
            "in preparation",
            UNDECIDED,
            2009,
        )
        assert data["participants"]["cities"] is None

    def test_what_a_kill_left_of_them_is_gone_on_with(self, study: Project) -> None:
        made = new_edition(study, "2009", DAY)
        (study.raw / "editions/2009.yml").unlink()
        made[0].unlink()
        (made[1].parent / f".{made[1].name}.new-killed").touch()
        assert new_edition(study, "2009", DAY) == made
        assert not list(study.raw.parent.rglob(".*.new-*"))
        with pytest.raises(StudyError, match="study checklist 2009"):
            new_edition(study, "2009", DAY)

    def test_files_of_somebody_are_not_written_over(self, study: Project) -> None:
        made = new_edition(study, "2009", DAY)
        (study.raw / "editions/2009.yml").unlink()
        made[0].write_text("mine")
        with pytest.raises(StudyError, match="move these files away"):
            new_edition(study, "2009", DAY)
        assert made[0].read_text() == "mine"

    def test_none_is_there_where_one_cannot_be_written(self, study: Project) -> None:
        before = sorted(study.raw.parent.rglob("*"))
        (study.raw / "preparation").touch()
        with pytest.raises(OSError, match="preparation"):
            new_edition(study, "2009", DAY)
        (study.raw / "preparation").unlink()
        assert sorted(study.raw.parent.rglob("*")) == before
        with pytest.raises(StudyError, match="has 250 letters"):
            new_edition(study, "2" * 250, DAY, 2009)

    def test_a_commented_step_of_the_calendar_can_be_uncommented(self, study: Project) -> None:
        new_edition(study, "2009", DAY)
        edit(study.raw / "editions/2009.yml", "    # - {step: Cities", "    - {step: Cities")
        check(study)

    @pytest.mark.parametrize(
        ("id", "year", "said"),
        [
            ("../2009", None, "no valid id"),
            ("2002", None, "there already: data/raw/editions/2002.yml"),
            ("pilot", None, "say it: --year 2027"),
            ("study", 2009, "name of the runs across editions"),
            ("next", 2009, "name of whichever edition is in preparation"),
        ],
    )
    def test_an_id_that_cannot_be_used_writes_nothing(
        self, study: Project, id: str, year: int | None, said: str
    ) -> None:
        before = sorted(study.raw.rglob("*"))
        with pytest.raises(StudyError, match=said):
            new_edition(study, id, DAY, year)
        assert sorted(study.raw.rglob("*")) == before

    def test_an_id_that_is_no_year_can_be_given_one(self, study: Project) -> None:
        new_edition(study, "pilot", DAY, 2009)
        assert yaml.safe_load((study.raw / "editions/pilot.yml").read_text("utf-8"))["year"] == 2009

    @pytest.mark.parametrize("file", FILES)
    def test_removing_what_is_needed_is_reported_with_its_name(
        self, study: Project, file: str
    ) -> None:
        new_edition(study, "2009", DAY)
        (study.raw.parent / file).unlink()
        with pytest.raises(Faults) as raised:
            check(study)
        said = str(raised.value)
        assert "2009" in said
        # without the edition's own file it is the folder that belongs to nothing
        assert file.removeprefix("raw/editions/").removesuffix(".yml") in said


class TestChecklist:
    def test_an_empty_edition_has_its_files_and_little_else(self, study: Project) -> None:
        new_edition(study, "2009", DAY)
        done = {title for title, done in states(study).items() if done}
        assert done == {"Files of the edition", "Questionnaire", "study check"}
        said = as_text("2009", checklist(study, "2009"))
        assert said.startswith(
            "Edition 2009: 3 of 21 steps done\n  1. done  Files of the edition: data/raw/editions/2009.yml\n"
        )
        assert (
            "\n  6. open  Cities invited: no cities\n           fill in data/incoming/2009/cities.csv, a row each\n"
            in said
        )

    def test_every_open_step_says_what_to_do(self, study: Project) -> None:
        new_edition(study, "2009", DAY)
        steps = {each.title: each.todo for each in checklist(study, "2009") if not each.done}
        assert all(steps.values())
        commands = {title: todo for title, todo in steps.items() if todo.startswith("study")}
        assert {title: todo.split()[1] for title, todo in commands.items()} == {
            "Form": "form",
            "Answers in": "intake",
            "Closed": "close",
            "Runs up to date": "run",
            "Internal book read": "book",
            "Page in the book": "book",
            "Values frozen": "freeze",
            "Report to the World Secretariat": "report",
        }

    def test_steps_are_done_by_what_the_files_hold(self, study: Project) -> None:
        new_edition(study, "2009", DAY)
        folder = study.incoming / "2009"
        edit(study.raw / "editions/2009.yml", UNDECIDED, "Night trains")
        edit(study.raw / "editions/2009.yml", "    # - {step: Cities", "    - {step: Cities")
        with (folder / "cities.csv").open("a", encoding="utf-8") as file:
            file.write(
                "alpha,Alpha,AA,900,,2009-01-02,,,,\nbeta,Beta,AA,,,2009-01-02,2009-01-04,,,\n"
            )
        (folder / "answers.csv").write_text("participant,item,value\n", "utf-8")
        (study.build / "forms/2009").mkdir(parents=True)
        (study.build / "forms/2009/form.pdf").touch()
        done = states(study)
        some = ("Subject", "Calendar", "Form", "Cities invited", "Doubts decided", "study check")
        assert [each for each in some if not done[each]] == []
        assert not done["Answers in"]
        edit(folder / "cities.csv", "AA,900,,2009-01-02,,", "AA,900,,2009-01-02,2009-01-05,")
        (folder / "doubts.csv").write_text("doubt,what\nd1,which city\n", "utf-8")
        done = states(study)
        assert (done["Answers in"], done["Doubts decided"], done["Closed"]) == (True, False, False)
        (folder / "doubts.csv").write_bytes("doubt;city\r\nd1;Älpha\r\n".encode("cp1252"))
        assert not states(study)["Doubts decided"]

    def test_a_report_of_another_edition_is_none_of_this_one(self, study: Project) -> None:
        new_edition(study, "2009", DAY)
        step, folder = "Report to the World Secretariat", study.build / "internal/report"
        folder.mkdir(parents=True)
        for name in ("2008-2009-1.pdf", "12009-2010-1.pdf", "2009-notes.txt"):
            (folder / name).touch()
        assert not states(study)[step]
        (folder / "2009-2010-1.pdf").touch()
        assert states(study)[step]

    def test_on_another_machine_it_is_said_that_the_answers_are_elsewhere(
        self, study: Project
    ) -> None:
        new_edition(study, "2009", DAY)
        shutil.rmtree(study.incoming)
        found = {each.title: each.found for each in checklist(study, "2009")}
        assert found["Answers in"] == "data/incoming/2009 is not here"
        assert found["Runs up to date"].startswith("its answers are not on this machine")

    def test_a_published_edition_has_nothing_to_invite(self, finished: Project) -> None:
        done = states(finished, "2002")
        open_ones = {title for title, each in done.items() if not each}
        # 2005 has no published facts; 2002 has one
        assert open_ones == {"Page in the book", "Values frozen"}
        assert not states(finished, "2005")["Published facts"]

    def test_faults_are_counted_and_an_unreadable_file_is_reported(self, study: Project) -> None:
        (study.raw / "cities.csv").write_text("spoilt", "utf-8")
        assert not states(study, "2002")["study check"]
        (study.raw / "editions/2002.yml").write_text("year: [", "utf-8")
        with pytest.raises(Faults, match=r"2002\.yml"):
            checklist(study, "2002")

    def test_an_unknown_edition_is_answered(self, study: Project) -> None:
        with pytest.raises(StudyError, match=r"unknown[\s\S]*study new 2003"):
            checklist(study, "2003")


def add(path: Path, *rows: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


def publish_with_survey(raw: Path) -> None:
    """The edition's own survey: a new item, a new city, its rows in the map; and that it is out."""
    framework = raw / "framework"
    add(framework / "waves.csv", "third,2008,False")
    add(
        framework / "surveys.csv",
        "three,third,True,Third survey,Nobody,,telephone,15,,,2,,,400,invented,a table,https://example.org/3",
    )
    add(framework / "items.csv", "trains,Night trains,There are night trains,")
    add(
        framework / "codebook.csv",
        *(f"T,trains,{each},{each}" for each in ("agree", "disagree", "no_answer")),
    )
    add(framework / "tree.csv", "trains,living,1,,,,0,100")
    add(framework / "countries.csv", "CC,Celand,Africa,East,CCC")
    add(
        framework / "comparability.csv",
        "trains,one,,not asked,not asked then,team,2009-01-01",
        "trains,two,,not asked,not asked then,team,2009-01-01",
        "trains,three,trains,same,asked first,team,2009-01-01",
        "jobs,three,jobs,reworded,Work and not jobs,team,2009-01-01",
        "theft,three,,not asked,left out,team,2009-01-01",
        "parks,three,,not asked,left out,team,2009-01-01",
    )
    rewrite(raw, "cities", "BB002C,Delta", "CC001C,Omega,CC,1,2\nBB002C,Delta")
    places = "third,CC001C,CC001C,city,three,,\nthird,AA001C,AA001C,city,three,,\n"
    rewrite(raw, "survey_places", "second,BB002C", f"{places}second,BB002C")
    rows = ("trains,CC001C,,75,20,,5", "trains,AA001C,,50,40,,10", "jobs,CC001C,,30,60,,10")
    figures = "".join(f"third,{each},,,\n" for each in rows)
    rewrite(raw, "perception", "second,parks,BB002C", f"{figures}second,parks,BB002C")
    rewrite(
        raw,
        "published_facts",
        "2002,result",
        "2009,result,Trains help,https://example.org/t\n2002,result",
    )
    for old, new in {
        "status: in preparation": "status: published",
        "wave: null": "wave: third",
        "cities: null": "cities: 4",
        "source: null": "source: https://example.org/t",
        "sources: []": "sources: [https://example.org/t]",
    }.items():
        edit(raw / "editions/2009.yml", old, new)


def test_from_the_first_files_to_the_published_book(
    finished: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("book", "docs"):
        shutil.copytree(ROOT / folder, finished.root / folder)
    shutil.copy(ROOT / "notebooks/edition/60_progress.ipynb", finished.notebooks / "edition")
    monkeypatch.chdir(finished.root)
    with pytest.raises(SystemExit, match="0"):
        main(["new", "2009"])
    own = finished.raw / "editions/2009.yml"
    edit(own, UNDECIDED, "Night trains")
    assert run_study(finished).done == ("2009/progress", "study/overview")
    inside = replace(finished, internal=True)
    with pytest.raises(SystemExit, match="0"):
        main(["book", "--internal"])
    assert f"internal book: {inside.html / 'index.html'}" in capsys.readouterr().out
    assert "in preparation" in (inside.html / "editions/2009/index.html").read_text("utf-8")
    assert (inside.html / "editions/2009/progress.html").is_file()
    pages = [path for path in inside.html.rglob("*.html") if "_static" not in path.parts]
    said = "Internal: for the secretariat"
    assert [path.name for path in pages if said not in path.read_text("utf-8")] == []
    build.build(finished)
    home = finished.html / "editions/2009/index.html"
    assert not home.is_file()
    with pytest.raises(SystemExit, match="1"):
        main(["freeze", "2009"])
    assert "only what is published is frozen" in capsys.readouterr().err

    publish_with_survey(finished.raw)
    report = run_study(finished)
    assert not report.failed
    assert "2009/short" in report.done
    build.build(finished)
    page = home.read_text("utf-8")
    assert "Night trains" in page
    assert "Trains help" in page
    assert (finished.html / "editions/2009/short.html").is_file()
    with pytest.raises(SystemExit, match="0"):
        main(["freeze", "2009"])
    build.build(finished)
    capsys.readouterr()
    with pytest.raises(SystemExit, match="0"):
        main(["checklist", "2009"])
    left = [line for line in capsys.readouterr().out.splitlines() if " open  " in line]
    # nobody was asked by UCLG itself, which only a calendar with its steps would tell
    assert [line.split("open  ")[1].partition(":")[0] for line in left] == [
        "Calendar",
        "Form",
        "Cities invited",
        "Answers in",
        "Doubts decided",
        "Closed",
        "Report to the World Secretariat",
    ]
    assert look(finished).stale == ()
