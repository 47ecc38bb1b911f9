"""The parameter contract: one flat table of what may not be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import code, write_notebook
from invented import EDITION, write_settings

from quire.core.project import Project
from quire.pipeline.contract import contract_faults, parameters_of
from quire.pipeline.notebooks import Kind, Notebook, read_notebook
from studylib.data.editions import Edition

USE = "print(edition, least)"


def edition(choices: dict[str, Any], **changes: Any) -> Edition:
    return Edition.model_validate({**EDITION, "id": "2002", "choices": choices, **changes})


def notebook(
    root: Path, parameters: str, use: str, kind: Kind = Kind.EDITION, needs: str = ""
) -> Notebook:
    (root / "src" / "studylib").mkdir(parents=True, exist_ok=True)
    write_settings(root)
    path = write_notebook(
        root / "notebooks" / kind / f"10_{kind}.ipynb", [code(parameters, "parameters"), code(use)]
    )
    if needs:
        data = json.loads(path.read_text())
        data["metadata"]["study"] = {"needs": needs}
        path.write_text(json.dumps(data))
    read, faults = read_notebook(Project(root), path, kind)
    assert read is not None, faults
    return read


@pytest.mark.parametrize(
    ("parameters", "use", "choices", "said"),
    [
        ('edition = "2002"\nleast = 3', USE, {"least": 4}, []),
        ('edition = "2002"\nleast = 3.0', USE, {"least": 4}, []),
        ('edition = "2002"\nleast = None', USE, {"least": "a"}, []),
        ('edition = "2002"', "print(edition)", {}, []),
        ('edition = "2002"\nleast = 3', USE, {}, []),
        (
            'edition = "2002"\nleast = 3',
            USE,
            {"leest": 4},
            [
                "data/raw/editions/2002.yml [choices] 'leest': is a parameter of no notebook that runs once per"
                " edition - did you mean 'least'?",
            ],
        ),
        (
            'edition = "2002"\nleast = 3',
            "print(edition)",
            {"least": 4},
            ["NOTEBOOK [code cell 1] 'least': is used in no other cell"],
        ),
        (
            'edition = "2002"\nleast = 3',
            "least = 5\nprint(edition, least)",
            {"least": 4},
            ["NOTEBOOK [code cell 1] 'least': is assigned again in another cell"],
        ),
        (
            'edition = "2002"\nleast = 3',
            USE,
            {"least": "4"},
            [
                "data/raw/editions/2002.yml [choices.least] '4': is text, but NOTEBOOK has a whole number as its default"
            ],
        ),
        (
            'edition = "2002"\nleast = 3',
            USE,
            {"least": True},
            [
                "data/raw/editions/2002.yml [choices.least] 'True': is true or false, but NOTEBOOK has a whole number"
            ],
        ),
        ("least = 3", "print(least)", {"least": 4}, ["NOTEBOOK: has no parameter 'edition'"]),
        (
            "least = 3",
            'edition = "2002"\nprint(least)',
            {"least": 4},
            [
                "NOTEBOOK: has no parameter 'edition' - code cell 2 assigns it: move it to code cell 1"
            ],
        ),
        (
            'edition = "2003"',
            "print(edition)",
            {},
            ["NOTEBOOK [code cell 1] 'edition': has the default '2003', for which it does not run"],
        ),
        (
            "edition = 2002",
            "print(edition)",
            {},
            [
                "NOTEBOOK [code cell 1] 'edition': has the default 2002, a whole number, and an edition is text"
                ' - write it in quotes: edition = "2002"'
            ],
        ),
    ],
)
def test_the_contract(
    tmp_path: Path, parameters: str, use: str, choices: dict[str, Any], said: list[str]
) -> None:
    read = notebook(tmp_path, parameters, use)
    faults = sorted(str(fault) for fault in contract_faults([read], [edition(choices)]))
    expected = sorted(each.replace("NOTEBOOK", read.where) for each in said)
    assert len(faults) == len(expected), faults
    for fault, start in zip(faults, expected, strict=True):
        assert fault.startswith(start)


def test_a_notebook_across_editions_takes_its_defaults_and_no_edition(tmp_path: Path) -> None:
    read = notebook(tmp_path, "least = 3", "print(least)", Kind.STUDY)
    assert contract_faults([read], [edition({})]) == []
    assert parameters_of(read, None) == {"least": 3}
    (fault,) = contract_faults([read], [edition({"least": 4})])
    assert fault.what == "is a parameter of no notebook that runs once per edition"
    read = notebook(tmp_path, 'edition = "2002"', "print(edition)", Kind.STUDY)
    (fault,) = contract_faults([read], [edition({})])
    assert (fault.file, fault.value) == (read.where, "edition")


def test_choices_of_a_recorded_edition_must_mean_something_but_need_not_be_complete(
    tmp_path: Path,
) -> None:
    read = notebook(tmp_path, 'edition = "2002"\nleast = 3', USE)
    running = edition({"least": 4})
    recorded = edition({}, id="2003", status="recorded")
    assert contract_faults([read], [running, recorded]) == []
    wrong = edition({"most": 4}, id="2003", status="recorded")
    assert [each.value for each in contract_faults([read], [running, wrong])] == ["most"]


PREPARING = {
    "id": "2009",
    "status": "in preparation",
    "preparation": {"as_of": "2009-03-10", "calendar": []},
}


@pytest.mark.parametrize(
    ("default", "needs", "said"),
    [
        ("next", "preparation", ""),
        (
            "2009",
            "preparation",
            "has the default '2009', and its edition is whichever is in preparation - write edition = \"next\"",
        ),
        ("2002", "preparation", 'write edition = "next"'),
        ("next", "", "has the default 'next', for which it does not run"),
        ("2009", "", "has the default '2009', for which it does not run"),
    ],
)
def test_only_a_notebook_on_preparation_is_about_the_next_edition(
    tmp_path: Path, default: str, needs: str, said: str
) -> None:
    read = notebook(tmp_path, f'edition = "{default}"', "print(edition)", needs=needs)
    faults = contract_faults([read], [edition({}), edition({}, **PREPARING)])
    assert (said in str(faults[0])) if said else (faults == [])


def test_an_edition_gives_no_value_but_those_that_differ_from_the_defaults(tmp_path: Path) -> None:
    one = notebook(tmp_path / "a", 'edition = "2002"\nleast = 3', USE)
    two = notebook(tmp_path / "b", 'edition = "2002"\nmost = 9', "print(edition, most)")
    own = edition({"least": 4})
    assert contract_faults([one, two], [own, edition({}, id="2003")]) == []
    assert parameters_of(one, own) == {"edition": "2002", "least": 4}
    assert parameters_of(two, own) == {"edition": "2002", "most": 9}


def test_no_edition_may_be_called_next(tmp_path: Path) -> None:
    read = notebook(tmp_path, 'edition = "2002"', "print(edition)")
    (fault,) = contract_faults([read], [edition({}), edition({}, id="next")])
    assert (fault.file, fault.what) == (
        "data/raw/editions/next.yml",
        "'next' is the name of whichever edition is in preparation",
    )


def test_no_edition_may_be_called_as_the_runs_across_editions(tmp_path: Path) -> None:
    read = notebook(tmp_path, 'edition = "2002"', "print(edition)")
    faults = contract_faults([read], [edition({}), edition({}, id="study")])
    assert [each.file for each in faults] == ["data/raw/editions/study.yml"]


def test_a_run_gets_the_edition_and_its_choices_in_the_order_of_the_cell(tmp_path: Path) -> None:
    read = notebook(tmp_path, 'least = 3\nedition = "2002"', USE)
    assert list(parameters_of(read, edition({"least": 4})).items()) == [
        ("least", 4),
        ("edition", "2002"),
    ]
