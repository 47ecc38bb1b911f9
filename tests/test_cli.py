"""The command as a person meets it: words, statuses, no tracebacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import edit
from invented import rewrite
from secretariat import EDITION, write_secretariat

from quire.core.project import Project
from studylib.cli import main

Inside = Callable[[Project], None]


def study_command(*arguments: str) -> int:
    """Exit status of `study` with these arguments."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    code = ended.value.code
    return code if isinstance(code, int) else 0


def test_plan_says_what_would_run_and_why(
    finished: Project, inside: Inside, capsys: pytest.CaptureFixture[str]
) -> None:
    inside(finished)
    assert study_command("plan", "--exit-code") == 1
    capsys.readouterr()
    assert study_command("plan") == 0
    book = ["book                     never made", "print                    waits for book"]
    assert capsys.readouterr().out.splitlines() == book
    edit(finished.raw / "editions" / "2005.yml", "least: 2", "least: 3")
    assert study_command("plan") == 0
    assert capsys.readouterr().out.splitlines() == [
        "tables                   raw data/raw/editions/2005.yml changed",
        "2005/short               parameter least: 2 -> 3",
        "book                     never made; waits for 2005/short",
        "print                    waits for book",
        "at most 60 minutes each",
    ]


@pytest.mark.parametrize("command", ["plan", "check"])
def test_a_notebook_that_is_no_part_of_the_study_is_named(
    study: Project, inside: Inside, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    inside(study)
    (study.notebooks / "edition" / "Untitled.ipynb").write_bytes(b"")
    assert study_command(command) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "not part of the study: notebooks/edition/Untitled.ipynb; name it NN_name.ipynb,"
        " or move it to notebooks/scratch"
    )


def test_status_says_how_every_run_is(
    study: Project, inside: Inside, capsys: pytest.CaptureFixture[str]
) -> None:
    inside(study)
    assert study_command("status") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split(maxsplit=1) == ["tables", "up to date"]
    assert lines[1].split(maxsplit=1) == ["study/overview", "stale: never made"]
    assert lines[-2].split(maxsplit=1)[0] == "book"
    assert lines[-1].split(maxsplit=1) == ["print", "stale: waits for book"]
    assert len(lines) == 8


def test_list_names_editions_notebooks_and_parameters(
    study: Project, inside: Inside, capsys: pytest.CaptureFixture[str]
) -> None:
    inside(study)
    assert study_command("list") == 0
    said = capsys.readouterr().out
    assert "  2005  published: Everything  [least = 2]\n" in said
    assert (
        "  short  once per edition: notebooks/edition/10_short.ipynb  [edition = '2002', least = 1]\n"
        in said
    )
    assert "  overview  once: notebooks/study/10_overview.ipynb\n" in said


