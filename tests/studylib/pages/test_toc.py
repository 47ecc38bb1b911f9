"""The table of contents has every page once in the order of a reader; the sidebar is short, and the questions come first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from quire.core.project import Project
from quire.pipeline.driver import look
from studylib.data.editions import list_editions
from studylib.pages.pages import GovernmentSurvey, read_facts
from studylib.pages.toc import Contents, sidebar, table_of_contents

FILES = [
    *(
        "about.md",
        "questions/situation.md",
        "cite.md",
        "method.md",
        "cities/index.md",
        "regions/index.md",
        "cities/aa001c.md",
        "governments/towns-2003/alpha.md",
        "governments/towns-2003/index.md",
        "editions/2002/press.md",
    ),
    *("practices/index.md", "practices/b.md", "practices/a.md"),
    *("another.md", "editions/2002/another.md"),
]


TOWNS = GovernmentSurvey("towns-2003", "Towns & more", False, "towns", "A body", "2003", 20, 39, "")
MORE = ["editions/2002/another", "editions/2002/press"]
"""Pages that no list names."""


@pytest.fixture
def contents(finished: Project) -> Contents:
    editions = [read_facts(finished, one, one.id) for one in list_editions(finished)][::-1]
    editions[0] = replace(editions[0], surveys=(TOWNS,))
    return Contents(look(finished), editions, [], dict.fromkeys(FILES))


def test_parts_and_pages_in_their_order(contents: Contents) -> None:
    made = yaml.safe_load(table_of_contents(contents))
    parts = {part["caption"]: [each["file"] for each in part["chapters"]] for part in made["parts"]}
    assert parts == {
        "The study": ["about"],
        "Questions": ["questions/situation"],
        "Editions": ["editions/2005/index", "editions/2002/index"],
        "Across the editions": ["overview"],
        "Good practices": ["practices/index"],
        "Cities": ["cities/index", "regions/index", "governments/towns-2003/index"],
        "Method and data": ["method", "cite", "another"],
    }
    folded = next(part for part in made["parts"] if part["caption"] == "Editions")["chapters"]
    assert [[each["file"] for each in one["sections"]] for one in folded] == [
        ["editions/2005/short", "editions/2005/words"],
        ["editions/2002/short", "editions/2002/words", *MORE],
    ]
    practices = next(part for part in made["parts"] if part["caption"] == "Good practices")[
        "chapters"
    ][0]
    assert [each["file"] for each in practices["sections"]] == ["practices/a", "practices/b"]


def names(part: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["page"], one["name"]) for one in part["pages"]]


def test_the_sidebar_begins_with_the_questions_that_have_a_page(contents: Contents) -> None:
    parts = {part["caption"]: part for part in sidebar(contents)}
    assert list(parts) == ["Questions", "Editions", "Practices and cities", "About and method"]
    assert names(parts["Questions"]) == [
        ("questions/situation", "What is the situation?"),
        ("practices/index", "What worked elsewhere?"),
        ("cities/index", "My city"),
        ("regions/index", "My region"),
    ]


def test_it_lists_editions_with_their_pages_by_short_names_and_of_practices_the_catalogue_alone(
    contents: Contents,
) -> None:
    parts = {part["caption"]: part for part in sidebar(contents)}
    newest, older, across = parts["Editions"]["pages"]
    assert (newest["page"], older["page"]) == ("editions/2005/index", "editions/2002/index")
    assert across == {"page": "overview", "name": "Editions side by side"}
    assert [(one["page"], one["name"]) for one in older["below"]][2:] == [
        ("editions/2002/another", "Another"),
        ("editions/2002/press", "Press sheet"),
    ]
    assert names(parts["Practices and cities"]) == [
        ("practices/index", "Good practices"),
        ("cities/index", "Cities"),
        ("regions/index", "Regions"),
        ("governments/towns-2003/index", "Towns & more"),
    ]
    assert names(parts["About and method"]) == [
        ("about", "About the study"),
        ("method", "Method"),
        ("cite", "How to cite"),
        ("another", "Another"),
    ]
