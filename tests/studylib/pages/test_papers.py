"""The page on data and sources: everything a sidecar says, for every table."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from invented import write_raw, write_sidecar
from rendered import TEMPLATES

from quire.core.errors import Faults
from quire.core.project import Project
from quire.tables.sources import Source
from studylib.pages.papers import make_papers, read_papers


def said(project: Project, name: str = "sources.md") -> str:
    return TEMPLATES.render(name, papers=make_papers(project, read_papers(project)))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    write_raw(tmp_path)
    return Project(tmp_path)


def test_corrections_caveats_and_doubts_are_shown_with_their_reasons(project: Project) -> None:
    correction = {
        "row": {"city_code": "AA001C"},
        "column": "value",
        "old": "9",
        "new": "",
        "reason": "A *slip*",
    }
    correction |= {"sources": ["https://example.org/s"], "certainty": "probable"}
    caveat = {"row": {"city_code": "BB001C"}, "what": "hard to believe"}
    write_sidecar(
        project.raw,
        "priorities",
        corrections=[correction],
        caveats=[caveat],
        doubts=["Is it <true>?"],
    )
    text = said(project)
    assert (
        r"| city\_code = AA001C | value | 9 | missing | A \*slip\* | probable: [example\.org](<https://example.org/s>) |"
        in text
    )
    assert r"city\_code = BB001C: hard to believe" in text
    assert r"Is it \<true\>?" in text.replace(r"\?", "?")


def test_an_unknown_day_is_not_invented(project: Project) -> None:
    assert "**Retrieved:** the day was not recorded" in said(project)


@pytest.mark.parametrize(
    ("dataset", "retrieved", "expected"),
    [
        (None, None, r"An office: *Rain*, [example\.org](<https://example.org/a>)"),
        ("t1", None, r"An office: *Rain*, dataset t1, [example\.org](<https://example.org/a>)"),
        (
            None,
            datetime.date(2020, 1, 2),
            r"An office: *Rain*, [example\.org](<https://example.org/a>), retrieved 2020\-01\-02",
        ),
        (
            "t1",
            datetime.date(2020, 1, 2),
            r"An office: *Rain*, dataset t1, [example\.org](<https://example.org/a>), retrieved 2020\-01\-02",
        ),
    ],
)
def test_a_table_is_cited_with_its_dataset_and_day_as_far_as_they_are_known(
    dataset: str | None, retrieved: datetime.date | None, expected: str
) -> None:
    one = Source.model_construct(
        publisher="An office",
        title="Rain",
        dataset=dataset,
        retrieved=retrieved,
        addresses=("https://example.org/a",),
    )
    assert TEMPLATES.render("source_cited.md", one=one) == expected


def test_rows_are_counted_without_the_header(project: Project) -> None:
    (line,) = [
        each
        for each in said(project, "sources_table.md").splitlines()
        if "data/perception.csv" in each
    ]
    assert line.split(" | ")[2] == "9"


def test_each_dataset_of_a_table_stands_with_its_own_publisher_and_terms(project: Project) -> None:
    part = {
        **{"title": "People *counted*", "publisher": "Town <hall>", "dataset": "people"},
        **{"addresses": ["https://example.org/p"], "licence": "ask", "retrieved": "2002-03-04"},
        "changes": "None.",
        "vintages": [
            {
                **{"subject": "unemployment", "retrieved": "2002-03-04", "rows": 5},
                **{"files": {"a.tsv": "0" * 64}, "changed": "2 figures are new"},
            }
        ],
    }
    other = {**part, "title": "Others", "publisher": "UN", "licence": "free", "vintages": []}
    write_sidecar(project.raw, "official_statistics", sources=[part, other])
    text = said(project)
    first, second = text.index(r"### People \*counted\*"), text.index("### Others")
    assert r"**Publisher:** Town \<hall\>" in text[first:second]
    assert "**Terms of use:** ask" in text[first:second]
    taken = "unemployment, 5 figures retrieved 2002-03-04; 2 figures are new"
    assert taken in text[first:second].replace("\\-", "-")
    assert "**Publisher:** UN" in text[second:]
    (line,) = [one for one in said(project, "sources_table.md").splitlines() if "official" in one]
    assert r"| Town \<hall\> and UN |" in line


def test_a_faulty_sidecar_is_reported(project: Project) -> None:
    write_sidecar(project.raw, "cities", licence="")
    with pytest.raises(Faults, match="licence"):
        read_papers(project)


def test_every_table_of_the_study_is_there_with_terms_digest_and_download(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for folder in ("raw", "schema"):
        shutil.copytree(ROOT / "data" / folder, tmp_path / "data" / folder)
    papers = read_papers(project)
    text = said(project)
    assert sorted(papers) == sorted(path.stem for path in project.raw.glob("*.csv"))
    for name, each in papers.items():
        assert f"<data/{name}.csv>" in text
        assert each.sha256 in text
    assert text.count("**Terms of use:**") == sum(len(each.origins) for each in papers.values())
