"""Closing: who counts, what becomes public of whom, and why it may be refused. And forgetting a city."""

from __future__ import annotations

import csv
import datetime
import json
import re
from pathlib import Path

import answering
import invented
import pytest
from answering import decide, write_export

from quire.core.errors import Faults, StudyError
from quire.core.project import Project
from studylib.cli import main
from studylib.data.instrument_papers import list_instruments
from studylib.data.process import process
from studylib.data.raw import check, read
from studylib.intake.closing import close, mark_closed
from studylib.intake.forgetting import forget
from studylib.intake.record import take_in
from studylib.intake.reports import say_intake

TODAY = datetime.date(2009, 3, 1)
NAMED = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Eta")
PUBLIC = "data/raw/instruments/2009"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return answering.write_project(tmp_path / "study")


def answered(project: Project, *rows: dict[str, str]) -> Project:
    """Take in six cities with their names, and others."""
    named = [{"city": name, "lesson": f"Words of {name}"} for name in NAMED]
    path = write_export(project.root / "kobo.csv", [*named, *rows])
    take_in(project, "2009", [path], TODAY)
    path.unlink()
    return project


def table(project: Project, name: str) -> list[dict[str, str]]:
    with (project.root / PUBLIC / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tallies_of(project: Project, item: str) -> dict[str, tuple[str, str, str]]:
    """By option, how many of all cities chose it, of how many, and how many were asked."""
    return {
        row["option"]: (row["n"], row["base"], row["asked"])
        for row in table(project, "tallies")
        if (row["item"], row["dimension"]) == (item, "all")
    }


def reasons(project: Project) -> str:
    with pytest.raises(Faults) as caught:
        close(project, "2009")
    assert not (project.root / PUBLIC).exists()
    return str(caught.value)


def tracked(project: Project) -> dict[str, str]:
    """Every text below `data/raw`: what git keeps."""
    return {
        path.relative_to(project.root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(project.raw.rglob("*"))
        if path.is_file()
    }


def test_cities_with_their_names_become_public(project: Project) -> None:
    closed = close(answered(project), "2009")
    assert (closed.named, closed.totals, closed.drafts, closed.texts) == (6, 0, 0, 6)
    assert [row["respondent"] for row in table(project, "respondents")] == [
        *("alpha", "beta", "delta", "epsilon", "eta", "gamma"),
    ]
    # the register of the invented study knows Alpha with its place
    assert table(project, "respondents")[0] == {
        "respondent": "alpha",
        "city": "Alpha",
        "country_code": "AA",
        "region": "",
        "population": "500",
        "longitude": "10",
        "latitude": "50",
        "city_code": "AA001C",
        "member": "",
        "answered_in": "",
        "answered_on": "2009-02-05",
    }
    tallies = {
        (row["item"], row["option"], row["dimension"], row["group"]): (row["n"], row["base"])
        for row in table(project, "tallies")
    }
    assert tallies["plan", "yes", "all", "all"] == ("6.0", "6.0")
    assert tallies["slow_money", "3", "all", "all"] == ("6.0", "6.0")


def test_a_place_that_the_secretariat_gave_comes_first(project: Project) -> None:
    head, *rows = answering.CITIES.splitlines()
    places = {"alpha": "1.5,2.5", "beta": "3.5,4.5"}
    lines = [f"{row},{places.get(row.split(',')[0], ',')}" for row in rows]
    text = "\n".join([f"{head},longitude,latitude", *lines])
    (project.root / "data/incoming/2009/cities.csv").write_text(text, encoding="utf-8")
    close(answered(project), "2009")
    assert {
        row["respondent"]: (row["longitude"], row["latitude"])
        for row in table(project, "respondents")
        if row["respondent"] in places
    } == {"alpha": ("1.5", "2.5"), "beta": ("3.5", "4.5")}


def test_membership_is_counted_where_there_is_a_list_of_members(project: Project) -> None:
    close(answered(project), "2009")
    assert "member" not in {row["dimension"] for row in table(project, "participation")}
    (project.raw / "members.csv").write_text(invented.LIST_OF_MEMBERS, encoding="utf-8")
    close(project, "2009")
    assert "member" in {row["dimension"] for row in table(project, "participation")}


def test_what_is_public_passes_the_check_of_the_study(project: Project) -> None:
    close(answered(project), "2009")
    (instrument,), faults = list_instruments(project)
    assert faults == []
    assert (instrument.own, instrument.invited, instrument.answered) == (True, 10, 6)
    assert (instrument.since, instrument.until) == ("2009-01-10", "2009-02-05")
    assert instrument.slows == "slows"


def test_a_city_that_allows_nothing_is_nowhere_and_one_in_totals_in_totals_only(
    project: Project,
) -> None:
    rows = [
        {"city": "Zeta", "consent": "no", "lesson": "Secret", "online_pct": "77"},
        *(
            {"city": name, "consent": "unnamed", "plan": "no", "plan_year": "", "online_pct": "33"}
            for name in ("Theta", "Iota", "Kappa")
        ),
    ]
    closed = close(answered(project, *rows), "2009")
    assert (closed.named, closed.totals) == (6, 3)
    # three in totals are too few: the figures rest on those with their names alone
    plans = tallies_of(project, "plan")
    assert (plans["yes"], plans["no"]) == (("6.0", "6.0", "6.0"), ("0.0", "6.0", "6.0"))
    hidden = re.compile(r"\b(zeta|theta|iota|kappa|secret|77|33)\b", re.IGNORECASE)
    names = [name for name, text in tracked(project).items() if hidden.search(text)]
    assert [name for name in names if not name.endswith((".yml", "survey.csv"))] == []


def test_five_in_totals_are_counted_and_not_named(project: Project) -> None:
    rows = [
        {"city": name, "consent": "unnamed", "plan": "no", "plan_year": ""}
        for name in ("Theta", "Iota", "Kappa", "Zeta", "Eta")
    ]
    path = write_export(project.root / "k.csv", rows)
    named = [{"city": name} for name in NAMED if name != "Eta"]
    take_in(project, "2009", [path, write_export(project.root / "n.csv", named)], TODAY)
    close(project, "2009")
    plans = tallies_of(project, "plan")
    assert (plans["yes"], plans["no"]) == (("5.0", "10.0", "10.0"), ("5.0", "10.0", "10.0"))
    years = next(row for row in table(project, "numbers") if row["item"] == "plan_year")
    # the filter puts the question to the five with a plan alone
    assert (years["answered"], years["asked"], years["median"]) == ("5.0", "5.0", "2005.0")
    assert len(table(project, "respondents")) == 5


def test_a_matrix_was_put_to_all_that_were_asked_one_of_its_rows(project: Project) -> None:
    survey = project.raw / "preparation/2009/survey.csv"
    row = "select_one agree,slow_skills,Skills,,"
    survey.write_text(survey.read_text().replace(row, row + "${plan} = 'no'"))
    rows = [{"city": name, "slow_skills": ""} for name in NAMED]
    take_in(project, "2009", [write_export(project.root / "k.csv", rows)], TODAY)
    close(project, "2009")
    assert tallies_of(project, "slow_money")["3"] == ("6.0", "6.0", "6.0")


def test_closing_again_changes_nothing(project: Project) -> None:
    close(answered(project), "2009")
    before = tracked(project)
    assert close(project, "2009").changed == ()
    assert tracked(project) == before


def test_released_words_of_named_cities_are_public_and_others_are_not(project: Project) -> None:
    answered(project, {"city": "Zeta", "consent": "unnamed", "lesson": "Words of Zeta"})
    path = project.root / "data/incoming/2009/texts.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    mine = {row["text"]: "yes" for row in rows if row["participant"] in {"alpha", "zeta"}}
    decide(project, "texts", **mine)
    take_in(project, "2009", [], TODAY)
    close(project, "2009")
    words = [row for row in table(project, "answers") if row["item"] == "lesson"]
    assert [(row["respondent"], row["value"]) for row in words] == [("alpha", "Words of Alpha")]


def test_a_draft_is_dropped(project: Project) -> None:
    answered(project)
    path = project.root / "lime.csv"
    path.write_text(
        '"id","submitdate","lastpage","startlanguage","seed","city","country","consent","plan",'
        '"plan_year","units","online_pct","priorities","slow_money","slow_skills","lesson"\n'
        '"1","","2","en","7","Zeta","AA","named","yes","","","","","","",""\n'
    )
    take_in(project, "2009", [path], TODAY)
    closed = close(project, "2009")
    assert (closed.named, closed.drafts) == (6, 1)


def test_it_is_refused_with_all_reasons(project: Project, tmp_path: Path) -> None:
    assert "no city has answered" in reasons(project)
    rows = [{"city": "Alpha"}, {"city": "Beta"}, {"city": "Delda"}]
    take_in(project, "2009", [write_export(tmp_path / "k.csv", rows)], TODAY)
    said = reasons(project)
    assert "1 doubt not decided" in said
    assert "2 cities that allow it have answered" in said
    decide(project, every="left out")
    said = reasons(project)
    assert "1 decision not taken over yet" in said
    survey = project.raw / "preparation/2009/survey.csv"
    survey.write_text(survey.read_text().replace("select_one plan", "select_one plans"))
    assert "plans" in reasons(project)


def test_few_in_totals_do_not_make_up_for_those_with_their_names(project: Project) -> None:
    rows = [{"city": name} for name in NAMED[:4]]
    rows += [{"city": name, "consent": "unnamed"} for name in ("Zeta", "Theta")]
    take_in(project, "2009", [write_export(project.root / "k.csv", rows)], TODAY)
    assert "figures of fewer than 5 are not published" in reasons(project)


def test_answers_that_were_changed_by_hand_are_not_closed(project: Project) -> None:
    answered(project)
    path = project.root / "data/incoming/2009/answers.csv"
    path.write_text(path.read_text().replace("2005", "2006"))
    assert "answers.csv not what has come in" in reasons(project)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# status: what\nstatus: in preparation\nyear: 1\n", "# status: what\nstatus: closed\nyear: 1\n"),
        ("status:   in preparation   # so far\n", "status: closed   # so far\n"),
        ("status: closed\n", "status: closed\n"),
        ("status: published\n", "status: published\n"),
        ("a: 1\nstatus: in preparation", "a: 1\nstatus: closed"),
    ],
)  # fmt: skip
def test_one_line_of_the_edition_changes(before: str, after: str) -> None:
    assert mark_closed(before) == after


