"""The table of contents names the pages that there are, each once, in the order of a reader."""

from __future__ import annotations

import yaml

from quire.core.project import Project
from quire.pipeline.driver import look
from studylib.data.editions import list_editions
from studylib.pages.pages import read_facts
from studylib.pages.toc import table_of_contents

FILES = [
    *(
        "about.md",
        "cite.md",
        "method.md",
        "cities/index.md",
        "cities/aa001c.md",
        "governments/towns-2003/alpha.md",
        "governments/towns-2003/index.md",
        "editions/2002/press.md",
    ),
    *("practices/index.md", "practices/b.md", "practices/a.md"),
    *("another.md", "editions/2002/another.md"),
]


MORE = ["editions/2002/another", "editions/2002/press"]
"""Pages that no list names."""


def test_parts_and_pages_in_their_order(finished: Project) -> None:
    editions = [read_facts(finished, one, one.id) for one in list_editions(finished)][::-1]
    made = yaml.safe_load(table_of_contents(look(finished), editions, [], dict.fromkeys(FILES)))
    parts = {part["caption"]: [each["file"] for each in part["chapters"]] for part in made["parts"]}
    assert parts == {
        "The study": ["about"],
        "Editions": ["editions/2005/index", "editions/2002/index"],
        "Across the editions": ["overview"],
        "Good practices": ["practices/index"],
        "Cities": ["cities/index", "governments/towns-2003/index"],
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
