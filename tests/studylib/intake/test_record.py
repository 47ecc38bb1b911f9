"""Answers taken in: all or nothing, in any order, as often as one likes; and what a person decides."""

from __future__ import annotations

import csv
import datetime
import zipfile
from pathlib import Path

import answering
import pytest
import yaml
from answering import decide, write_export

from quire.core.errors import Faults, StudyError
from quire.core.project import Project, digest_file
from studylib.cli import main
from studylib.data.practices import read_practices
from studylib.intake.received import read_received
from studylib.intake.record import take_in

TODAY = datetime.date(2009, 3, 1)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return answering.write_project(tmp_path / "study")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    rows = [
        {"city": "ALPHA", "respondent_email": "a@example.org", "lesson": "Start small"},
        {"city": "Beta", "plan": "no", "plan_year": "", "consent": "unnamed"},
        {"city": "Gamma", "units": "it mayor", "consent": "no", "lesson": "Nothing"},
        {"city": "Delda", "online_pct": "aprox. 60 %"},
    ]
    return write_export(tmp_path / "kobo.csv", rows)


def files(project: Project) -> dict[str, bytes]:
    folder = project.root / "data"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for place in ("incoming", "raw/preparation")
        for path in sorted((folder / place).rglob("*"))
        if path.is_file()
    }


