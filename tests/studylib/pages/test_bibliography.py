"""References of the tables, read back by a program made for BibTeX."""

from __future__ import annotations

import datetime

import pytest
from conftest import ROOT
from pybtex.database import parse_string

from quire.core.project import Project
from quire.tables.sources import Source
from studylib.pages.bibliography import cited, escaped, references
from studylib.pages.papers import read_papers

REAL = read_papers(Project(ROOT))


def changed(**fields: object) -> Source:
    """A real sidecar with other words in it."""
    return REAL["perception"].model_copy(update=fields)


def test_every_table_and_the_study_are_entries_that_a_program_reads() -> None:
    found = parse_string(references(REAL, "1.2.3"), "bibtex").entries
    assert set(found) == {"smart_cities_study", *REAL}
    assert found["smart_cities_study"].fields["version"] == "1.2.3"
    for name, source in REAL.items():
        assert found[name].fields["url"] == source.addresses[0]
        assert found[name].fields["note"]


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
    assert "retrieved" not in cited(changed(retrieved=None))
    assert cited(changed(retrieved=datetime.date(2020, 1, 2))).endswith(", retrieved 2020-01-02")
    assert 'note = "retrieved 2020-01-02; ' in references(
        {"a": changed(retrieved=datetime.date(2020, 1, 2))}, "1"
    )
