"""Whom to remind of what."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from conftest import edit
from questionnaires import write_folder
from secretariat import EDITION, write_secretariat

from quire.core.errors import StudyError
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.xlsform import read_questionnaire
from studylib.secretariat.reminders import list_reminders, write_reminders

CITIES = pd.DataFrame(
    [
        ("silent", "Silent", "UY", "2009-01-01", "", ""),
        ("begun", "Begun", "MX", "2009-01-05", "", ""),
        ("sent", "Sent", "ES", "2009-01-01", "2009-02-01", "named"),
        ("unsaid", "=Unsaid", "JP", "2009-01-03", "2009-02-01", ""),
        ("doubted", "Doubted", "FR", "2009-01-04", "2009-02-01", "totals"),
        ("never", "Never", "ES", "2009-01-01", "2009-02-01", "no"),
    ],
    columns=["participant", "city", "country_code", "invited_on", "answered_on", "consent"],
)
ANSWERS = pd.DataFrame(
    [
        *(
            (who, item, "x")
            for who in ("sent", "unsaid", "doubted", "never")
            for item in ("city", "consent", "trains")
        ),
        ("begun", "city", "x"),
    ],
    columns=["participant", "item", "value"],
)
DOUBTS = pd.DataFrame({"city": ["Doubted", "Doubted", "Never"]})


@pytest.fixture
def questionnaire(tmp_path: Path) -> Questionnaire:
    made, _ = read_questionnaire(write_folder(tmp_path))
    assert made is not None
    return made


def test_cities_with_something_open_are_listed_with_language_and_days(
    questionnaire: Questionnaire,
) -> None:
    frame = list_reminders(CITIES, ANSWERS, DOUBTS, questionnaire, "2009-01-11")
    assert frame.to_numpy().tolist() == [
        ["silent", "Silent", "UY", "es", 10, "no answer yet"],
        ["unsaid", "=Unsaid", "JP", "en", 8, "consent to publication"],
        ["doubted", "Doubted", "FR", "en", 7, "2 answers to be made clear"],
        ["begun", "Begun", "MX", "es", 6, "answers begun, not sent; no answer to question 4"],
    ]


def test_doubts_about_a_city_are_not_said_of_another_of_its_name() -> None:
    two = CITIES[CITIES["participant"].isin(["sent", "doubted"])].assign(city="Springfield")
    doubts = pd.DataFrame({"city": ["Springfield", "Springfield"], "participant": ["sent", ""]})
    frame = list_reminders(two, ANSWERS, doubts, None, "2009-01-11")
    assert frame[["participant", "open"]].to_numpy().tolist() == [
        ["sent", "1 answer to be made clear"]
    ]


def test_a_list_without_doubts_or_questionnaire_can_be_made() -> None:
    frame = list_reminders(CITIES, ANSWERS, pd.DataFrame(), None, "2009-01-11")
    assert frame["participant"].to_list() == ["silent", "unsaid", "begun"]


def test_the_list_lies_with_the_secretariat_and_is_the_same_again(tmp_path: Path) -> None:
    project = write_secretariat(tmp_path)
    path, number = write_reminders(project, EDITION)
    assert project.relative(path) == "data/incoming/2009/reminders.csv"
    data = path.read_bytes()
    head, *lines = data.decode().splitlines()
    assert head == "participant,city,country_code,language,days,open"
    assert number == len(lines) == 9
    write_reminders(project, EDITION)
    assert path.read_bytes() == data


def test_doubts_are_counted_however_a_spreadsheet_saved_them(tmp_path: Path) -> None:
    project = write_secretariat(tmp_path)
    folder = project.incoming / EDITION
    cities = (folder / "cities.csv").read_text("utf-8").replace("Alpha,", "Älpha,")
    (folder / "cities.csv").write_text(cities, "utf-8")
    (folder / "doubts.csv").write_bytes("doubt;city\r\na1;Älpha\r\na2;Älpha\r\n".encode("cp1252"))
    path, _ = write_reminders(project, EDITION)
    assert "2 answers to be made clear" in path.read_text("utf-8")


def test_no_city_is_a_formula_in_the_list(tmp_path: Path) -> None:
    project = write_secretariat(tmp_path)
    edit(project.incoming / EDITION / "cities.csv", "Theta", "=Theta")
    path, _ = write_reminders(project, EDITION)
    assert ",'=Theta," in path.read_text("utf-8")


def test_an_edition_whose_cities_are_not_here_has_no_reminders(tmp_path: Path) -> None:
    project = write_secretariat(tmp_path)
    (project.incoming / EDITION / "cities.csv").unlink()
    with pytest.raises(StudyError, match="not on this machine"):
        write_reminders(project, EDITION)
