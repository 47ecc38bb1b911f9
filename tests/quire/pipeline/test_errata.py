"""A published value changes with an erratum or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import edit
from invented import rewrite

from quire.core.errors import Faults, StudyError
from quire.core.project import Project
from quire.pipeline.differences import Difference, compare
from quire.pipeline.driver import look, run_study
from quire.pipeline.errata import (
    Change,
    Erratum,
    as_entry,
    check_published,
    freeze,
    read_errata,
    unexplained,
)
from quire.pipeline.vintages import current, read_vintage, versions
from quire.tables.schemas import read_uncompared


@pytest.fixture
def changed(finished: Project) -> Project:
    """A study whose edition was frozen, and then a city in it was found to lie elsewhere and got another name."""
    freeze(finished, look(finished), "2002")
    rewrite(finished.raw, "cities", "AA001C,Alpha,AA,10,50", "AA001C,Alphaville,AA,11,50")
    report = run_study(finished)
    assert not report.failed
    return finished


def entry(project: Project) -> str:
    """The entry that the command prints, with date and reason filled in."""
    plan = look(project)
    sides = read_vintage(project, "2002", 1).files, current(project, plan, "2002").files
    found = compare(*sides, read_uncompared(project))
    text = as_entry(found, 1)
    return text.replace("YYYY-MM-DD", "2003-04-05").replace(
        "Say what was wrong and who found it", "A <b>place</b> was wrong"
    )


def write(project: Project, text: str) -> Path:
    path = project.published / "2002" / "errata.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_frozen_and_nothing_changed_pass(finished: Project) -> None:
    plan = look(finished)
    check_published(finished, plan)
    freeze(finished, plan, "2002")
    check_published(finished, plan)


def test_a_changed_value_is_refused_with_old_new_and_cause(changed: Project) -> None:
    with pytest.raises(StudyError) as raised:
        check_published(changed, look(changed))
    said = str(raised.value)
    assert "1 published value of edition 2002 changed since version 1 without an erratum" in said
    row = next(line.split() for line in said.splitlines() if "short/cities [longitude]" in line)
    # its other name is no value
    assert row == ["short/cities", "[longitude]", "city_code", "=", "AA001C", "10.0", "11.0", "+1"]
    assert "cause, short: raw data/raw/cities.csv changed" in said
    assert "study diff 2002@1 --erratum" in said


def test_an_erratum_mends_it_and_the_next_version_can_be_frozen(changed: Project) -> None:
    with pytest.raises(StudyError, match="without an erratum"):
        freeze(changed, look(changed), "2002")
    write(changed, entry(changed))
    check_published(changed, look(changed))
    (erratum,) = read_errata(changed, "2002")
    assert (erratum.reason, erratum.date.isoformat(), len(erratum.changes)) == (
        "A <b>place</b> was wrong",
        "2003-04-05",
        1,
    )
    freeze(changed, look(changed), "2002")
    assert versions(changed, "2002") == [1, 2]
    # the erratum speaks of version 1; against version 2 there is nothing to explain
    check_published(changed, look(changed))


def test_an_erratum_does_not_cover_another_change(changed: Project) -> None:
    write(changed, entry(changed))
    edit(changed.raw / "editions/2002.yml", "least: 2", "least: 1")
    run_study(changed)
    with pytest.raises(StudyError, match="a row"):
        check_published(changed, look(changed))


def test_an_erratum_that_is_not_so_is_refused(changed: Project) -> None:
    text = entry(changed)
    more = yaml.safe_load(text)
    more["errata"][0]["changes"].append(
        {"page": "short", "output": "cities", "column": "x", "old": 1, "new": 2}
    )
    write(changed, yaml.safe_dump(more))
    with pytest.raises(StudyError, match="1 declared changes are not there: short/cities 1 -> 2"):
        check_published(changed, look(changed))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("date: '2003-04-05'", "date: never", "date"),
        ("version: 1", "version: 0", "version"),
        ("reason:", "reasons:", "did you mean 'reason'"),
        ("errata:\n", "errata: none\nx:\n", "x"),
    ],
)
def test_a_spoilt_file_of_errata_is_reported(
    changed: Project, old: str, new: str, said: str
) -> None:
    text = entry(changed).replace("date: 2003-04-05", "date: '2003-04-05'")
    assert old in text
    write(changed, text.replace(old, new))
    with pytest.raises(Faults, match=said):
        read_errata(changed, "2002")


def test_what_is_added_needs_no_erratum_and_what_is_removed_does() -> None:
    added = Difference("p", "t", (), "", None, "1")
    removed = Difference("p", "t", (), "", "1", None)
    assert unexplained([added, removed], []) == [removed]
    declared = Change(page="p", output="t", old="1", new=None)
    erratum = Erratum.model_validate(
        {"version": 1, "date": "2003-04-05", "reason": "gone", "changes": [declared]}
    )
    assert unexplained([removed], [erratum]) == []