def spoil(path: Path, before: str, after: str) -> None:
    """Change every line of a file that holds some words."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def table(project: Project, name: str) -> list[dict[str, str]]:
    path = project.root / "data/incoming/2009" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_answers_become_rows_and_cities_have_their_day(project: Project, export: Path) -> None:
    report = take_in(project, "2009", [export], TODAY)
    assert (report.new, report.again, report.cities) == (4, 0, 3)
    answers = {(row["participant"], row["item"], row["value"]) for row in table(project, "answers")}
    assert {("gamma", "units", "it"), ("gamma", "units", "mayor")} <= answers
    assert ("alpha", "plan_year", "2005") in answers
    assert {row["participant"] for row in table(project, "answers")} == {"alpha", "beta", "gamma"}
    assert [
        (row["participant"], row["answered_on"], row["consent"])
        for row in table(project, "cities")[:4]
    ] == [
        ("alpha", "2009-02-05", "named"),
        ("beta", "2009-02-05", "totals"),
        ("gamma", "2009-02-05", "no"),
        ("delta", "", ""),
    ]


def test_a_city_is_known_by_a_name_that_stands_under_its_later_code(
    project: Project, tmp_path: Path
) -> None:
    framework = project.raw / "framework"
    head = "code,city_code,kind,since,until,source\n"
    codes = "AA077C,AA001C,code,,,invented\nAA002C,AA001C,merged,2004,,invented\n"
    (framework / "city_codes.csv").write_text(head + codes, encoding="utf-8")
    with (framework / "city_names.csv").open("a", encoding="utf-8") as names:
        names.write(
            "AA077C,Ypsilonia,en,invented\nAA002C,Omegapolis,en,invented\nZZ009C,Nowhere,en,invented\n"
        )
    rows = [{"city": name} for name in ("Ypsilonia", "Omegapolis", "Nowhere")]
    take_in(project, "2009", [write_export(tmp_path / "kobo.csv", rows)], TODAY)
    came = {row["participant"] for row in table(project, "cities") if row["answered_on"]}
    # what became part of another city is still called by its own names
    assert came == {"alpha", "beta"}
    assert [row["value"] for row in table(project, "doubts")] == ["Nowhere (AA)"]


def test_persons_are_nowhere(project: Project, export: Path) -> None:
    take_in(project, "2009", [export], TODAY)
    assert not [name for name, data in files(project).items() if b"example.org" in data]


def test_the_same_again_changes_nothing(project: Project, export: Path) -> None:
    take_in(project, "2009", [export], TODAY)
    before = files(project)
    report = take_in(project, "2009", [export], TODAY)
    assert (report.new, report.again, report.changed) == (0, 4, [])
    assert files(project) == before


def test_any_order_gives_the_same_bytes(tmp_path: Path) -> None:
    one = write_export(tmp_path / "one.csv", [{"city": "Alpha"}, {"city": "Beta"}])
    later = {
        "city": "Alpha",
        "plan": "no",
        "plan_year": "",
        "_submission_time": "2009-02-09T08:00:00",
    }
    two = write_export(tmp_path / "two.csv", [later, {"city": "Delta"}])
    made = []
    for number, order in enumerate([[[one, two]], [[two], [one]], [[one], [two], [one, two]]]):
        project = answering.write_project(tmp_path / str(number))
        for paths in order:
            take_in(project, "2009", paths, TODAY)
        made.append(files(project))
    assert made[0] == made[1] == made[2]
    assert b"replaced by a later answer" in made[0]["incoming/2009/submissions.csv"]


def test_the_edition_speaks_of_the_day_of_its_latest_answer(
    project: Project, tmp_path: Path
) -> None:
    own = project.raw / "editions/2009.yml"
    before = own.read_text(encoding="utf-8")
    sent = {"city": "Alpha", "_submission_time": "2009-12-24T08:00:00"}
    take_in(
        project, "2009", [write_export(tmp_path / "late.csv", [sent])], datetime.date(2009, 12, 25)
    )
    (new,) = set(own.read_text(encoding="utf-8").splitlines()) - set(before.splitlines())
    assert new.split("#")[0].split() == ["as_of:", "2009-12-24"]
    earlier = {"city": "Beta", "_submission_time": "2009-02-01T08:00:00"}
    take_in(project, "2009", [write_export(tmp_path / "soon.csv", [earlier])], TODAY)
    assert new in own.read_text(encoding="utf-8")


def test_a_day_after_the_year_of_the_edition_is_a_doubt(project: Project, tmp_path: Path) -> None:
    own = (project.raw / "editions/2009.yml").read_bytes()
    days = {"Alpha": "2009-03-02", "Beta": "2009-12-31", "Gamma": "2999-01-01"}
    rows = [
        {"city": city, "_submission_time": f"{day}T08:00:00", "lesson": ""}
        for city, day in days.items()
    ]
    report = take_in(project, "2009", [write_export(tmp_path / "k.csv", rows)], TODAY)
    assert [(one.doubt.kind, one.city) for one in report.doubts] == [("sent", "Gamma")]
    assert report.cities == 2
    decide(project, every="2009-02-20")
    assert take_in(project, "2009", [], TODAY).cities == 3
    assert b"2999" not in own + (project.raw / "editions/2009.yml").read_bytes()


def test_a_dry_run_writes_nothing(project: Project, export: Path) -> None:
    before = files(project)
    report = take_in(project, "2009", [export], TODAY, dry_run=True)
    assert (report.new, "answers.csv" in report.changed) == (4, True)
    assert files(project) == before


def test_doubts_are_decided_in_their_table_and_git_keeps_what_was_decided(
    project: Project, export: Path
) -> None:
    report = take_in(project, "2009", [export], TODAY)
    doubts = {row["question"]: row for row in table(project, "doubts")}
    assert (len(report.doubts), set(doubts)) == (2, {"city", "online_pct"})
    decide(
        project,
        **{doubts["city"]["doubt"]: "delta", doubts["online_pct"]["doubt"]: "suggested"},
    )
    report = take_in(project, "2009", [], TODAY)
    assert (report.decided, report.doubts, table(project, "doubts")) == (2, [], [])
    values = {row["value"] for row in table(project, "answers") if row["participant"] == "delta"}
    assert "60" in values
    kept = (project.raw / "preparation/2009/decisions.csv").read_text(encoding="utf-8")
    assert "suggested,secretariat,2009-03-01,they said so" in kept
    assert "elta" not in kept
    before = files(project)
    take_in(project, "2009", [export], TODAY + datetime.timedelta(days=9))
    assert files(project) == before


def test_texts_are_held_back_until_a_person_released_them(project: Project, export: Path) -> None:
    assert take_in(project, "2009", [export], TODAY).texts == 2
    words = {row["participant"]: row for row in table(project, "texts")}
    assert words["gamma"]["warning"].startswith("the city allows nothing")
    decide(project, "texts", **{words["alpha"]["text"]: "yes"})
    report = take_in(project, "2009", [], TODAY)
    assert (report.decided, report.texts) == (1, 1)
    assert table(project, "texts")[0]["release"] == "released"
    assert b"Start small" not in (project.raw / "preparation/2009/decisions.csv").read_bytes()


def test_no_answer_is_a_formula_where_a_person_decides_on_it(
    project: Project, tmp_path: Path
) -> None:
    rows = [{"city": "Alpha", "lesson": "=1+1"}, {"city": "@Nowhere", "lesson": "-x"}]
    take_in(project, "2009", [write_export(tmp_path / "k.csv", rows)], TODAY)
    for name, cells in {"texts": ("'=1+1",), "doubts": ("'@Nowhere",)}.items():
        text = (project.root / f"data/incoming/2009/{name}.csv").read_text("utf-8")
        assert all(f",{cell}," in text for cell in cells), text
    decide(project, "texts", every="yes")
    take_in(project, "2009", [], TODAY)
    assert [row["value"] for row in table(project, "answers") if row["value"][:1] == "="] == []
    assert table(project, "texts")[0]["value"] == "'=1+1"
    before = files(project)
    take_in(project, "2009", [], TODAY)
    assert files(project) == before


def test_signs_that_nobody_sees_are_left_out_of_answers(project: Project, tmp_path: Path) -> None:
    rows = [{"city": "Al\u200bpha", "lesson": "Start\u202e\tsmall\ufeff"}]
    take_in(project, "2009", [write_export(tmp_path / "k.csv", rows)], TODAY)
    assert table(project, "texts")[0]["value"] == "Start small"
    assert (
        table(project, "doubts"),
        {row["participant"] for row in table(project, "answers")},
    ) == (
        [],
        {"alpha"},
    )


def test_words_with_personal_data_are_released_in_other_words_only(
    project: Project, tmp_path: Path
) -> None:
    rows = [{"city": "Alpha", "lesson": "Write to ana@example.org"}]
    take_in(project, "2009", [write_export(tmp_path / "k.csv", rows)], TODAY)
    assert table(project, "texts")[0]["warning"] == "holds an e-mail address"
    decide(project, "texts", every="yes")
    with pytest.raises(Faults, match="cannot be released"):
        take_in(project, "2009", [], TODAY)
    path = project.root / "data/incoming/2009/texts.csv"
    path.write_text(path.read_text().replace("address,,yes", "address,Write to us,yes"))
    assert take_in(project, "2009", [], TODAY).decided == 1
    assert table(project, "texts")[0]["public"] == "Write to us"


def test_a_wrong_decision_is_said_and_nothing_is_written(project: Project, export: Path) -> None:
    take_in(project, "2009", [export], TODAY)
    decide(project, every="perhaps")
    before = files(project)
    with pytest.raises(Faults) as caught:
        take_in(project, "2009", [], TODAY)
    assert len(caught.value.faults) == 2
    assert files(project) == before


def test_a_table_that_a_spreadsheet_saved_is_read(project: Project, export: Path) -> None:
    take_in(project, "2009", [export], TODAY)
    decide(project, every="left out")
    path = project.root / "data/incoming/2009/doubts.csv"
    rows = table(project, "doubts")
    lines = [";".join(rows[0]), *(";".join(f'"{cell}"' for cell in row.values()) for row in rows)]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    assert take_in(project, "2009", [], TODAY).decided == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder, raw: (folder / "cities.csv").unlink(), "the table is missing"),
        (lambda folder, raw: (folder / "cities.csv").write_text("participant\na\n"), "column is missing"),
        (lambda folder, raw: (folder / "cities.csv").write_text(answering.CITIES.partition("alpha")[0]), "has no row"),
        (lambda folder, raw: (folder / "cities.csv").write_bytes(b"city\xff\n"), "not UTF-8"),
        (lambda folder, raw: spoil(folder / "cities.csv", "alpha,", "../x,"), "no valid key"),
        (lambda folder, raw: spoil(folder / "cities.csv", "alpha,", "*,"), "no valid key"),
        (lambda folder, raw: spoil(folder / "cities.csv", "alpha,", "al\0pha,"), "no valid key"),
        (lambda folder, raw: spoil(folder / "cities.csv", "beta,", "alpha,"), "key is there twice"),
        (lambda folder, raw: spoil(folder / "cities.csv", "Alpha,AA", "Alpha,XX"), "countries"),
        (lambda folder, raw: spoil(folder / "cities.csv", "Alpha,", f"{'A' * 140_000},"), "field limit"),
        (lambda folder, raw: spoil(raw / "preparation/2009/survey.csv", ",consent,", ",agrees,"), "consent"),
        (lambda folder, raw: (folder / "doubts.csv").write_text("doubt,decision\nx,yes\n", "utf-16"), "encoding"),
        (lambda folder, raw: (folder / "doubts.csv").write_bytes(b"doubt,decision\nx,\x81\n"), "encoding"),
        (lambda folder, raw: (folder / "doubts.csv").write_text('doubt,decision\nx,"yes\n'), "not valid CSV"),
        (lambda folder, raw: (folder / "texts.csv").write_text(f"text,release\nx,{'a' * 140_000}\n"), "field larger"),
        (lambda folder, raw: (folder / "texts.csv").write_text("text,freed\nx,yes\n"), "lacks the columns release"),
        (lambda folder, raw: (folder / "texts.csv").write_text("text,release\nx,yes,no\n"), "more cells"),
        (lambda folder, raw: (raw / "preparation/2009/survey.csv").unlink(), "is missing"),
        (lambda folder, raw: (raw / "preparation/2009/decisions.csv").write_text("doubt\nx\n"), "lacks the columns"),
        (lambda folder, raw: (folder / "received.jsonl").write_text("{}\n"), "cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_report_and_nothing_is_written(
    project: Project, export: Path, change: object, said: str
) -> None:
    change(project.root / "data/incoming/2009", project.raw)  # type: ignore[operator]
    before = files(project)
    with pytest.raises(StudyError, match=said):
        take_in(project, "2009", [export], TODAY)
    assert files(project) == before


@pytest.mark.parametrize("name", ["x/k.csv", "a.zip"])
def test_a_doubt_about_a_column_is_kept_with_its_own_file(
    project: Project, tmp_path: Path, name: str
) -> None:
    (tmp_path / "x").mkdir()
    strange = write_export(tmp_path / "x/k.csv", [{"city": "Alpha", "lesson": "Words"}])
    spoil(strange, '"lesson"', '"teaching"')
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.write(strange, "k.csv")
    beside = write_export(tmp_path / "k.csv", [{"city": "Beta", "id": "beta"}])
    take_in(project, "2009", [tmp_path / name, beside], TODAY)
    columns = read_received(project.incoming / "2009").columns
    assert {digest for digest, _ in columns} == {digest_file(tmp_path / name)}
    head = next(doubt.id for _, doubt in columns if doubt.kind == "head")
    decide(project, **{head: "lesson"})
    assert take_in(project, "2009", [], TODAY).unread == [Path(name).name]
    take_in(project, "2009", [beside], TODAY)
    report = take_in(project, "2009", [tmp_path / name], TODAY)
    assert (report.unread, report.doubts) == ([], [])
    assert [row["value"] for row in table(project, "texts")] == ["Words"]


def test_a_folder_within_a_folder_of_exports_is_left_alone(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "exports" / "old.files").mkdir(parents=True)
    write_export(tmp_path / "exports" / "k.csv", [{"city": "Alpha"}])
    assert take_in(project, "2009", [tmp_path / "exports"], TODAY).new == 1


def test_missing_and_strange_files_are_named(project: Project, tmp_path: Path) -> None:
    with pytest.raises(Faults, match="no such file"):
        take_in(project, "2009", [tmp_path / "nowhere.csv"], TODAY)
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
    before = files(project)
    with pytest.raises(StudyError):
        take_in(project, "2009", [tmp_path / "odd.csv"], TODAY)
    assert files(project) == before


def test_an_edition_that_is_out_takes_no_answers(project: Project, export: Path) -> None:
    with pytest.raises(StudyError, match="takes no answers"):
        take_in(project, "2002", [export], TODAY)


def test_a_case_becomes_a_draft_that_a_person_completes(project: Project, tmp_path: Path) -> None:
    case = '"p_title","p_areas","p_year","p_done","p_link","PARENT_KEY","KEY"\n'
    main_rows = '"city","country","consent","plan","KEY","SubmissionDate","meta-instanceID"\n'
    keys = {"Alpha": "uuid:1", "Beta": "uuid:2"}
    for (city, key), consent in zip(keys.items(), ("named", "unnamed"), strict=True):
        main_rows += f'"{city}","AA","{consent}","no","{key}","2009-02-05T10:00:00Z","{key}"\n'
        link = "see https://example.org/case."
        case += (
            f'"Case of {city}","economy","2004","A desk.","{link}","{key}","{key}/practice[1]"\n'
        )
    (tmp_path / "inv.csv").write_text(main_rows)
    (tmp_path / "inv-practice.csv").write_text(case)
    take_in(project, "2009", [tmp_path / "inv.csv", tmp_path / "inv-practice.csv"], TODAY)
    folder = project.root / "data/incoming/2009/practices"
    (draft,) = folder.glob("*.yml")  # of the city that stands with its name, and of no other
    data = yaml.safe_load(draft.read_text(encoding="utf-8"))
    assert (data["id"], data["handed_in"], data["areas"]) == ("alpha-2009-1", "2009", ["economy"])
    assert data["sources"]["city"]["address"] == "https://example.org/case"
    text = draft.read_text(encoding="utf-8").replace("levers: []", "levers: [data]")
    text = text.replace("needs: []", "needs: [{text: A room.}]").replace(
        "summary: ''", "summary: A desk."
    )
    text = text.replace("result:\n  text: ''", "result:\n  text: Visits.")
    text = text.replace("results: []", "results: [{text: Visits., sources: [city]}]")
    draft.write_text(text, encoding="utf-8")
    take_in(project, "2009", [tmp_path / "inv.csv"], TODAY)
    assert draft.read_text(encoding="utf-8") == text, "what a person wrote stays"
    (project.raw / "practices/alpha-2009-1.yml").write_text(text, encoding="utf-8")
    draft.unlink()
    take_in(project, "2009", [], TODAY)
    assert not draft.exists(), "it has become a practice"
    practices, faults = read_practices(project)
    assert (faults, [one.handed_in for one in practices]) == ([], ["2009", None])


def test_words_of_a_draft_that_tell_of_a_person_are_held_back(
    project: Project, tmp_path: Path
) -> None:
    rows = '"city","country","consent","plan","plan_year","KEY","SubmissionDate"\n'
    rows += '"Alpha","AA","named","no","","uuid:1","2009-02-05T10:00:00Z"\n'
    case = '"p_title","p_done","p_result","PARENT_KEY","KEY"\n'
    case += '"Case","Ask ana@example.org.","Visits.","uuid:1","uuid:1/practice[1]"\n'
    (tmp_path / "inv.csv").write_text(rows)
    (tmp_path / "inv-practice.csv").write_text(case)
    take_in(project, "2009", [tmp_path / "inv.csv", tmp_path / "inv-practice.csv"], TODAY)
    draft = project.root / "data/incoming/2009/practices/alpha-2009-1.yml"
    data = yaml.safe_load(draft.read_text(encoding="utf-8"))
    assert data["done"][0]["text"] == (
        "[Held back: it holds an e-mail address. Look at the answer, and write it without.]"
    )
    assert data["results"][0]["text"] == "Visits."
    assert (data["title"], data["result"]["text"]) == ("Alpha: Case", "Visits.")


def test_a_draft_goes_with_the_consent_to_it(project: Project, tmp_path: Path) -> None:
    head = "city,country,consent,plan,plan_year,online_pct,lesson,slow_money,KEY,SubmissionDate\n"
    rows = head + "Alpha,AA,{},no,,,,3,uuid:{},2009-02-0{}T10:00:00Z\n"
    case = '"p_title","p_done","PARENT_KEY","KEY"\n"Case","A desk.","uuid:1","uuid:1/practice[1]"\n'
    (tmp_path / "inv.csv").write_text(rows.format("named", 1, 1))
    (tmp_path / "inv-practice.csv").write_text(case)
    take_in(project, "2009", [tmp_path / "inv.csv", tmp_path / "inv-practice.csv"], TODAY)
    folder = project.root / "data/incoming/2009/practices"
    assert len(list(folder.glob("*.yml"))) == 1
    (tmp_path / "later.csv").write_text(rows.format("no", 2, 2))
    take_in(project, "2009", [tmp_path / "later.csv"], TODAY)
    assert list(folder.glob("*.yml")) == []


def test_the_command_says_what_came_of_it(
    project: Project,
    export: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(project.root)
    with pytest.raises(SystemExit, match="0"):
        main(["intake", "2009", str(export)])
    said = capsys.readouterr().out
    for line in (
        "reading kobo.csv",
        "answers: 4 new, 0 known already, 0 replaced by a later one",
        "cities: 3 have answered, 0 have begun",
        "2 doubts are open",
        "next: fill in decision, who and why in data/incoming/2009/doubts.csv, then: study intake 2009",
    ):
        assert line in said
