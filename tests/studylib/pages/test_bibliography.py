"""References of the tables, read back by a program made for BibTeX."""

from __future__ import annotations

import datetime

import pytest
from conftest import ROOT
from pybtex.database import parse_string

from quire.core.project import Project
from quire.tables.sources import Source
from studylib.pages.bibliography import escaped, references
from studylib.pages.papers import read_papers

REAL = read_papers(Project(ROOT))


def changed(**fields: object) -> Source:
    """A real sidecar with other words in it."""
    source = REAL["perception"]
    assert isinstance(source, Source)
    return source.model_copy(update=fields)


def test_every_table_and_the_study_are_entries_that_a_program_reads() -> None:
    found = parse_string(references(REAL, "1.2.3"), "bibtex").entries
    assert found["smart_cities_study"].fields["version"] == "1.2.3"
    entries = {entry.fields["url"] for name, entry in found.items() if name in REAL}
    alone = [one.origins[0] for one in REAL.values() if len(one.origins) == 1]
    assert entries == {one.addresses[0] for one in alone}
    assert all(entry.fields["note"] for entry in found.values())


def test_each_dataset_of_a_table_is_an_entry_of_its_own_publisher() -> None:
    parts = REAL["official_statistics"].origins
    text = references({"statistics": REAL["official_statistics"]}, "1")
    found = parse_string(text, "bibtex").entries
    assert len(found) == 1 + len(parts) > 2
    for number, one in enumerate(parts, 1):
        entry = found[f"statistics_{number}"]
        assert [str(each) for each in entry.persons["author"]] == [f"{{{one.publisher}}}"]
        assert entry.fields["url"] == one.addresses[0]


def test_the_words_of_a_sidecar_cannot_end_a_field() -> None:
    nasty = changed(
        title="50 % {of R&D_x\n @misc{b, \\input", publisher="A, B and C", retrieved=None
    )
    found = parse_string(references({"a": nasty}, "1"), "bibtex").entries["a"]
    assert found.fields["title"] == (
        "{"
        + r"50 \% \textbraceleft{}of R\&D\_x @misc\textbraceleft{}b, \textbackslash{}input"
        + "}"
    )
    assert found.fields["url"] == nasty.addresses[0]
    assert [str(each) for each in found.persons["author"]] == ["{A, B and C}"]


@pytest.mark.parametrize("title", ["a { b", "a } b", "}", "{{"])
def test_a_single_brace_breaks_no_entry(title: str) -> None:
    text = references(
        {"a": changed(title=title, addresses=("https://example.org/{x",)), "b": changed()}, "1"
    )
    found = parse_string(text, "bibtex").entries
    assert set(found) == {"smart_cities_study", "a", "b"}
    assert found["a"].fields["url"] == "https://example.org/%7Bx"


@pytest.mark.parametrize(
    ("sign", "safe"), [("~", r"\textasciitilde{}"), ("^", r"\textasciicircum{}"), ("$", r"\$")]
)
def test_signs_of_tex_are_shown_as_they_are(sign: str, safe: str) -> None:
    assert escaped(f"a{sign}b") == f"a{safe}b"


def test_a_day_that_is_not_known_is_left_out() -> None:
    assert "retrieved" not in references({"a": changed(retrieved=None)}, "1")
    assert 'note = "retrieved 2020-01-02; ' in references(
        {"a": changed(retrieved=datetime.date(2020, 1, 2))}, "1"
    )
