"""What a study needs of its questions: one small questionnaire, each case with one thing wrong and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from questionnaires import write_folder

from studylib.questionnaire.sheetcheck import Marker
from studylib.questionnaire.studycheck import find_study_faults
from studylib.questionnaire.xlsform import read_questionnaire

SURVEY = """\
type,name,label::English (en),required,study::role,study::scale,study::personal,study::area
text,town,Which city?,yes,city,,,
select_one consent,may,May we publish?,yes,consent,,,
select_one speed,fast,How fast are the trains?,,,rising,,mobility
select_one uses,use,Who travels?,,,,,
text,who,Who else?,,other_of=use,,,
text,mail,Your e-mail,,,,yes,
"""
CHOICES = """\
list_name,name,label::English (en)
consent,named,With the name
consent,totals,In totals only
consent,no,No
speed,1,Slow
speed,2,2
speed,3,Fast
uses,all,Everybody
uses,other,Others
"""


def find(folder: Path, survey: str, choices: str = CHOICES) -> list[tuple[int, str, str, str]]:
    """Row, column, value and what of each fault."""
    form = "form_title,form_id,version,default_language\nT,t,1,English (en)\n"
    questionnaire, faults = read_questionnaire(write_folder(folder / "q", survey, choices, form))
    assert questionnaire is not None, faults
    marked = find_study_faults(Marker(questionnaire), {"mobility"}, None, None)
    return [(one.row, one.column, one.value, one.what) for one in marked]


def test_what_the_study_needs_is_there(tmp_path: Path) -> None:
    assert find(tmp_path, SURVEY) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (",rising,", ",upward,", (4, "study::scale", "upward", "tells no direction of the scale")),
        ("select_one speed", "select_multiple speed", (4, "type", "select_multiple speed", "is a scale, but not of one choice")),
        ("travels?,,,", "travels?,,slow,", (5, "study::role", "slow", "is no role of a question")),
        ("else?,,other_of=use", "else?,,other_of=us", (6, "study::role", "us", "is the other of an unknown question")),
        ("text,who", "date,who", (6, "study::role", "use", "puts a choice in words, and is no text")),
        ("other_of=use", "other_of=fast", (6, "study::role", "fast", "puts a choice in words that 'fast' does not have")),
        ("else?,,other_of=use", "else?,,city", (6, "study::role", "who", "is the second question on the city")),
        ("yes,city,,,", "yes,city,,yes,", (2, "study::role", "town", "is personal, and is needed by the study")),
        ("e-mail,,,,yes,", "e-mail,,,,yes,mobility", (7, "study::area", "mobility", "is of a personal question")),
        ("mobility", "mobilty", (4, "study::area", "mobilty", "is no area of the framework")),
        ("publish?,yes", "publish?,", (3, "required", "may", "has to be required")),
        ("yes,city", "yes,", (0, "study::role", "", "no question asks for the city")),
    ],
)  # fmt: skip
def test_one_thing_that_is_wrong_is_one_fault(
    tmp_path: Path, old: str, new: str, fault: tuple[int, str, str, str]
) -> None:
    assert SURVEY.count(old) == 1
    assert find(tmp_path, SURVEY.replace(old, new)) == [fault]


def test_a_consent_offers_its_three_choices_in_whatever_words(tmp_path: Path) -> None:
    other = CHOICES.replace("consent,totals", "consent,unnamed")
    assert find(tmp_path, SURVEY, other) == []
    less = CHOICES.replace("consent,no,No\n", "").replace("consent,totals,In totals only\n", "")
    assert find(tmp_path, SURVEY, less) == [
        (3, "type", "may", "offers no choice 'no'"),
        (3, "type", "may", "offers no choice 'totals'"),
    ]
