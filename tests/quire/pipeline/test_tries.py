"""A try: one run with other values, which leaves every result as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import code, edit, edition_cells, write_notebook

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.core.steps import digest_outputs
from quire.pipeline.driver import look, run_study
from quire.pipeline.plan import Run
from quire.pipeline.tries import make_try, read_values
from quire.terminal import show_report
from studylib.cli import main

PARAMETERS = (
    'edition = "2002"\nleast = 1\nshare = 0.5\ntitle = "All"\nonly = False\nanything = None'
)
USE = "print(edition, least, share, title, only, anything)"


@pytest.fixture
def runs(study: Project) -> tuple[Run, ...]:
    """The runs of a notebook with a parameter of each type, for two editions."""
    cells = edition_cells(USE, parameters=PARAMETERS)
    write_notebook(study.notebooks / "edition/30_typed.ipynb", cells)
    write_notebook(
        study.notebooks / "study/40_once.ipynb",
        [code("least = 3", "parameters"), code("print(least)", "remove-output")],
    )
    return tuple(run for run in look(study).runs if run.name in {"typed", "once"})


def of(runs: tuple[Run, ...], id: str) -> list[Run]:
    return [run for run in runs if run.id == id]


def test_values_are_of_the_type_of_the_default(runs: tuple[Run, ...]) -> None:
    typed = {"least": "3", "share": "1", "title": "2019", "only": "true", "anything": "[1]"}
    tried = make_try(of(runs, "2005/typed"), typed)
    expected = {"least": 3, "share": 1.0, "title": "2019", "only": True, "anything": "[1]"}
    assert {name: tried.parameters[name] for name in typed} == expected | {"anything": [1]}
    assert isinstance(tried.parameters["share"], float)
    assert tried.parameters["edition"] == "2005"
    assert tried.key["parameters"] == tried.parameters
    assert tried.command == (
        "study run --edition 2005 --only typed -p least=3 -p share=1 -p title=2019 -p only=true -p 'anything=[1]'"
    )


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("title", "rank # 3", "rank # 3"),
        ("title", "two\nlines", "two\nlines"),
        ("title", "&c others", "&c others"),
        ("title", " no ", " no "),
        ("title", '"007"', "007"),
        ("title", "", ""),
        ("share", "1e3", 1000.0),
        ("share", ".5", 0.5),
        ("share", "-2", -2.0),
    ],
)
def test_a_text_is_what_was_typed_and_a_number_what_people_write(
    runs: tuple[Run, ...], name: str, text: str, value: object
) -> None:
    assert make_try(of(runs, "2002/typed"), {name: text}).parameters[name] == value


def test_a_run_across_editions_is_tried_by_its_name_alone(runs: tuple[Run, ...]) -> None:
    assert make_try(of(runs, "study/once"), {"least": "7"}).parameters == {"least": 7}


@pytest.mark.parametrize(
    ("values", "what", "repair"),
    [
        ({"leest": "3"}, "30_typed.ipynb has no parameter 'leest'", "did you mean 'least'?"),
        ({"shar": "3"}, "30_typed.ipynb has no parameter 'shar'", "did you mean 'share'?"),
        ({"least": "few"}, "least is a whole number (1), and 'few' is text", "a whole number"),
        ({"least": "2.5"}, "and '2.5' is a number", "a whole number"),
        ({"only": "1"}, "only is true or false (False), and '1' is a whole", "true or false"),
        ({"share": "inf"}, "share is a number (0.5), and 'inf' is text", "a number"),
        ({"share": ""}, "share is a number (0.5), and '' is nothing", "a number"),
        ({"edition": "2005"}, "the edition is chosen by --edition", "--edition"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    runs: tuple[Run, ...], values: dict[str, str], what: str, repair: str
) -> None:
    with pytest.raises(StudyError) as refused:
        make_try(of(runs, "2002/typed"), values)
    assert what in refused.value.what
    assert repair in refused.value.repair


def test_a_try_is_of_one_run(runs: tuple[Run, ...]) -> None:
    with pytest.raises(StudyError, match="these are 3: study/once, 2002/typed, 2005/typed"):
        make_try(runs, {"least": "3"})
    with pytest.raises(StudyError) as refused:
        make_try(runs[1:], {"least": "3"})
    assert refused.value.repair == "choose one: --only typed --edition 2005"


def test_a_parameter_in_another_cell_is_answered_with_that_cell(study: Project) -> None:
    for number, tags in ((41, ()), (42, ("parameters",))):
        cells = [code("most = 3", *tags), code("least = 3\nprint(least, most)", "remove-output")]
        write_notebook(study.notebooks / f"study/{number}_apart{number}.ipynb", cells)
    said = []
    for run in look(study).runs:
        if "apart" in run.name:
            with pytest.raises(StudyError) as refused:
                make_try([run], {"least": "7"})
            said.append(refused.value.repair)
    assert said == [
        "code cell 2 assigns it: tag that cell 'parameters' (in JupyterLab: the gear at the top right, Cell Tags),"
        " or move it to one that has the tag",
        "code cell 2 assigns it: move it to code cell 1, which has the tag",
    ]


@pytest.mark.parametrize("words", [["least"], ["=3"], ["a=1", "a=2"]])
def test_what_gives_no_value_is_refused(words: list[str]) -> None:
    with pytest.raises(StudyError):
        read_values(words)


class TestATry:
    """Runs of the finished study, none of which has to be made."""

    def test_it_leaves_every_result_and_says_where_it_lies(
        self,
        finished: Project,
        inside: Callable[[Project], None],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        inside(finished)
        before = digest_outputs(finished.runs)
        with pytest.raises(SystemExit):
            main(["run", "--edition", "2005", "--only", "short", "-p", "least=1"])
        place = finished.root / "build/tries/2005/short"
        out = capsys.readouterr().out
        assert out.splitlines()[-1] == (
            f"a try, and no result of the study: {place / 'notebook.ipynb'}"
        )
        assert "runs:" not in out
        assert rows(place) == 1
        assert rows(finished.runs / "2005/short") == 2
        assert json.loads((place / "values.json").read_bytes())["cities"]["value"] == 4
        assert digest_outputs(finished.runs) == before
        assert look(finished).stale == ()

    def test_the_next_one_takes_its_place(self, finished: Project) -> None:
        for least in (3, 1):
            report = run_study(finished, edition="2002", only="short", values={"least": str(least)})
            assert report.tried is not None
            assert rows(report.tried) == least
        assert [path.name for path in finished.tries.glob("*/*")] == ["short"]

    def test_one_that_fails_is_kept_with_tries_and_says_how_to_try_again(
        self, finished: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = digest_outputs(finished.runs)
        edit(finished.notebooks / "edition/10_short.ipynb", "head(least)", "head(3 // least)")
        report = run_study(finished, edition="2002", only="short", values={"least": "0"})
        assert report.tried is None
        show_report(report, "study")
        said = capsys.readouterr()
        assert "again:    study run --edition 2002 --only short -p least=0" in said.err
        assert said.out.endswith("\nruns: 1 failed\n")
        assert "so far:   build/tries/2002/short/notebook.ipynb" in said.err
        assert [run.reasons for run in of(look(finished).runs, "2002/short")] == [
            ("code cell 4 changed",)
        ]
        assert digest_outputs(finished.runs) == before


def rows(folder: Path) -> int:
    return len((folder / "figures/cities.csv").read_text("utf-8").splitlines()) - 1