def test_run_reports_a_failure_and_ends_with_status_1(
    finished: Project, inside: Inside, capsys: pytest.CaptureFixture[str]
) -> None:
    inside(finished)
    edit(
        finished.root / "notebooks/edition/20_words.ipynb", "print(edition", "1 / 0\\nprint(edition"
    )
    assert study_command("run", "--edition", "2002", "--only", "words") == 1
    said = capsys.readouterr()
    assert "ZeroDivisionError: division by zero" in said.err
    assert "again:    study run --edition 2002 --only words" in said.err
    assert said.out.splitlines()[-1] == "runs: 1 failed"
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["run", "--edition", "2020"], 1, "repair: use one of: '2002', '2005'"),
        (["run", "short"], 1, "run: 'short' without an option\n  repair: --only short"),
        (["run", "2002"], 1, "run: '2002' without an option\n  repair: --edition 2002"),
        (["run", "2002", "words"], 1, "repair: --edition 2002 --only words"),
        (["print", "2005"], 1, "print: '2005' without an option\n  repair: --edition 2005"),
        (["book", "2005"], 2, "unexpected extra argument"),
        (["run", "shrot"], 2, "unexpected extra argument"),
        (["run", "--only", "shrot"], 1, "did you mean 'short'?"),
        (["run", "--jobs", "0"], 2, "--jobs"),
        (["runn"], 2, "No such command"),
        (["run", "--editon", "2002"], 2, "No such option"),
    ],
)
def test_a_mistake_at_the_command_line_is_answered(
    study: Project,
    inside: Inside,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    said: str,
) -> None:
    inside(study)
    assert study_command(*arguments) == status
    answer = capsys.readouterr().err
    assert said in answer
    assert "Traceback" not in answer


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import zzqqx", "No module named 'zzqqx'\n  repair: zzqqx is not installed"),
        ("from zza import a", "zza imports itself: leave the import out"),
    ],
)
def test_an_import_of_the_library_that_fails_is_said_with_its_place(
    study: Project,
    inside: Inside,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    source: str,
    said: str,
) -> None:
    inside(study)
    (study.root / "zza.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(study.root)
    edit(study.root / "pyproject.toml", "studylib.study:STUDY", "zza:STUDY")
    assert study_command("list") == 1
    answer = capsys.readouterr().err
    assert said in answer
    assert answer.startswith("zza.py:1: ")


def test_check_says_all_faults_or_what_was_found(
    study: Project, inside: Inside, capsys: pytest.CaptureFixture[str]
) -> None:
    inside(study)
    assert study_command("check") == 0
    assert capsys.readouterr().out.startswith("no fault in ")
    rewrite(study.raw, "perception", "first,jobs,AA001C,,60,30,,10", "first,jobs,ZZ001C,160,30,10")
    assert study_command("check") == 1
    said = capsys.readouterr().err
    assert "ZZ001C" in said
    assert "160" in said
    assert "Traceback" not in said


def test_prepare_writes_the_tables_once(
    study: Project, inside: Inside, capsys: pytest.CaptureFixture[str]
) -> None:
    inside(study)
    assert study_command("prepare") == 0
    assert "tables are up to date" in capsys.readouterr().out
    (study.processed / "2002" / "cities.csv").unlink()
    assert study_command("prepare") == 0
    assert "tables written" in capsys.readouterr().out
    assert (study.processed / "2002" / "cities.csv").is_file()


def test_outside_a_checkout_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert study_command("plan") == 1
    assert "not inside a checkout" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        "plan",
        "run",
        "status",
        "book",
        "print",
        "check",
        "prepare",
        "list",
        "freeze",
        "diff",
        "new",
        "checklist",
    ],
)
def test_help_teaches_with_an_example(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert study_command(command, "--help") == 0
    assert "study " + command in capsys.readouterr().out


def test_forms_a_report_and_reminders_are_written_and_named(
    tmp_path: Path, inside: Inside, capsys: pytest.CaptureFixture[str]
) -> None:
    project = write_secretariat(tmp_path)
    inside(project)
    assert study_command("form", EDITION, "--kind", "xlsx, limesurvey") == 0
    written = capsys.readouterr().out.splitlines()
    assert written[:2] == [
        f"written: build/forms/{EDITION}/xlsform.xlsx",
        f"written: build/forms/{EDITION}/limesurvey.txt",
    ]
    assert written[2].startswith("to answer it takes about ")
    assert study_command("report", EDITION, "--half-year", "2008-2") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"written: build/internal/report/{EDITION}-2008-2.docx",
        f"written: build/internal/report/{EDITION}-2008-2.pdf",
        f"missing: results: study run --edition {EDITION}, once its answers are closed",
    ]
    assert study_command("remind", EDITION) == 0
    reminders = f"data/incoming/{EDITION}/reminders.csv"
    assert capsys.readouterr().out == f"written: {reminders}, 9 cities\n"


def test_a_form_that_does_not_exist_is_named_without_a_traceback(
    tmp_path: Path, inside: Inside, capsys: pytest.CaptureFixture[str]
) -> None:
    inside(write_secretariat(tmp_path))
    assert study_command("form", EDITION, "--kind", "exel") == 1
    said = capsys.readouterr()
    assert "there is no form 'exel'" in said.out + said.err
