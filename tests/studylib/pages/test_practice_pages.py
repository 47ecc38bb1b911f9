"""The pages on practices, as text: every word of a file is shown as it stands, and nothing is left without its source."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import invented
import pytest
from rendered import rendered

from quire.core.project import Project
from studylib.pages.practice_pages import CATALOGUE, practice_pages

NASTY = 'Maps *bold* {ref}`x` [a](b) & "quoted" | $1$'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    invented.write_raw(tmp_path)
    return Project(tmp_path)


def written(project: Project, **changes: Any) -> dict[str, str]:
    practice = {**copy.deepcopy(invented.PRACTICE), **changes}
    invented.write_yaml(project.raw / "practices" / "alpha-map.yml", practice)
    return {name: rendered(page) for name, page in practice_pages(project).items()}


def test_a_practice_says_what_when_who_says_so_and_what_can_be_doubted(project: Project) -> None:
    page = written(project)["practices/alpha-map.md"]
    assert "**Inhabitants:** 900 (2001) [\\[1\\]](<#source-alpha-map-1>)" in page
    assert "- 12 maps\\. [\\[2\\]](<#source-alpha-map-2>)\n\n  **Doubt:** Its own count\\." in page
    assert "- Pens\\. *(the study team's own reading)*" in page
    assert (
        "(source-alpha-map-2)=\n**2.** The paper. Press. [example\\.org](<https://example.org/p>), read 2002\\-03\\-04."
        in page
    )


def test_a_practice_that_a_city_handed_in_says_so(project: Project) -> None:
    sources: Any = copy.deepcopy(invented.PRACTICE["sources"])
    sources["paper"]["address"] = None
    page = written(project, handed_in="2002", sources=sources, sdgs=[9])["practices/alpha-map.md"]
    assert (
        "- **Today:** running\n- **Source:** handed in by the city for 2002, not checked by others\n"
        "- **Sustainable Development Goals:** 9 (named by the city)\n" in page
    )
    assert "**2.** The paper. Press. Handed in on 2002\\-03\\-04.\n" in page
    others = written(project, sdgs=[9])["practices/alpha-map.md"]
    assert "handed in" not in others
    assert "9 (assigned by the study team)\n\n## What was done" in others


def test_text_of_files_is_escaped_on_both_kinds_of_page(project: Project) -> None:
    pages = written(project, title=NASTY, summary=NASTY, city=NASTY)
    assert "{ref}`x`" not in pages["practices/alpha-map.md"]
    assert "\\*bold\\* \\{ref\\}\\`x\\`" in pages["practices/alpha-map.md"]
    card = pages[CATALOGUE]
    assert ">Maps *bold* {ref}`x` [a](b) &amp; &quot;quoted&quot; | $1$</a>" in card


def test_what_is_not_known_says_so(project: Project) -> None:
    changed = written(
        project, population=None, status="unknown", done=[{"text": "A.", "sources": ["office"]}]
    )
    page = changed["practices/alpha-map.md"]
    assert "**Inhabitants:** not known from the sources" in page
    assert "**Today:** not known from the sources" in page
    assert 'data-size="not known"' in changed[CATALOGUE]
    assert '<option value="not known">not known</option>' in changed[CATALOGUE]


def test_the_catalogue_has_every_practice_and_its_filters_wait_for_the_script(
    project: Project,
) -> None:
    page = written(project)[CATALOGUE]
    assert '<form class="practice-filters" id="practice-filters" hidden>' in page
    assert (
        '<li data-area="economy" data-lever="data skills" data-region="Europe" data-size="small">'
        in page
    )
    assert "| Economy | 1 | 1 |" in page
    assert "| Living | none | none |" in page
    assert '<option value="skills">Skills</option>' in page
    assert '<option value="living">' not in page


def test_without_practices_there_are_no_pages(project: Project) -> None:
    (project.raw / "practices" / "alpha-map.yml").unlink()
    assert practice_pages(project) == {}


def test_related_practices_say_why(project: Project) -> None:
    other = {
        **copy.deepcopy(invented.PRACTICE),
        "id": "beta-map",
        "title": "Another",
        "levers": ["skills"],
    }
    invented.write_yaml(project.raw / "practices" / "beta-map.yml", other)
    page = written(project)["practices/alpha-map.md"]
    assert "- [Another](<beta-map.md>), Alpha: also on Economy, with the lever skills" in page
