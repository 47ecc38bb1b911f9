"""The report of a half-year: what is in it, in which order, and what it says of what is missing."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdf
import pytest
from secretariat import ACTIVITIES, EDITION, write_messages, write_secretariat

from quire.core.errors import Faults, StudyError
from quire.core.project import Project
from quire.printing.papers import Block, Heading, Paper, Table, Text
from studylib.secretariat.half_years import HalfYear, read_half_year
from studylib.secretariat.material import read_material
from studylib.secretariat.report import list_missing, make_report, write_report

FIRST, SECOND = HalfYear(2009, 1), HalfYear(2009, 2)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write_secretariat(tmp_path)


def report_of(project: Project, half_year: HalfYear | None = None) -> Paper:
    return make_report(read_material(project, EDITION, half_year))


def below(paper: Paper, heading: str) -> list[Block]:
    """The blocks between a heading and the next one of its level or above."""
    headings = [
        (at, block.level)
        for at, block in enumerate(paper.blocks)
        if isinstance(block, Heading) and block.text == heading
    ]
    at, level = headings[0]
    rest = paper.blocks[at + 1 :]
    end = next(
        (n for n, block in enumerate(rest) if isinstance(block, Heading) and block.level <= level),
        len(rest),
    )
    return list(rest[:end])


def rows(paper: Paper, heading: str) -> list[tuple[str, ...]]:
    return [
        row for block in below(paper, heading) if isinstance(block, Table) for row in block.rows
    ]


def words(paper: Paper, heading: str) -> str:
    return " ".join(block.text for block in below(paper, heading) if isinstance(block, Text))


def test_sections_come_in_the_order_that_is_asked_for(project: Project) -> None:
    paper = report_of(project)
    sections = [b.text for b in paper.blocks if isinstance(b, Heading) and b.level == 1]
    assert sections == [
        "Activities carried out and foreseen",
        "Members",
        "The 2009 edition against its calendar",
        "Participation by region",
        "Plan of dissemination, and what came of it",
        "Leadership",
        "Results",
    ]
    kinds = [b.text for b in below(paper, sections[0]) if isinstance(b, Heading)]
    assert kinds == [
        *("Implementation", "Advocacy", "Monitoring", "Learning", "Strengthening the network"),
    ]


def test_activities_are_carried_out_late_or_foreseen_by_half_year(project: Project) -> None:
    paper = report_of(project)
    assert rows(paper, "Implementation") == [
        (
            *(
                "2009-1",
                "22 January 2009",
                "First workshop on trains, Alpha, with Beta",
                "carried out",
            ),
            "12 cities took part, https://example.org/w",
        ),
        ("2009-2", "1 September 2009", "Second workshop, Beta", "foreseen", ""),
    ]
    assert rows(paper, "Advocacy") == [
        ("2009-1", "1 March 2009", "Letter to the council", "late", "")
    ]
    # due on the very day, so not late; what was done in another half-year is in its report
    assert rows(paper, "Learning")[0][3] == "foreseen"
    assert rows(paper, "Monitoring") == []
    earlier = report_of(project, HalfYear(2008, 2))
    assert rows(earlier, "Monitoring") == [
        ("2008-2", "31 December 2008", "Count of trains", "carried out", "Counted")
    ]


def test_members_are_those_of_the_day_with_who_joined_and_left(project: Project) -> None:
    paper = report_of(project)
    assert [row[0] for row in rows(paper, "Members")] == ["Alpha", "Beta", "Eta", "Omega", "Zeta"]
    assert words(paper, "Members") == (
        "On 10 March 2009 the Community had 5 members in 2 countries. "
        "In the half-year Beta (Aland) joined. In the half-year Gamma (Aland) left."
    )


def test_the_calendar_says_what_is_done_late_and_due(project: Project) -> None:
    states = [row[3] for row in rows(report_of(project), "The 2009 edition against its calendar")]
    assert states == ["done", "done, 3 days late", "late by 3 days", "due", "due"]


def test_participation_counts_the_invited_and_who_answered(project: Project) -> None:
    paper = report_of(project)
    assert rows(paper, "Participation by region") == [
        ("Asia", "3", "1", "33"),
        ("Europe", "6", "5", "83"),
        ("All", "9", "6", "67"),
    ]
    assert words(paper, "Participation by region") == (
        "Of 9 cities invited, 6 (67 per cent) had answered by 10 March 2009."
    )


def test_dissemination_has_its_plan_and_what_came_of_it(project: Project) -> None:
    paper = report_of(project)
    heading = "Plan of dissemination, and what came of it"
    assert rows(paper, heading) == [
        (
            *("Mayors", "Letter", "1 February 2009", "done on 3 February 2009"),
            *("https://example.org/l", "9 replies"),
        ),
        ("Press", "Note", "1 March 2009", "late", "", ""),
        ("Cities", "Session", "1 May 2009", "foreseen", "", ""),
    ]
    assert words(paper, heading) == (
        "Of 3 steps of the plan, 1 was done by 10 March 2009, 1 is late and 1 is foreseen."
    )


def test_leadership_is_who_holds_an_office_in_the_half_year(project: Project) -> None:
    assert [row[0] for row in rows(report_of(project), "Leadership")] == ["Chair: Alpha"]
    later = rows(report_of(project, SECOND), "Leadership")
    assert [row[0] for row in later] == ["Chair: Alpha", "Vice-chair: Beta"]


def test_results_are_the_key_messages_that_rest_on_something(project: Project) -> None:
    write_messages(project, "government_messages", "government-messages")
    said = words(report_of(project), "Results")
    assert said == (
        "Trains are late (5 cities, interval 20 to 60). "
        "The edition has no key messages yet from the figures beside the study."
    )


def test_what_is_missing_is_said_and_where_it_would_be_told(tmp_path: Path) -> None:
    project = write_secretariat(tmp_path, activities="", dissemination="")
    project.raw.joinpath("members.csv").write_text(
        "member,city,country_code,joined_on,left_on,source\n"
    )
    from invented import write_sidecar

    write_sidecar(project.raw, "members")
    cities = project.incoming / EDITION / "cities.csv"
    head, *lines = cities.read_text("utf-8").splitlines()
    bare = [",".join([*line.split(",")[:4], "", *line.split(",")[5:]]) for line in lines]
    cities.write_text("\n".join([head, *bare, ""]), "utf-8")
    material = read_material(project, EDITION)
    paper = make_report(material)
    assert words(paper, "Activities carried out and foreseen") == "No activities are on record."
    assert "who joined and who left is not known" in words(paper, "Members")
    assert "No plan of dissemination" in words(paper, "Plan of dissemination, and what came of it")
    assert "not on record" in words(paper, "Leadership")
    assert [line.partition(":")[0] for line in list_missing(material)] == [
        *("activities and leadership", "plan of dissemination", "list of members", "results"),
    ]


def test_word_file_and_pdf_say_the_same_and_are_the_same_bytes_again(project: Project) -> None:
    paths, missing = write_report(project, EDITION)
    assert [project.relative(path) for path in paths] == [
        "build/internal/report/2009-2009-1.docx",
        "build/internal/report/2009-2009-1.pdf",
    ]
    assert [line.partition(":")[0] for line in missing] == ["results"]
    first = [path.read_bytes() for path in paths]
    document = docx.Document(io.BytesIO(first[0]))
    table = [[cell.text for cell in row.cells] for row in document.tables[-2].rows]
    assert ["Press", "Note", "1 March 2009", "late", "", ""] in table
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(first[1])).pages)
    assert "Gamma (Aland) left" in " ".join(text.split())
    write_report(project, EDITION)
    assert [path.read_bytes() for path in paths] == first


def test_all_faults_come_together_and_nothing_is_written(tmp_path: Path) -> None:
    wrong = ACTIVITIES.replace("2009-01-22", "2009-03-11").replace("advocacy,", "party,")
    project = write_secretariat(tmp_path, activities=wrong, dissemination="audience;channel\n")
    with pytest.raises(Faults) as raised:
        write_report(project, EDITION)
    said = str(raised.value)
    assert "activities.csv:2 [done_on] '2009-03-11': is after as_of, 2009-03-10" in said
    assert "activities.csv:4 [kind] 'party': is not a word of this column" in said
    assert "dissemination.csv" in said
    assert not project.build.exists()


def test_half_years_are_written_as_year_and_half() -> None:
    assert read_half_year("2009-2") == SECOND
    with pytest.raises(StudyError, match="is no half-year"):
        read_half_year("2009-3")


def test_an_edition_without_a_calendar_needs_a_half_year(project: Project) -> None:
    with pytest.raises(StudyError, match="--half-year"):
        read_material(project, "2002")
    assert read_material(project, "2002", FIRST).as_of == "2009-06-30"
