"""Every form walks the same parts with the same numbers."""

from __future__ import annotations

from pathlib import Path

from questionnaires import SURVEY, write_folder

from studylib.forms.parts import Matrix, Part, Single, arrange, numbers_of, say, walk
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.xlsform import read_questionnaire


def read(folder: Path, survey: str = SURVEY) -> Questionnaire:
    questionnaire, faults = read_questionnaire(write_folder(folder, survey))
    assert questionnaire is not None
    assert faults == []
    return questionnaire


def test_questions_are_numbered_through_and_a_matrix_is_one(tmp_path: Path) -> None:
    numbers = numbers_of(arrange(read(tmp_path)))
    asked = ["city", "trains", "lines", "uses_other", "slow_money", "slow_skills", "p_title"]
    assert [numbers[name] for name in asked] == ["1", "4", "5", "10", "14", "14", "15"]
    assert numbers["thanks"] == ""


def test_sections_come_in_order_and_questions_outside_of_groups_have_one_without_a_name(
    tmp_path: Path,
) -> None:
    sections = arrange(read(tmp_path))
    assert [section.group.name for section in sections] == [
        "who",
        "",
        "network",
        "",
        "practice",
        "",
    ]
    matrix = sections[3].parts[0]
    assert isinstance(matrix, Matrix)
    assert [row.name for row in matrix.rows] == ["slow_money", "slow_skills"]
    assert sections[4].group.repeat


def test_groups_inside_of_groups_are_parts_of_their_section(tmp_path: Path) -> None:
    lines = [
        "type,name,label::English (en)",
        "begin_group,outer,Outer",
        "text,before,Before",
        "begin_group,inner,Inner",
        "text,inside,Inside",
        "end_group,,",
        "text,after,After",
        "end_group,,",
    ]
    (section,) = arrange(read(tmp_path, "\n".join(lines)))
    kinds = [type(part) for part in section.parts]
    assert kinds == [Single, Part, Single]
    names = [part.question.name for part in walk([section]) if isinstance(part, Single)]
    assert names == ["before", "inside", "after"]


def test_words_are_one_line_without_signs_that_no_file_may_hold() -> None:
    assert say({"en": "Two\nlines\x07 here"}, "en") == "Two lines here"