def test_a_city_that_takes_its_name_back_is_named_no_more(project: Project, tmp_path: Path) -> None:
    close(answered(project), "2009")
    own = project.raw / "editions/2009.yml"
    own.write_text(own.read_text().replace("status: closed", "status: in preparation"))
    practice = {**invented.PRACTICE, "id": "eta-2009-1", "handed_in": "2009"}
    invented.write_yaml(project.raw / "practices/eta-2009-1.yml", practice)
    sent = "2009-02-09T08:00:00"
    later = [{"city": "Eta", "consent": "unnamed", "lesson": "", "_submission_time": sent}]
    report = take_in(project, "2009", [write_export(tmp_path / "later.csv", later)], TODAY)
    assert "next: study close 2009, as" in say_intake(report, "2009")
    with pytest.raises(Faults) as caught:
        check(project)
    assert "respondents.csv [respondent]: names a city" in str(caught.value)
    assert "eta-2009-1.yml [handed_in]: the city that handed it in" in str(caught.value)
    with pytest.raises(Faults, match=r"eta-2009-1.yml \[handed_in\]"):
        close(project, "2009")


def test_a_city_is_forgotten(project: Project, tmp_path: Path) -> None:
    answered(project, {"city": "Zetta"})
    decide(project, every="zeta")
    take_in(project, "2009", [], TODAY)
    folder = project.root / "data/incoming/2009"
    (folder / "reminders.csv").write_text("participant,city\nzeta,Zeta\nalpha,Alpha\n")
    (folder / "export.csv").write_text("who/city;plan\nAlpha;yes\n")
    close(project, "2009")
    gone = forget(project, "2009", "zeta", datetime.date(2009, 4, 1))
    assert gone.others == ("data/incoming/2009/export.csv",)
    assert (gone.submissions, gone.decisions, gone.recounted) == (1, 1, True)
    traces = [
        path.name
        for place in ("data/incoming/2009", PUBLIC, "data/raw/preparation/2009")
        for path in (project.root / place).rglob("*")
        if path.is_file() and re.search("zett?a", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert traces == []
    decisions = (project.raw / "preparation/2009/decisions.csv").read_text()
    assert decisions.splitlines()[1:] == [
        "removed-1,one city was removed,study forget,2009-04-01,at its request"
    ]
    assert len(table(project, "respondents")) == 6
    assert (folder / "reminders.csv").read_text() == "participant,city\nalpha,Alpha\n"
    gone = forget(project, "2009", "Eta", datetime.date(2009, 4, 1))
    assert (gone.recounted, len(table(project, "respondents"))) == (True, 5)
    gone = forget(project, "2009", "beta", datetime.date(2009, 4, 2))
    assert gone.withdrawn
    assert not (project.root / PUBLIC).exists()


def test_a_removal_that_fails_leaves_no_record(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(answered(project), "2009")
    before = tracked(project)

    def fail(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr("studylib.intake.forgetting.write_instrument", fail)
        with pytest.raises(OSError, match="no space left"):
            forget(project, "2009", "eta", TODAY)
    assert tracked(project) == before
    (project.root / "data/incoming/2009/notes.csv").write_bytes(b"participant,city\neta,\xff\n")
    # what cannot be read is named, and holds up nothing
    assert forget(project, "2009", "eta", TODAY).others == ("data/incoming/2009/notes.csv",)


def test_the_same_export_brings_no_forgotten_city_back(project: Project, tmp_path: Path) -> None:
    path = write_export(tmp_path / "kobo.csv", [{"city": name} for name in NAMED])
    take_in(project, "2009", [path], TODAY)
    forget(project, "2009", "eta", TODAY)
    forget(project, "2009", "beta", TODAY)
    report = take_in(project, "2009", [path], TODAY)
    assert (report.new, report.again, report.forgotten, report.changed) == (0, 4, 2, [])
    assert "2 answers were left out, as their city was forgotten" in say_intake(report, "2009")
    assert "kobo-" not in (project.root / "data/incoming/2009/forgotten.json").read_text()


def test_an_answer_whose_city_is_to_be_decided_is_forgotten_too(
    project: Project, tmp_path: Path
) -> None:
    rows = [
        {"city": "Eta", "id": "same", "plan": "no", "plan_year": ""},
        {"city": "Eta", "id": "same"},
    ]
    take_in(project, "2009", [write_export(tmp_path / "kobo.csv", rows)], TODAY)
    assert forget(project, "2009", "eta", TODAY).submissions == 1
    received = project.root / "data/incoming/2009/received.jsonl"
    assert received.read_text() == ""


def test_a_city_is_forgotten_by_its_exact_key_or_name_only(project: Project) -> None:
    answered(project)
    for near in ("Zet", "Gamma", "Alpha (Aland)"):
        with pytest.raises(StudyError, match="is no city that was invited"):
            forget(project, "2009", near, TODAY)
    path = project.root / "data/incoming/2009/cities.csv"
    path.write_text(path.read_text().replace("theta,Theta", "theta,Zeta"))
    with pytest.raises(StudyError, match="give the key of one: zeta, theta"):
        forget(project, "2009", "Zeta", TODAY)
    assert forget(project, "2009", "BETA", TODAY).submissions == 1


def test_a_city_that_was_not_invited_cannot_be_forgotten(project: Project) -> None:
    with pytest.raises(StudyError, match="is no city that was invited"):
        forget(project, "2009", "Omega", TODAY)


def test_the_commands_say_what_to_do_next(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(project)
    for place in (
        "data/processed/2009",
        "build/internal/html",
        "build/forms/2009",
        "build/tries/2009",
        "build/draft",
        "build/runs/2008",
    ):
        (project.root / place).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(project.root)
    for arguments in (["close", "2009"], ["forget", "2009", "Alpha"]):
        with pytest.raises(SystemExit, match="0"):
            main(arguments)
    said = capsys.readouterr().out
    for line in (
        "6 cities stand with their names",
        "written: data/raw/instruments/2009",
        "one city was removed",
        "git log --all --oneline -- data/raw/instruments/2009",
        "until it is made anew or deleted: data/processed/2009 (study run)",
        "until it is made anew or deleted: build/internal/html (study book --internal)",
        "until it is made anew or deleted: build/forms/2009 (study form 2009)",
        "until it is made anew or deleted: build/tries/2009 (study run -p)",
        "until it is made anew or deleted: build/draft (study book --draft)",
    ):
        assert line in said
    assert "build/runs" not in said


def test_the_study_reads_it_and_its_participants_follow(project: Project) -> None:
    close(answered(project), "2009")
    raw = check(project)
    assert raw.instruments["2009"].about.own
    files = process(raw)
    about = json.loads(files["2009/edition.json"])
    assert (about["status"], about["participants"]["cities"]) == ("closed", 6)
    # five in Aland, and one in Beland
    assert about["participants"]["countries"] == 2
    assert b"Alpha" in files["2009/government_answers.csv"] + files["2009/government_cities.csv"]


@pytest.mark.parametrize("name", ["answers", "participation"])
def test_a_closed_survey_that_cannot_be_read_holds_its_edition_back(
    project: Project, name: str
) -> None:
    close(answered(project), "2009")
    (project.root / PUBLIC / f"{name}.csv").write_text("")
    raw = read(project)
    assert list(raw.held) == ["2009"]
    files = process(raw)
    assert [name for name in files if name.startswith("2009/")] == []
    (told,) = [one for one in json.loads(files["editions.json"]) if one["id"] == "2009"]
    assert (told["status"], told["participants"]["countries"]) == ("closed", None)


def test_cities_of_another_edition_are_not_those_of_this_one(project: Project) -> None:
    close(answered(project), "2009")
    path = project.root / PUBLIC / "instrument.yml"
    beside = "beside:\n  '2002': It is on the same\n"
    path.write_text(re.sub(r"(?m)^beside:\n", beside, path.read_text()))
    told = json.loads(process(check(project))["editions.json"])
    countries = {one["id"]: one["participants"]["countries"] for one in told}
    assert countries == {"2002": None, "2009": 2}
