"""Words that a study does not write are found in what people write, with file, line and the better word; what others say stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import NOTEBOOKS, ROOT, prose

from quire.book.wording import Avoided, find_avoided, read_avoided, wording_faults
from quire.checking import check_study
from quire.core.errors import Faults
from quire.core.project import Project
from quire.pipeline.notebooks import list_notebooks

LATTER = Avoided("the latter", "its name again")
USE = Avoided("utilis*", "use")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Graz and Wien: the latter.", [1]),
        ("Graz and\nWien. The\nlatter has it.", [2]),
        ("**The latter** is far.", [1]),
        ("| city |\n|---|\n| the latter |", [3]),
        ("```{note}\nOf the latter.\n```", [2]),
        (":::{note} Of the latter\n:::", [1]),
        ("<p title='the latter'>It is the latter.</p>", [1]),
        ("{% trans %}Of the latter.{% endtrans %}", [1]),
        ('The house *The latter* and “the latter”, "the latter".', []),
        ("`the latter` and [it](the-latter.md)", []),
        ("```python\nthe latter = 2\n```", []),
        ("{# the latter #}{{ _('the latter') }}<!-- the latter -->", []),
        ("Bring the ladder, bathe latterly.", []),
        ("In Rue The latter a house stands.", []),
    ],
)
def test_a_phrase_is_found_in_prose_and_nowhere_else(text: str, lines: list[int]) -> None:
    assert [line for line, _, _ in find_avoided(text, [LATTER])] == lines


def test_a_star_stands_for_any_ending() -> None:
    text = "Utilised, utilising; futile, reutilised."
    assert [found for _, found, _ in find_avoided(text, [USE])] == ["Utilised", "utilising"]


def test_every_place_where_people_write_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        (ROOT / "pyproject.toml").read_text("utf-8"), encoding="utf-8"
    )
    files = {
        "locale/words.csv": "avoid,write\nthe latter,its name again\n",
        "book/about.md": "# About\n\nThis and\nthe latter.\n",
        "book/templates/city.html": "<p>\nThe latter</p>\n",
        "data/raw/practices/graz.yml": "title: the latter\n# the latter\nsummary: >-\n  One,\n  and the latter.\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    notebook = json.loads(NOTEBOOKS[0].read_text("utf-8"))
    notebook["cells"].append(prose("Said of the latter."))
    # what is on no page may say anything
    removed = {"metadata": {"tags": ["remove-cell"]}}
    notebook["cells"].append({**prose("A note on the latter."), **removed})
    path = tmp_path / "notebooks" / "edition" / "10_situation.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    project = Project(tmp_path)
    faults = wording_faults(project, list_notebooks(project)[0])
    assert [(fault.file, fault.row) for fault in sorted(faults)] == [
        ("book/about.md", 4),
        ("book/templates/city.html", 2),
        ("data/raw/practices/graz.yml", 5),
        ("notebooks/edition/10_situation.ipynb", 0),
    ]
    assert {fault.repair for fault in faults} == {"write: its name again"}


def test_a_study_without_a_list_has_no_such_words(tmp_path: Path) -> None:
    assert wording_faults(Project(tmp_path), []) == []


def test_no_phrase_stands_twice_in_the_list_or_is_its_own_repair() -> None:
    words = read_avoided(Project(ROOT))
    phrases = [word.phrase for word in words]
    assert len(phrases) == len(set(phrases)) > 40
    assert [word.phrase for word in words if list(find_avoided(word.instead, words))] == []


def test_what_the_style_guide_tells_not_to_write_is_on_the_list() -> None:
    table = (ROOT / "docs/style.md").read_text("utf-8").split("## One word for one thing")[1]
    rows = [line.split("|")[3] for line in table.split("\n## ")[0].splitlines() if "|" in line]
    told = {word.strip() for row in rows[2:] for word in row.split(",") if word.strip()}
    assert len(told) > 5
    assert told - {word.phrase for word in read_avoided(Project(ROOT))} == set()


def test_a_check_of_the_study_tells_of_such_words(study: Project) -> None:
    (study.root / "locale").mkdir(exist_ok=True)
    (study.root / "locale/words.csv").write_text("avoid,write\nthe latter,its name again\n")
    page = study.authored / "about.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text("# About\n\nOf the latter.\n", "utf-8")
    with pytest.raises(Faults) as caught:
        check_study(study)
    assert [(one.file, one.value) for one in caught.value.faults] == [
        (study.relative(page), "the latter")
    ]
