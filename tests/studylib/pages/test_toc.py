"""The table of contents names the pages that there are, each once, in the order of a reader."""

from __future__ import annotations

import yaml

from quire.core.project import Project
from quire.pipeline.driver import look
from studylib.data.editions import list_editions
from studylib.pages.toc import table_of_contents

FILES = [
    *(
        "about.md",
        "cite.md",
        "method.md",
        "cities/index.md",
        "cities/aa001c.md",
        "editions/2002/press.md",
    ),
    *("practices/index.md", "practices/b.md", "practices/a.md"),
]


def test_parts_and_pages_in_their_order(finished: Project) -> None:
    editions = list_editions(finished)
    made = yaml.safe_load(
        table_of_contents(
            look(finished), editions, {"2002": "2002", "2005": "2005"}, dict.fromkeys(FILES)
        )
    )
    parts = {part["caption"]: [each["file"] for each in part["chapters"]] for part in made["parts"]}
    assert parts == {
        "The study": ["about"],
        "Edition 2002": [f"editions/2002/{name}" for name in ("index", "short", "words", "press")],
        "Edition 2005": [f"editions/2005/{name}" for name in ("index", "short", "words")],
        "Across the editions": ["overview"],
        "Good practices": ["practices/index"],
        "Cities": ["cities/index"],
        "Method and data": ["method", "cite"],
    }
    practices = next(part for part in made["parts"] if part["caption"] == "Good practices")[
        "chapters"
    ][0]
    assert [each["file"] for each in practices["sections"]] == ["practices/a", "practices/b"]
