"""What was published stays: frozen whole, read back as it was, and never edited."""

from __future__ import annotations

import pytest
from conftest import edit

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.pipeline import vintages
from quire.pipeline.driver import look
from quire.pipeline.errata import freeze
from quire.pipeline.vintages import causes, current, named, read_vintage, versions


def test_freezing_keeps_values_and_data_of_every_page(finished: Project) -> None:
    made = freeze(finished, look(finished), "2002")
    assert (made.name, versions(finished, "2002"), versions(finished, "2005")) == (
        "2002@1",
        [1],
        [],
    )
    folder = finished.published / "2002" / "1"
    there = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    assert there == [
        "record.json",
        "short/figures/cities.csv",
        "short/values.json",
        "words/values.json",
    ]
    for name, data in made.files.items():
        page, _, file = name.partition("/")
        assert (finished.runs / "2002" / page / file).read_bytes() == data
    assert look(finished).stale == ()


def test_a_second_version_needs_other_values(finished: Project) -> None:
    plan = look(finished)
    freeze(finished, plan, "2002")
    with pytest.raises(StudyError, match="are those of version 1"):
        freeze(finished, plan, "2002")


def test_stale_values_are_not_frozen(finished: Project) -> None:
    edit(finished.notebooks / "edition/10_short.ipynb", "Cities.", "Towns.")
    with pytest.raises(StudyError, match=r"2002/short\n.*study run --edition 2002"):
        freeze(finished, look(finished), "2002")
    assert not finished.published.exists()


def test_a_notebook_of_what_lives_on_is_not_frozen(finished: Project) -> None:
    edit(
        finished.notebooks / "edition/20_words.ipynb",
        '"kernelspec"',
        '"study": {"frozen": false},\n"kernelspec"',
    )
    edit(
        finished.notebooks / "edition/10_short.ipynb",
        '"kernelspec"',
        '"study": {"frozen": false},\n"kernelspec"',
    )
    assert current(finished, look(finished), "2002").files == {}


@pytest.mark.parametrize("name", ["short/values.json", "short/figures/cities.csv", "record.json"])
@pytest.mark.parametrize("spoil", ["edit", "remove"])
def test_a_frozen_file_that_was_touched_is_named(finished: Project, name: str, spoil: str) -> None:
    freeze(finished, look(finished), "2002")
    path = finished.published / "2002" / "1" / name
    if spoil == "remove":
        path.unlink()
    else:
        path.write_bytes(b"spoilt")
    with pytest.raises(
        StudyError, match=r"(?s)data/published/2002/1.*restore it from version control"
    ):
        read_vintage(finished, "2002", 1)


def test_a_freeze_that_is_cut_off_leaves_no_version(
    finished: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(vintages, "put_in_place", cut)
    with pytest.raises(KeyboardInterrupt):
        freeze(finished, look(finished), "2002")
    assert versions(finished, "2002") == []


def test_versions_are_called_by_edition_and_number(finished: Project) -> None:
    plan = look(finished)
    freeze(finished, plan, "2002")
    assert named(finished, plan, "2002@1").version == 1
    assert named(finished, plan, "2002").name == "2002 now"
    for wrong, said in {
        "2002@2": "no frozen version 2",
        "2005@1": "freeze one: study freeze 2005",
        "20022": "use one of: '2002', '2005'",
        "study": "has no runs",
        "../2002": "names no version",
        "2002@0": "names no version",
    }.items():
        with pytest.raises(StudyError, match=said):
            named(finished, plan, wrong)


def test_the_cause_is_told_by_raw_file_and_part_of_the_key(finished: Project) -> None:
    frozen = freeze(finished, look(finished), "2002")
    assert causes(frozen, frozen) == {"short": (), "words": ()}
    now = vintages.Vintage(
        "2002",
        0,
        frozen.files,
        {"short": {**frozen.keys["short"], "parameters": {"edition": "2002", "least": 5}}},
        {**frozen.raw, "data/raw/cities.csv": "0" * 64},
    )
    found = causes(frozen, now)
    # parameters have nothing to do with the raw files, so these are not named
    assert found == {"short": ("parameter least: 2 -> 5",), "words": ("the page is gone",)}
    inputs = {"short": {**frozen.keys["short"], "inputs": {"2002/cities.csv": "0" * 64}}}
    fed = causes(frozen, vintages.Vintage("2002", 0, frozen.files, inputs, now.raw))
    assert fed["short"][0] == "raw data/raw/cities.csv changed"
    assert "input 2002/cities.csv changed" in fed["short"]
